package io.tributary.gateway.registry;

import io.tributary.gateway.jwt.IssuerRule;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.registry.CredentialEntry.Proof;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.runtime.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Looks at declared objects as a whole: no name twice, no reference to what is not there, nothing
/// granted that may not be.
final class WholeCheck {
    /// Most objects of a kind.
    static final int OBJECTS_MAX = 100_000;

    /// What was declared, before it was looked at as a whole.
    record Objects(
            List<TenantEntry> tenants,
            List<ClusterEntry> clusters,
            List<CredentialEntry> credentials,
            List<IssuerRule> issuers,
            List<AgentEntry> agents) {
        static final Objects NONE =
                new Objects(List.of(), List.of(), List.of(), List.of(), List.of());

        Objects {
            tenants = List.copyOf(tenants);
            clusters = List.copyOf(clusters);
            credentials = List.copyOf(credentials);
            issuers = List.copyOf(issuers);
            agents = List.copyOf(agents);
        }

        /// These, and others behind them.
        Objects and(Objects others) {
            return new Objects(
                    both(tenants, others.tenants),
                    both(clusters, others.clusters),
                    both(credentials, others.credentials),
                    both(issuers, others.issuers),
                    both(agents, others.agents));
        }

        private static <T> List<T> both(List<T> these, List<T> others) {
            if (these.isEmpty() || others.isEmpty()) {
                return these.isEmpty() ? others : these;
            }
            List<T> all = new ArrayList<>(these);
            all.addAll(others);
            return all;
        }
    }

    private final Problems problems;
    private final Map<String, TenantEntry> tenants = new LinkedHashMap<>();
    private final Map<String, TenantEntry> tenantsByAnyName = new HashMap<>();
    private final Map<String, ClusterEntry> clusters = new LinkedHashMap<>();
    private final Map<String, CredentialEntry> credentials = new LinkedHashMap<>();
    private final Map<String, AgentEntry> agents = new LinkedHashMap<>();

    private WholeCheck(Problems problems) {
        this.problems = problems;
    }

    /// A snapshot of the objects; empty, and noted why, where they do not go together.
    static Optional<RegistrySnapshot> snapshot(long version, Objects objects, Problems problems) {
        WholeCheck check = new WholeCheck(problems);
        check.bound("tenants", objects.tenants());
        check.bound("clusters", objects.clusters());
        check.bound("credentials", objects.credentials());
        check.bound("agents", objects.agents());
        objects.tenants().forEach(check::tenant);
        objects.tenants().forEach(check::view);
        objects.clusters().forEach(check::cluster);
        objects.credentials().forEach(check::credential);
        objects.agents().forEach(check::agent);
        check.ids();
        return problems.isEmpty()
                ? Optional.of(
                        new RegistrySnapshot(
                                version,
                                check.tenants,
                                check.tenantsByAnyName,
                                check.clusters,
                                check.credentials,
                                objects.issuers(),
                                check.agents.values()))
                : Optional.empty();
    }

    private void bound(String kind, List<? extends RegistryObject> objects) {
        if (objects.size() > OBJECTS_MAX) {
            problems.add(
                    objects.getLast().source(),
                    kind,
                    "found %d, expected at most %d".formatted(objects.size(), OBJECTS_MAX));
        }
    }

    private void tenant(TenantEntry tenant) {
        once("tenant", tenants, tenant);
        name(tenant, tenant.name());
        tenant.aliases().forEach(alias -> name(tenant, alias));
    }

    private void name(TenantEntry tenant, String name) {
        TenantEntry other = tenantsByAnyName.putIfAbsent(name, tenant);
        if (other != null && !other.equals(tenant)) {
            problem(
                    tenant,
                    "found the name or alias %s, which is that of tenant %s (%s), too"
                            .formatted(Problems.shown(name), other.name(), other.source()));
        }
    }

    private void view(TenantEntry view) {
        for (ViewPart part : view.view()) {
            if (part.tenants() instanceof Granted.Listed(var names)) {
                if (names.isEmpty()) {
                    problem(view, "a part of the view names no tenants, expected some or \"*\"");
                }
                names.forEach(name -> viewed(view, name));
            }
        }
    }

    private void viewed(TenantEntry view, String name) {
        TenantEntry seen = tenantsByAnyName.get(name);
        if (seen == null) {
            problem(view, "the view is of tenant %s, which is not registered".formatted(name));
        } else if (seen.isView()) {
            problem(view, "the view is of %s, a view itself".formatted(name));
        }
    }

    private void cluster(ClusterEntry cluster) {
        once("cluster", clusters, cluster);
        TenantEntry tenant = tenantsByAnyName.get(cluster.tenant());
        if (tenant == null) {
            problem(
                    cluster,
                    "its tenant %s is not registered".formatted(Problems.shown(cluster.tenant())));
        } else if (tenant.isView()) {
            problem(
                    cluster,
                    "its tenant %s is a view: nothing is written there".formatted(tenant.name()));
        }
        cluster.routing().ifPresent(policy -> routing(cluster, policy));
    }

    private void credential(CredentialEntry credential) {
        once("credential", credentials, credential);
        switch (credential.tenants()) {
            case Granted.Listed(var names) -> listed(credential, names);
            case Granted.Every _ -> {
                if (credential.roles().contains(Role.WRITER)) {
                    problem(
                            credential,
                            "a writer may not write to every tenant, expected a list of tenants or a cluster");
                }
            }
        }
        credential.cluster().ifPresent(cluster -> ofCluster(credential, cluster));
        if (credential.routing().isPresent()) {
            if (!credential.roles().contains(Role.WRITER)) {
                problem(credential, "found routing and not the role writer, of whom it is");
            }
            if (credential.cluster().isPresent()) {
                problem(
                        credential,
                        "found both routing and a cluster, expected the routing at the cluster");
            }
            routing(credential, credential.routing().get());
        }
    }

    /// A tenant that refuses what is routed to it is no mistake of who routes.
    private void routing(RegistryObject object, RoutingPolicy policy) {
        for (String name : policy.listed().stream().distinct().toList()) {
            TenantEntry tenant = tenantsByAnyName.get(name);
            if (tenant == null) {
                problem(
                        object,
                        "its routing names tenant %s, which is not registered"
                                .formatted(Problems.shown(name)));
            } else if (tenant.isView()) {
                problem(
                        object,
                        "its routing names %s, a view: nothing is written there".formatted(name));
            }
        }
    }

    private void listed(CredentialEntry credential, List<String> names) {
        boolean needsTenant =
                credential.cluster().isEmpty()
                        && credential.roles().stream().anyMatch(Role::isOfTenants);
        if (names.isEmpty() && needsTenant) {
            problem(credential, "found no tenants, expected some, or a cluster");
        }
        for (String name : names) {
            TenantEntry tenant = tenantsByAnyName.get(name);
            if (tenant == null) {
                problem(
                        credential,
                        "its tenant %s is not registered".formatted(Problems.shown(name)));
            } else if (tenant.isView() && credential.roles().contains(Role.WRITER)) {
                problem(credential, "a writer may not write to the view %s".formatted(name));
            }
        }
        credential
                .defaultTenant()
                .filter(name -> !names.contains(name))
                .ifPresent(name ->
                        problem(
                                credential,
                                "its default tenant %s is none of its tenants"
                                        .formatted(Problems.shown(name))));
    }

    private void ofCluster(CredentialEntry credential, String name) {
        ClusterEntry cluster = clusters.get(name);
        if (cluster == null) {
            problem(credential, "its cluster %s is not registered".formatted(Problems.shown(name)));
        } else if (!(credential.tenants() instanceof Granted.Listed(var names))
                || !names.isEmpty()) {
            problem(
                    credential,
                    "found both tenants and a cluster, expected one: the cluster's tenant is %s"
                            .formatted(cluster.tenant()));
        }
    }

    private void agent(AgentEntry agent) {
        once("agent", agents, agent);
        Optional<String> cluster = agent.cluster();
        if (cluster.isEmpty() && !agent.quarantines().isEmpty()) {
            problem(
                    agent,
                    "found quarantines and no cluster, expected the name of the agent's cluster");
        } else if (cluster.isPresent() && !clusters.containsKey(cluster.get())) {
            problem(
                    agent,
                    "its cluster %s is not registered".formatted(Problems.shown(cluster.get())));
        }
    }

    private void ids() {
        Map<UUID, RegistryObject> byId = new HashMap<>();
        for (TenantEntry tenant : tenants.values()) {
            tenant.id().ifPresent(id -> once(byId, id, tenant));
            tenant.id()
                    .filter(QuarantineKey::isTaken)
                    .ifPresent(id ->
                            problem(
                                    tenant,
                                    "its id %s is of version 8: such ids are those of quarantines"
                                            .formatted(id)));
        }
        byId.clear();
        clusters.values().forEach(cluster -> once(byId, cluster.id(), cluster));
        Map<String, RegistryObject> byToken = new HashMap<>();
        for (CredentialEntry credential : credentials.values()) {
            switch (credential.proof()) {
                case Proof.Token(var id, _) -> once(byToken, id, credential);
                case Proof.Certificate(var name) ->
                        once(byToken, name.kind().word() + " " + name.value(), credential);
                case Proof.Password _ -> {}
            }
        }
    }

    private <K> void once(Map<K, RegistryObject> byId, K id, RegistryObject object) {
        RegistryObject other = byId.putIfAbsent(id, object);
        if (other != null) {
            problem(
                    object,
                    "its id %s is that of %s (%s), too"
                            .formatted(id, other.name(), other.source()));
        }
    }

    private <T extends RegistryObject> void once(String kind, Map<String, T> byName, T object) {
        T other = byName.putIfAbsent(object.name(), object);
        if (other != null) {
            problem(
                    object,
                    "found %s %s again, expected it once (first at %s)"
                            .formatted(kind, object.name(), other.source()));
        }
    }

    private void problem(RegistryObject object, String what) {
        problems.add(object.source(), object.name(), what);
    }
}
