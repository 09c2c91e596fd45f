package io.tributary.gateway.routing;

import io.tributary.model.flow.Route;
import java.util.Optional;

/// Where the writes of one sender go.
///
/// @param home in whose name a request is let in, and what goes nowhere is counted; where all goes
///   without a router
/// @param router finds the tenants of each series; empty where all go home
public record Destination(Route home, Optional<Router> router) {
    public static Destination to(Route route) {
        return new Destination(route, Optional.empty());
    }
}
