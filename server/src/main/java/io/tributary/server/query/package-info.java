/// Queries: asked, answered, told of.
///
/// *Start here*: {@link io.tributary.server.query.QueryApi}.
///
/// Invariants: a query runs under a permit, within its own byte budget and deadline, and is
/// cancelled when its client leaves; nothing is sent before it has been evaluated to its end.
///
/// Threads: a request's own waits; the engine's evaluate. Not a hot path but for the writing of
/// answers. What it does not do: evaluate (promql), know who may read what (the doors).
@NullMarked
package io.tributary.server.query;

import org.jspecify.annotations.NullMarked;
