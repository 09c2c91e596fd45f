/// Limits as they are read: what holds for a tenant and its clusters, where it was set, how much of
/// it is used, and what was turned away.
///
/// *Start here*: {@link io.tributary.server.limits.LimitsApi}.
///
/// Invariants: who may not read all series of a tenant is told of those alone.
///
/// Threads: everything is safe from any thread. Not a hot path. What it does not do: hold anybody
/// to a limit.
@NullMarked
package io.tributary.server.limits;

import org.jspecify.annotations.NullMarked;
