package io.tributary.gateway.identity;

import io.tributary.gateway.labels.DoorPolicy;
import io.tributary.gateway.limits.WriteLimits;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.CredentialEntry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.routing.Destination;
import io.tributary.gateway.routing.FamilyIndex;
import io.tributary.gateway.routing.RoutedTenants.Named;
import io.tributary.gateway.routing.Router;
import io.tributary.gateway.routing.RoutingFault;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.runtime.config.Config;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Where writes go: the route of who has one tenant, and the router of who has several by labels.
///
/// A tenant header chooses among what is granted, for who routes by labels, too: all of the request
/// goes to that tenant then, and to those that get a copy of everything; no label is asked.
///
/// Safe from any thread.
final class WriterRoutes {
    /// How far ahead of our clock samples of enrolled agents may be, in milliseconds: nobody squats
    /// on the times of tomorrow.
    private static final long ENROLLED_FUTURE_MILLIS = 60_000;

    private final TenantDirectory tenants;
    private final Config config;
    private final long futureMillis;
    private final RouteTable routes = new RouteTable();
    private final FamilyIndex families = new FamilyIndex();

    WriterRoutes(TenantDirectory tenants, Config config, long futureMillis) {
        this.tenants = tenants;
        this.config = config;
        this.futureMillis = futureMillis;
    }

    /// Who asks, by one version of the registry.
    ///
    /// @param routing how labels choose the tenants of what it writes
    /// @param listed the tenants that the policy lists, by their own names
    private record Sender(
            RegistrySnapshot snapshot,
            RouteTable.Asked asked,
            Optional<ClusterEntry> cluster,
            Optional<RoutingPolicy> routing,
            Set<String> listed) {
        Caller caller() {
            return asked.caller();
        }

        /// Whether a tenant is the sender's own, and not one that routing leads to.
        boolean owns(String name) {
            return TenantChoice.isGranted(snapshot, caller(), name);
        }

        /// Whether labels, or a header, may choose a tenant.
        boolean mayRouteTo(TenantEntry tenant) {
            return listed.contains(tenant.name())
                    || routing.filter(policy -> policy.granted().byRule(tenant.name())).isPresent();
        }
    }

    /// Where a write goes.
    ///
    /// @param imports whether it brings a past that was kept elsewhere
    /// @throws IdentityException as {@link Authorizer#writer} says
    Destination find(
            RegistrySnapshot snapshot,
            Caller caller,
            TenantHeaders headers,
            Dialect dialect,
            boolean imports)
            throws IdentityException {
        Optional<String> choice = headers.choice();
        RouteTable.Asked asked =
                new RouteTable.Asked(
                        snapshot.version(), caller, choice.orElse(""), dialect, imports);
        Optional<Destination> known = routes.known(asked);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<ClusterEntry> cluster = cluster(snapshot, caller);
        Optional<RoutingPolicy> routing = routing(snapshot, caller, cluster);
        Set<String> listed = new HashSet<>();
        routing.ifPresent(
                policy -> policy.listed().forEach(name -> listed.add(ownName(snapshot, name))));
        Sender sender = new Sender(snapshot, asked, cluster, routing, listed);
        return routes.add(asked, destination(sender, choice));
    }

    /// A registered tenant as the store has it; made there where it is new.
    Tenant tenant(TenantEntry entry) {
        return entry.id().isPresent()
                ? tenants.register(new Tenant(entry.id().get(), entry.name()))
                : tenants.findOrCreate(entry.name(), Integer.MAX_VALUE).orElseThrow();
    }

    /// That of its cluster, or of its credential; nobody of whom nobody was asked has one.
    private static Optional<RoutingPolicy> routing(
            RegistrySnapshot snapshot, Caller caller, Optional<ClusterEntry> cluster) {
        if (cluster.isPresent() || caller.makesTenants()) {
            return cluster.flatMap(ClusterEntry::routing);
        }
        return snapshot.credential(caller.name()).flatMap(CredentialEntry::routing);
    }

    private Destination destination(Sender sender, Optional<String> choice)
            throws IdentityException {
        RegistrySnapshot snapshot = sender.snapshot();
        Caller caller = sender.caller();
        if (sender.routing().isEmpty()) {
            String name =
                    choice.isPresent()
                            ? TenantNames.check(choice.get())
                            : TenantChoice.theOne(snapshot, caller);
            if (!sender.owns(name)) {
                throw TenantChoice.notGranted(caller, name);
            }
            return Destination.to(route(sender, name));
        }
        RoutingPolicy policy = sender.routing().get();
        if (choice.isEmpty()) {
            String own = TenantChoice.own(snapshot, caller);
            return new Destination(route(sender, own), Optional.of(router(sender, policy, own)));
        }
        String name = ownName(snapshot, TenantNames.check(choice.get()));
        if (!(named(sender, name) instanceof Named.To(var route))) {
            throw TenantChoice.notGranted(caller, choice.get());
        }
        return policy.replicate().isEmpty()
                ? Destination.to(route)
                : new Destination(
                        route, Optional.of(router(sender, policy.narrowedTo(name), name)));
    }

    private Router router(Sender sender, RoutingPolicy policy, String own) {
        RegistrySnapshot snapshot = sender.snapshot();
        return new Router(
                sender.caller().name(),
                policy.resolved(own, name -> ownName(snapshot, name)),
                sender.asked().dialect(),
                name -> named(sender, name),
                families);
    }

    /// What a tenant's own name leads to. Nobody is told whether a tenant that is not granted is
    /// there.
    private Named named(Sender sender, String name) {
        Optional<TenantEntry> entry =
                sender.snapshot()
                        .tenant(name)
                        .filter(found -> found.name().equals(name) && !found.isView());
        boolean own = entry.isPresent() && sender.owns(name);
        if (entry.isEmpty() || !(own || sender.mayRouteTo(entry.get()))) {
            return new Named.Nothing(RoutingFault.TENANT_UNKNOWN);
        }
        return own || entry.get().takesRouted()
                ? new Named.To(route(sender, entry, tenant(entry.get())))
                : new Named.Nothing(RoutingFault.TENANT_REFUSES);
    }

    private static String ownName(RegistrySnapshot snapshot, String name) {
        return snapshot.tenant(name).map(TenantEntry::name).orElse(name);
    }

    private Route route(Sender sender, String name) throws IdentityException {
        Optional<TenantEntry> entry = sender.snapshot().tenant(name);
        if (entry.isPresent() && entry.get().isView()) {
            throw IdentityException.forbidden(
                    "view", "tenant %s is a view: nothing is written to it".formatted(name));
        }
        Tenant tenant = entry.isPresent() ? tenant(entry.get()) : named(sender.caller(), name);
        return route(sender, entry, tenant);
    }

    private Route route(Sender sender, Optional<TenantEntry> entry, Tenant tenant) {
        Caller caller = sender.caller();
        Optional<ClusterEntry> cluster = sender.cluster();
        Config ofTenant = entry.map(TenantEntry::config).orElse(config);
        boolean other =
                entry.isPresent() && cluster.isPresent() && !sender.owns(entry.get().name());
        Config ofSender = other ? ofTenant : cluster.map(ClusterEntry::config).orElse(ofTenant);
        return routes.route(
                sender.asked(),
                new RouteTable.Target(
                        tenant,
                        kept(sender, tenant),
                        policy(sender, entry, ofSender),
                        sender.routing(),
                        caller.backlog(),
                        caller.enrolled()
                                ? Math.min(futureMillis, ENROLLED_FUTURE_MILLIS)
                                : futureMillis),
                limits(sender, WriteLimits.of(ofTenant, cluster, ofSender)));
    }

    private static Route.Limits limits(Sender sender, Route.Limits usual) {
        return sender.asked().imports()
                ? new Route.Limits(usual.tenant(), usual.cluster(), usual.late().importing())
                : usual;
    }

    /// Where a tenant's data of a caller is kept: apart, while the cluster or agent is in
    /// quarantine.
    private Tenant kept(Sender sender, Tenant tenant) {
        return sender.cluster()
                .flatMap(of -> sender.snapshot().held(of, sender.caller().agent()))
                .map(held -> tenants.register(held.within(tenant)))
                .orElse(tenant);
    }

    /// @param ofSender whose limits of labels hold for what its cluster sends
    private DoorPolicy policy(Sender sender, Optional<TenantEntry> tenant, Config ofSender) {
        String name = sender.caller().name();
        if (tenant.isEmpty()) {
            return DoorPolicy.of(name, config);
        }
        DoorPolicy policy =
                sender.cluster()
                        .map(cluster -> DoorPolicy.of(name, tenant.get(), cluster, ofSender))
                        .orElseGet(() ->
                                DoorPolicy.of(
                                        name,
                                        tenant.get(),
                                        sender.snapshot().clusterLabels(tenant.get())));
        return sender.routing()
                .filter(RoutingPolicy::remove)
                .map(routing -> policy.without(routing.choosing()))
                .orElse(policy);
    }

    private static Optional<ClusterEntry> cluster(RegistrySnapshot snapshot, Caller caller)
            throws IdentityException {
        if (caller.cluster().isEmpty()) {
            return Optional.empty();
        }
        Optional<ClusterEntry> cluster = snapshot.cluster(caller.cluster().get());
        if (cluster.isEmpty()) {
            throw IdentityException.forbidden(
                    "cluster",
                    "cluster %s is not registered any more".formatted(caller.cluster().get()));
        }
        return cluster;
    }

    private Tenant named(Caller caller, String name) throws IdentityException {
        if (!caller.makesTenants()) {
            throw TenantChoice.notGranted(caller, name);
        }
        return tenants.findOrCreate(name, Authorizer.TENANTS_MAX)
                .orElseThrow(() ->
                        IdentityException.badRequest(
                                "tenant %s is not known, and there are %d tenants already: no further one is made"
                                        .formatted(name, Authorizer.TENANTS_MAX)));
    }
}
