package io.tributary.gateway.labels;

import io.tributary.gateway.registry.ClusterEntry.Difference;
import io.tributary.model.Labels;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.runtime.config.Config;

/// What is done at the door with the series of one route. Compared by value: a route changes only
/// when this does.
///
/// @param stamps the labels that the server puts on them
/// @param difference what becomes of a series that gives one of these another value
public record DoorPolicy(LabelLimits limits, Labels stamps, Difference difference)
        implements RoutePolicy {
    /// Limits alone.
    public static DoorPolicy of(Config config) {
        return of(config, Labels.empty(), Difference.OVERWRITE);
    }

    public static DoorPolicy of(Config config, Labels stamps, Difference difference) {
        return new DoorPolicy(LabelLimits.of(config), stamps, difference);
    }

    /// That of a route of ours.
    static DoorPolicy of(Route route) {
        if (route.policy() instanceof DoorPolicy policy) {
            return policy;
        }
        throw new IllegalArgumentException("BUG: a route that was not made here: " + route.id());
    }
}
