package io.tributary.gateway.routing;

import io.tributary.model.Tenant;
import java.util.List;

/// The way of one series: where it goes, and why not elsewhere. For people, who may ask without
/// writing.
///
/// @param names what its labels say, in the order in which they count; as they are looked for
/// @param tenants where it goes, each once
/// @param refused why it goes nowhere, and its sender is told; empty where it is not refused
/// @param dropped why it does not go where it might have, and its sender is not told
/// @param detail of the first fault, in words; empty where there is none
public record Way(
        List<String> names,
        List<Tenant> tenants,
        List<RoutingFault> refused,
        List<RoutingFault> dropped,
        String detail) {
    public Way {
        names = List.copyOf(names);
        tenants = List.copyOf(tenants);
        refused = List.copyOf(refused);
        dropped = List.copyOf(dropped);
    }
}
