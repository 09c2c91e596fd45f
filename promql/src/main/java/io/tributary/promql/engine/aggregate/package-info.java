/// PromQL's aggregations as operators.
///
/// *Start here*: {@link io.tributary.promql.engine.aggregate.Aggregations}.
///
/// Invariants: input is taken in its order, so sums have Prometheus' bits; groups stand in the
/// order of their first series.
///
/// Threads: one query, one thread. Hot path: folding a column allocates nothing.
///
/// Deliberately absent: histograms.
@NullMarked
package io.tributary.promql.engine.aggregate;

import org.jspecify.annotations.NullMarked;
