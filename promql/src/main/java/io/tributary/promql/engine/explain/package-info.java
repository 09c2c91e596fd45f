/// What a query would do: its operators as a tree, with what they say of themselves.
///
/// *Start here*: {@link io.tributary.promql.engine.explain.Plan}, {@link
/// io.tributary.promql.engine.explain.PlanWatch}.
///
/// Invariants: no sample is read for it; operators know nothing of being watched.
///
/// Threads: one. Not a hot path.
///
/// Deliberately absent: planning itself, how a tree is shown.
@NullMarked
package io.tributary.promql.engine.explain;

import org.jspecify.annotations.NullMarked;
