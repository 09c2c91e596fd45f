package io.tributary.gateway.routing;

import io.tributary.model.flow.Route;

/// One tenant that a router leads to; there is one object of it in a router, and it is equal to no
/// other.
final class Target {
    private final int index;
    private final Route route;
    private final String name;

    /// @param index among the router's targets: 0, 1, 2 … as they are met
    /// @param name by which it was found first
    Target(int index, Route route, String name) {
        this.index = index;
        this.route = route;
        this.name = name;
    }

    int index() {
        return index;
    }

    Route route() {
        return route;
    }

    String name() {
        return name;
    }
}
