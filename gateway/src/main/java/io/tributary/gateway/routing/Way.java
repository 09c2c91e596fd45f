package io.tributary.gateway.routing;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import java.util.List;
import java.util.Optional;

/// The way of one series: where it goes, and why not elsewhere. For people, who may ask without
/// writing.
///
/// @param names what its labels say, in the order in which they count
/// @param routes where it goes, each tenant once
/// @param refused why it goes nowhere, and its sender is told; empty where it is not refused
/// @param dropped why it does not go where it might have, and its sender is not told
/// @param detail of the first fault, in words; empty where there is none
public record Way(
        List<Name> names,
        List<Route> routes,
        List<RoutingFault> refused,
        List<RoutingFault> dropped,
        String detail) {
    /// A name that labels give.
    ///
    /// @param text as it is looked for
    /// @param by the label whose value it is; {@link #TEMPLATE} where several make it
    /// @param fault why it leads to no tenant; empty where it leads to that of its name
    public record Name(String text, String by, Optional<RoutingFault> fault) {
        /// No label: none has an empty name.
        public static final String TEMPLATE = "";
    }

    public Way {
        names = List.copyOf(names);
        routes = List.copyOf(routes);
        refused = List.copyOf(refused);
        dropped = List.copyOf(dropped);
    }

    public List<Tenant> tenants() {
        return routes.stream().map(Route::tenant).toList();
    }
}
