package io.tributary.gateway.registry;

import io.tributary.gateway.jwt.IssuerRule;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.quarantine.Quarantines;
import io.tributary.gateway.registry.CredentialEntry.Proof;
import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.routing.RoutingPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// All that is registered, valid as a whole. Immutable; found by name in one look-up.
public final class RegistrySnapshot {
    private final long version;
    private final Map<String, TenantEntry> tenants;
    private final Map<String, TenantEntry> tenantsByAnyName;
    private final Map<String, ClusterEntry> clusters;
    private final Map<String, CredentialEntry> credentials;
    private final Map<String, CredentialEntry> credentialsByTokenId;
    private final Map<CertificateName, CredentialEntry> credentialsByCertificate;
    private final List<IssuerRule> issuers;
    private final Map<UUID, ClusterEntry> clustersById = new HashMap<>();
    private final Map<UUID, AgentEntry> agentsById = new HashMap<>();
    private final Map<String, Set<String>> clusterLabelsByTenant = new HashMap<>();
    private final Map<String, List<QuarantineKey>> releasedByTenant = new HashMap<>();
    private final Map<String, List<AgentEntry>> heldAgentsByCluster = new HashMap<>();

    /// Those that send to several tenants.
    private final List<ClusterEntry> routingClusters;

    /// What was released of them, in the order of their declaration.
    private final List<RoutedRelease> routedReleases = new ArrayList<>();

    private record RoutedRelease(ClusterEntry cluster, QuarantineKey key) {}

    RegistrySnapshot(
            long version,
            Map<String, TenantEntry> tenants,
            Map<String, TenantEntry> tenantsByAnyName,
            Map<String, ClusterEntry> clusters,
            Map<String, CredentialEntry> credentials,
            List<IssuerRule> issuers,
            Collection<AgentEntry> agents) {
        clusters.values().forEach(cluster -> clustersById.put(cluster.id(), cluster));
        agents.forEach(agent -> agentsById.put(agent.id(), agent));
        this.issuers = List.copyOf(issuers);
        this.version = version;
        this.tenants = Collections.unmodifiableMap(tenants);
        this.tenantsByAnyName = tenantsByAnyName;
        this.clusters = Collections.unmodifiableMap(clusters);
        this.credentials = Collections.unmodifiableMap(credentials);
        this.credentialsByTokenId = new HashMap<>();
        this.credentialsByCertificate = new HashMap<>();
        for (CredentialEntry credential : credentials.values()) {
            switch (credential.proof()) {
                case Proof.Token(var id, _) -> credentialsByTokenId.put(id, credential);
                case Proof.Certificate(var name) -> credentialsByCertificate.put(name, credential);
                case Proof.Password _ -> {}
            }
        }
        this.routingClusters =
                clusters.values().stream()
                        .filter(cluster -> cluster.routing().isPresent())
                        .toList();
        for (ClusterEntry cluster : clusters.values()) {
            addLabel(cluster);
            release(cluster, Optional.empty(), cluster.quarantines());
        }
        clusterLabelsByTenant.replaceAll((_, labels) -> Set.copyOf(labels));
        for (AgentEntry agent : agents) {
            agent.cluster().flatMap(this::cluster).ifPresent(cluster -> add(cluster, agent));
        }
    }

    private void addLabel(ClusterEntry cluster) {
        String label = cluster.stamps().value(ClusterEntry.LABEL);
        if (!label.isEmpty()) {
            clusterLabelsByTenant
                    .computeIfAbsent(ownerOf(cluster), none -> new HashSet<>())
                    .add(label);
        }
    }

    private void add(ClusterEntry cluster, AgentEntry agent) {
        release(cluster, Optional.of(agent.id()), agent.quarantines());
        if (agent.quarantines().held().isPresent()) {
            heldAgentsByCluster
                    .computeIfAbsent(cluster.name(), none -> new ArrayList<>())
                    .add(agent);
        }
    }

    private void release(ClusterEntry cluster, Optional<UUID> agent, Quarantines quarantines) {
        for (String name : quarantines.released()) {
            QuarantineKey key = new QuarantineKey(cluster.id(), agent, name);
            releasedByTenant.computeIfAbsent(ownerOf(cluster), none -> new ArrayList<>()).add(key);
            if (cluster.routing().isPresent()) {
                routedReleases.add(new RoutedRelease(cluster, key));
            }
        }
    }

    private String ownerOf(ClusterEntry cluster) {
        return tenant(cluster.tenant()).map(TenantEntry::name).orElseThrow();
    }

    /// Nothing is registered.
    public static RegistrySnapshot empty() {
        return new RegistrySnapshot(
                0, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of());
    }

    /// Grows with each change; 0 where there never was one.
    public long version() {
        return version;
    }

    /// A tenant by its name or one of its aliases.
    public Optional<TenantEntry> tenant(String name) {
        return Optional.ofNullable(tenantsByAnyName.get(name));
    }

    /// In the order of their declaration.
    public Collection<TenantEntry> tenants() {
        return tenants.values();
    }

    public Optional<ClusterEntry> cluster(String name) {
        return Optional.ofNullable(clusters.get(name));
    }

    public Optional<ClusterEntry> cluster(UUID id) {
        return Optional.ofNullable(clustersById.get(id));
    }

    /// What is said of an enrolled agent; empty where nothing is.
    public Optional<AgentEntry> agent(UUID id) {
        return Optional.ofNullable(agentsById.get(id));
    }

    /// Those of which something is said, in no order.
    public Collection<AgentEntry> agents() {
        return Collections.unmodifiableCollection(agentsById.values());
    }

    /// In which quarantine what a cluster sends is kept now: the agent's own, where one sends that
    /// is held itself, else the cluster's.
    ///
    /// @param agent that sends; empty where it is no agent
    public Optional<QuarantineKey> held(ClusterEntry cluster, Optional<UUID> agent) {
        Optional<QuarantineKey> own =
                agent.flatMap(id -> Optional.ofNullable(agentsById.get(id)))
                        .flatMap(entry -> entry.quarantines().held())
                        .map(name -> new QuarantineKey(cluster.id(), agent, name));
        return own.isPresent()
                ? own
                : cluster.quarantines()
                        .held()
                        .map(name -> new QuarantineKey(cluster.id(), Optional.empty(), name));
    }

    /// What the clusters that write to a tenant are stamped as: its own, and those whose routing
    /// may lead to it.
    public Set<String> clusterLabels(TenantEntry tenant) {
        Set<String> own = clusterLabelsByTenant.getOrDefault(tenant.name(), Set.of());
        if (routingClusters.isEmpty()) {
            return own;
        }
        Set<String> all = new HashSet<>(own);
        for (ClusterEntry cluster : routingClusters) {
            String label = cluster.stamps().value(ClusterEntry.LABEL);
            if (!label.isEmpty() && isRouted(cluster, tenant)) {
                all.add(label);
            }
        }
        return all;
    }

    /// Whether a policy lets its sender's series go to a tenant that is not the sender's own, if
    /// the tenant takes them.
    public boolean isGranted(RoutingPolicy policy, TenantEntry tenant) {
        return policy.granted().byRule(tenant.name())
                || policy.listed().stream()
                        .anyMatch(name -> tenant.equals(tenantsByAnyName.get(name)));
    }

    private boolean isRouted(ClusterEntry cluster, TenantEntry tenant) {
        return cluster.routing().filter(policy -> isGranted(policy, tenant)).isPresent();
    }

    /// What is to be read behind a tenant's own data: of clusters, then of agents, each in the
    /// order of declaration.
    public List<QuarantineKey> released(TenantEntry tenant) {
        List<QuarantineKey> own = releasedByTenant.getOrDefault(tenant.name(), List.of());
        if (routedReleases.isEmpty()) {
            return Collections.unmodifiableList(own);
        }
        List<QuarantineKey> all = new ArrayList<>(own);
        for (RoutedRelease released : routedReleases) {
            if (!own.contains(released.key()) && isRouted(released.cluster(), tenant)) {
                all.add(released.key());
            }
        }
        return all;
    }

    /// The agents of a cluster that are held by themselves.
    public List<AgentEntry> heldAgents(ClusterEntry cluster) {
        return Collections.unmodifiableList(
                heldAgentsByCluster.getOrDefault(cluster.name(), List.of()));
    }

    public Collection<ClusterEntry> clusters() {
        return clusters.values();
    }

    public Optional<CredentialEntry> credential(String name) {
        return Optional.ofNullable(credentials.get(name));
    }

    public Optional<CredentialEntry> credentialOfToken(String id) {
        return Optional.ofNullable(credentialsByTokenId.get(id));
    }

    public Optional<CredentialEntry> credentialOfCertificate(CertificateName name) {
        return Optional.ofNullable(credentialsByCertificate.get(name));
    }

    public Collection<CredentialEntry> credentials() {
        return credentials.values();
    }

    /// Whose tokens are accepted besides our own.
    public List<IssuerRule> issuers() {
        return issuers;
    }
}
