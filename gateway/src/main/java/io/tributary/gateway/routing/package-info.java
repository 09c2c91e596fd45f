/// To which tenants the series of one sender go, by their labels: the policy as it is registered,
/// and the way of each series of a write.
///
/// *Start here*: {@link io.tributary.gateway.routing.RoutingPolicy} says what is possible, {@link
/// io.tributary.gateway.routing.Router} does it.
///
/// ```
/// batch ─ SeriesLabels: values of the routing labels ─ Router: names → targets ─┬ Parts: one (route, batch) a target
///                                                                              └ LeftBehind: refused, dropped, by reason
/// ```
///
/// Invariants: a label chooses among what is granted and never widens it; no target has a series
/// twice; what is refused of a series is refused of all its targets; metadata of a family goes to
/// those who have series of it, and to nobody else.
///
/// Threads: a router is used by any thread; what it fills belongs to one. Hot path: a comparison
/// for each label of each series, and no text is made of known names. What it does not do:
/// authenticate, relabel, stamp, store.
@NullMarked
package io.tributary.gateway.routing;

import org.jspecify.annotations.NullMarked;
