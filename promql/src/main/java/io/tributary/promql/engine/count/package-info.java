/// The samples that a query takes at each step, counted as Prometheus counts them, where somebody
/// asked.
///
/// *Start here*: {@link io.tributary.promql.engine.count.StepCounts}.
///
/// Invariants: where nobody asked, nothing is counted and nothing is allocated; what is counted
/// does not depend on how many threads evaluate.
///
/// Threads: counted from all of a query's. Not a hot path: where it is asked for, a series is
/// counted after it was evaluated.
///
/// Deliberately absent: what was read from the store, which each query counts ({@link
/// io.tributary.promql.engine.operator.QueryContext}).
@NullMarked
package io.tributary.promql.engine.count;

import org.jspecify.annotations.NullMarked;
