package io.tributary.gateway.labels;

import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.ClusterEntry.Difference;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.model.Labels;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.model.relabel.Relabeling;
import io.tributary.runtime.config.Config;
import java.util.List;
import java.util.Set;

/// What is done at the door with the series of one route. Compared by value: a route changes only
/// when this does.
///
/// @param sender whose they are, for the audit
/// @param cluster that they come from; empty for none
/// @param removed labels that are taken away first: those that chose the tenant
/// @param relabelings applied in this order, before anything is stamped
/// @param stamps the labels that the server puts on them
/// @param difference what becomes of a series that gives one of these another value
/// @param clusters what the tenant's registered clusters are stamped as, which nobody else may call
///   themselves; looked at where nothing is stamped
public record DoorPolicy(
        String sender,
        String cluster,
        LabelLimits limits,
        List<String> removed,
        List<Relabeling> relabelings,
        Labels stamps,
        Difference difference,
        Set<String> clusters)
        implements RoutePolicy {
    public DoorPolicy {
        removed = List.copyOf(removed);
        clusters = Set.copyOf(clusters);
        relabelings = relabelings.stream().filter(rules -> !rules.isEmpty()).toList();
    }

    /// Limits alone.
    public static DoorPolicy of(String sender, Config config) {
        return new DoorPolicy(
                sender,
                "",
                LabelLimits.of(config),
                List.of(),
                List.of(),
                Labels.empty(),
                Difference.OVERWRITE,
                Set.of());
    }

    /// What is done with the series of a tenant that come from no cluster.
    ///
    /// @param clusters what those that are registered for it are stamped as
    public static DoorPolicy of(String sender, TenantEntry tenant, Set<String> clusters) {
        return new DoorPolicy(
                sender,
                "",
                LabelLimits.of(tenant.config()),
                List.of(),
                List.of(tenant.relabel()),
                Labels.empty(),
                Difference.OVERWRITE,
                clusters);
    }

    /// What is done with the series of a cluster.
    ///
    /// @param config whose limits hold: the cluster's, or those of a tenant that is not its own
    public static DoorPolicy of(
            String sender, TenantEntry tenant, ClusterEntry cluster, Config config) {
        return new DoorPolicy(
                sender,
                cluster.name(),
                LabelLimits.of(config),
                List.of(),
                List.of(tenant.relabel(), cluster.relabel()),
                cluster.stamps(),
                cluster.difference(),
                Set.of());
    }

    /// The same, with labels that are taken away.
    public DoorPolicy without(List<String> labels) {
        return new DoorPolicy(
                sender, cluster, limits, labels, relabelings, stamps, difference, clusters);
    }

    /// That of a route of ours.
    static DoorPolicy of(Route route) {
        if (route.policy() instanceof DoorPolicy policy) {
            return policy;
        }
        throw new IllegalArgumentException("BUG: a route that was not made here: " + route.id());
    }
}
