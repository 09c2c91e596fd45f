/// From a tree to a value: plans operators, runs them, assembles what comes out.
///
/// *Start here*: {@link io.tributary.promql.engine.Evaluation}.
///
/// ```
/// Expr ─ Planner ─→ Operators ── shape ──→ series ── data ──→ columns ─→ Outcome
///          └ Selections ─ Snapshot (one select)
/// ```
///
/// Invariants: all selectors of a query are selected in one call, but for what `info` finds out
/// only from samples; what does not change with time is evaluated once; a step's value does not
/// depend on which steps are evaluated together ({@link io.tributary.promql.engine.Slicing}); an
/// outcome is returned only when what was seen is durable.
///
/// Threads: a query's operators belong to one thread; the series of streams are evaluated ahead by
/// others ({@link io.tributary.promql.engine.ahead}). Not a hot path itself.
///
/// Deliberately absent: parsing, thread pools, deadlines (a check is passed in).
@NullMarked
package io.tributary.promql.engine;

import org.jspecify.annotations.NullMarked;
