package io.tributary.gateway.identity;

import io.tributary.gateway.audit.AuditQuery;
import io.tributary.gateway.labels.DoorPolicy;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.limits.WriteLimits;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.ViewPart;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// From who asks, and which tenants they name, to where a write goes and what a read sees.
///
/// A header chooses among what is granted and never widens it. While authentication is off
/// everything is granted, and a write to a name not seen before makes the tenant; a read does not,
/// and sees nothing there.
///
/// Safe from any thread; costs a few look-ups a request.
public final class Authorizer {
    /// Tenants that may come into being by being named. More must be registered.
    public static final int TENANTS_MAX = 1_000;

    /// How far ahead of our clock samples of enrolled agents may be, in milliseconds: nobody squats
    /// on the times of tomorrow.
    private static final long ENROLLED_FUTURE_MILLIS = 60_000;

    /// What of a cluster's settings is looked at here.
    public static final Settings OF_CLUSTERS =
            Settings.union(LabelLimits.SETTINGS, WriteLimits.OF_CLUSTERS);

    /// What of a tenant's settings is looked at here.
    public static final Settings OF_TENANTS =
            Settings.union(LabelLimits.SETTINGS, WriteLimits.OF_TENANTS);

    private final TenantDirectory tenants;
    private final Registry registry;
    private final Config config;
    private final long futureMillis;
    private final RouteTable routes = new RouteTable();

    /// Of the tenants in a directory.
    ///
    /// @param config the server's, for tenants that are not registered
    /// @param futureMillis how far ahead of our clock a sample may be
    public Authorizer(
            TenantDirectory tenants, Registry registry, Config config, long futureMillis) {
        this.tenants = tenants;
        this.registry = registry;
        this.config = config;
        this.futureMillis = futureMillis;
    }

    /// Where a write goes.
    ///
    /// @throws IdentityException if no one tenant is named as it must be, or one that is not
    ///   granted, or there are too many
    public Route writer(Caller caller, TenantHeaders headers, Dialect dialect)
            throws IdentityException {
        return route(caller, headers, dialect, false);
    }

    /// Where a write goes that brings a past that was kept elsewhere, however old.
    ///
    /// @throws IdentityException as {@link #writer}; also if the caller may not import now
    public Route importer(Caller caller, TenantHeaders headers, Dialect dialect)
            throws IdentityException {
        if (!caller.imports()) {
            throw IdentityException.forbidden(
                    "import",
                    "%s may not import now: its credential has no importUntil, or one that is over"
                            .formatted(caller.name()));
        }
        return route(caller, headers, dialect, true);
    }

    private Route route(Caller caller, TenantHeaders headers, Dialect dialect, boolean imports)
            throws IdentityException {
        RegistrySnapshot snapshot = registry.current();
        RouteTable.Asked asked =
                new RouteTable.Asked(
                        snapshot.version(), caller, headers.choice().orElse(""), dialect, imports);
        Optional<Route> known = routes.known(asked);
        return known.isPresent() ? known.get() : newRoute(snapshot, asked, headers);
    }

    /// What a read sees.
    ///
    /// @throws IdentityException if a name is none, or that of a tenant that is not granted, or
    ///   none is named where one has to be
    public ReadScope reader(Caller caller, TenantHeaders headers) throws IdentityException {
        RegistrySnapshot snapshot = registry.current();
        Optional<String> choice = headers.choice();
        List<String> names =
                choice.isPresent()
                        ? TenantNames.checkAll(choice.get())
                        : List.of(theOne(snapshot, caller));
        List<ReadScope.TenantScope> scopes = new ArrayList<>();
        for (String name : names) {
            if (!isGranted(snapshot, caller, name)) {
                throw notGranted(caller, name);
            }
            addScopes(snapshot, caller, name, scopes);
        }
        return new ReadScope(scopes, names.size() > 1);
    }

    /// The scope of a request that reads no data.
    public static ReadScope nothing() {
        return new ReadScope(List.of(), false);
    }

    /// A tenant that is registered and has data of its own, as the store has it; made there where
    /// it is new.
    public Tenant tenant(TenantEntry entry) {
        return registered(entry);
    }

    /// Whether a caller sees to a tenant, of any name of it: who sees to the site does to all.
    public boolean seesTo(Caller caller, String tenant) {
        return caller.roles().contains(Role.PLATFORM_ADMIN)
                || (caller.roles().contains(Role.TENANT_ADMIN)
                        && isGranted(registry.current(), caller, tenant));
    }

    /// What of the audit stream a caller may see: all of it who sees to the site, and of their
    /// tenants who sees to these.
    public AuditQuery.Sight auditSight(Caller caller) {
        boolean all =
                caller.roles().contains(Role.AUDITOR)
                        || caller.roles().contains(Role.PLATFORM_ADMIN)
                        || caller.tenants() instanceof Granted.Every;
        if (all) {
            return new AuditQuery.Sight.Everything();
        }
        RegistrySnapshot snapshot = registry.current();
        Set<UUID> ids = new HashSet<>();
        for (TenantEntry entry : seen(snapshot, caller.tenants())) {
            stored(entry).ifPresent(tenant -> ids.add(tenant.id()));
        }
        return new AuditQuery.Sight.Tenants(ids);
    }

    /// The settings that hold for a read: of each tenant, or view, that it names; the server's
    /// where it sees nothing.
    public List<Config> configs(ReadScope scope) {
        RegistrySnapshot snapshot = registry.current();
        return scope.tenants().isEmpty()
                ? List.of(config)
                : scope.tenants().stream()
                        .map(ReadScope.TenantScope::shown)
                        .distinct()
                        .map(name -> config(snapshot, name))
                        .toList();
    }

    /// The settings of one tenant, by its name.
    public Config config(String tenant) {
        return config(registry.current(), tenant);
    }

    /// Who is registered now.
    public RegistrySnapshot registered() {
        return registry.current();
    }

    private Config config(RegistrySnapshot snapshot, String tenant) {
        return snapshot.tenant(tenant).map(TenantEntry::config).orElse(config);
    }

    private Route newRoute(RegistrySnapshot snapshot, RouteTable.Asked asked, TenantHeaders headers)
            throws IdentityException {
        Caller caller = asked.caller();
        Optional<String> choice = headers.choice();
        String name =
                choice.isPresent() ? TenantNames.check(choice.get()) : theOne(snapshot, caller);
        if (!isGranted(snapshot, caller, name)) {
            throw notGranted(caller, name);
        }
        Optional<TenantEntry> entry = snapshot.tenant(name);
        if (entry.isPresent() && entry.get().isView()) {
            throw IdentityException.forbidden(
                    "view", "tenant %s is a view: nothing is written to it".formatted(name));
        }
        Optional<ClusterEntry> cluster = cluster(snapshot, caller);
        Tenant tenant = entry.isPresent() ? registered(entry.get()) : named(caller, name);
        return routes.add(
                asked,
                new RouteTable.Target(
                        tenant,
                        kept(snapshot, tenant, caller, cluster),
                        policy(snapshot, caller, entry, cluster),
                        caller.backlog(),
                        caller.enrolled()
                                ? Math.min(futureMillis, ENROLLED_FUTURE_MILLIS)
                                : futureMillis),
                limits(entry, cluster, asked.imports()));
    }

    private Route.Limits limits(
            Optional<TenantEntry> tenant, Optional<ClusterEntry> cluster, boolean imports) {
        Route.Limits usual =
                WriteLimits.of(tenant.map(TenantEntry::config).orElse(config), cluster);
        return imports
                ? new Route.Limits(usual.tenant(), usual.cluster(), usual.late().importing())
                : usual;
    }

    /// Where a tenant's data of a caller is kept: apart, while the cluster or agent is in
    /// quarantine.
    private Tenant kept(
            RegistrySnapshot snapshot,
            Tenant tenant,
            Caller caller,
            Optional<ClusterEntry> cluster) {
        return cluster.flatMap(of -> snapshot.held(of, caller.agent()))
                .map(held -> tenants.register(held.within(tenant)))
                .orElse(tenant);
    }

    private DoorPolicy policy(
            RegistrySnapshot snapshot,
            Caller caller,
            Optional<TenantEntry> tenant,
            Optional<ClusterEntry> cluster) {
        if (tenant.isEmpty()) {
            return DoorPolicy.of(caller.name(), config);
        }
        return cluster.isEmpty()
                ? DoorPolicy.of(caller.name(), tenant.get(), snapshot.clusterLabels(tenant.get()))
                : DoorPolicy.of(caller.name(), tenant.get(), cluster.get());
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

    /// The tenant meant where none is named.
    private static String theOne(RegistrySnapshot snapshot, Caller caller)
            throws IdentityException {
        if (caller.defaultTenant().isPresent()) {
            return caller.defaultTenant().get();
        }
        List<String> granted =
                switch (caller.tenants()) {
                    case Granted.Listed(var names) -> names;
                    case Granted.Every _ ->
                            snapshot.tenants().stream().map(TenantEntry::name).toList();
                };
        if (granted.size() == 1) {
            return granted.getFirst();
        }
        throw IdentityException.badRequest(
                granted.isEmpty()
                        ? "%s has no tenants".formatted(caller.name())
                        : "%s has several tenants, name one in X-Scope-OrgID: %s"
                                .formatted(caller.name(), shown(granted)));
    }

    private static String shown(List<String> names) {
        int most = 20;
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most))
                        + " and %d more".formatted(names.size() - most);
    }

    private static boolean isGranted(RegistrySnapshot snapshot, Caller caller, String name) {
        return switch (caller.tenants()) {
            case Granted.Every _ -> caller.makesTenants() || snapshot.tenant(name).isPresent();
            case Granted.Listed(var names) ->
                    names.contains(name) || isAliasOfOne(snapshot, names, name);
        };
    }

    private static boolean isAliasOfOne(
            RegistrySnapshot snapshot, List<String> granted, String name) {
        Optional<TenantEntry> meant = snapshot.tenant(name);
        return meant.isPresent()
                && granted.stream()
                        .anyMatch(other ->
                                snapshot.tenant(other).filter(meant.get()::equals).isPresent());
    }

    /// The same answer whether the tenant is there or not.
    private static IdentityException notGranted(Caller caller, String name) {
        return IdentityException.forbidden(
                "tenant", "%s may not use tenant %s".formatted(caller.name(), name));
    }

    private void addScopes(
            RegistrySnapshot snapshot,
            Caller caller,
            String name,
            List<ReadScope.TenantScope> scopes) {
        Optional<TenantEntry> entry = snapshot.tenant(name);
        if (entry.isEmpty()) {
            tenants.find(name)
                    .ifPresent(found ->
                            scopes.add(new ReadScope.TenantScope(found, name, caller.match())));
            return;
        }
        String shown = entry.get().name();
        if (!entry.get().isView()) {
            scopes.addAll(scopes(snapshot, entry.get(), shown, caller.match()));
            return;
        }
        for (ViewPart part : entry.get().view()) {
            List<Matcher> match = new ArrayList<>(part.match());
            match.addAll(caller.match());
            for (TenantEntry seen : seen(snapshot, part.tenants())) {
                scopes.addAll(scopes(snapshot, seen, shown, match));
            }
        }
    }

    /// A tenant's own data, and behind it what was released from quarantine.
    private List<ReadScope.TenantScope> scopes(
            RegistrySnapshot snapshot, TenantEntry entry, String shown, List<Matcher> match) {
        Optional<Tenant> own = stored(entry);
        if (own.isEmpty()) {
            return List.of();
        }
        List<ReadScope.TenantScope> scopes = new ArrayList<>();
        scopes.add(new ReadScope.TenantScope(own.get(), shown, match));
        for (QuarantineKey released : snapshot.released(entry)) {
            tenants.find(released.within(own.get()).id())
                    .ifPresent(found -> scopes.add(new ReadScope.TenantScope(found, shown, match)));
        }
        return scopes;
    }

    private static List<TenantEntry> seen(RegistrySnapshot snapshot, Granted granted) {
        return switch (granted) {
            case Granted.Every _ ->
                    snapshot.tenants().stream().filter(tenant -> !tenant.isView()).toList();
            case Granted.Listed(var names) ->
                    names.stream().flatMap(name -> snapshot.tenant(name).stream()).toList();
        };
    }

    private Optional<Tenant> stored(TenantEntry entry) {
        return entry.id().isPresent() ? tenants.find(entry.id().get()) : tenants.find(entry.name());
    }

    private Tenant registered(TenantEntry entry) {
        return entry.id().isPresent()
                ? tenants.register(new Tenant(entry.id().get(), entry.name()))
                : tenants.findOrCreate(entry.name(), Integer.MAX_VALUE).orElseThrow();
    }

    private Tenant named(Caller caller, String name) throws IdentityException {
        if (!caller.makesTenants()) {
            throw notGranted(caller, name);
        }
        return tenants.findOrCreate(name, TENANTS_MAX)
                .orElseThrow(() ->
                        IdentityException.badRequest(
                                "tenant %s is not known, and there are %d tenants already: no further one is made"
                                        .formatted(name, TENANTS_MAX)));
    }
}
