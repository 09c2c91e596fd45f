package io.tributary.gateway.routing;

import io.tributary.model.flow.Route;

/// Which tenants the labels of one sender may name, and the routes to them. Safe from any thread.
@FunctionalInterface
public interface RoutedTenants {
    /// What a name leads to.
    sealed interface Named {
        record To(Route route) implements Named {}

        record Nothing(RoutingFault why) implements Named {}
    }

    Named find(String name);
}
