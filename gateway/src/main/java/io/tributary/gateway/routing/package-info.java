/// To which tenants the series of one sender go, by their labels, as it is registered.
///
/// *Start here*: {@link io.tributary.gateway.routing.RoutingPolicy}.
///
/// Invariant: a label chooses among what is granted and never widens it. Threads: values, safe from
/// any. Not a hot path. What it does not do: know whether tenants are registered.
@NullMarked
package io.tributary.gateway.routing;

import org.jspecify.annotations.NullMarked;
