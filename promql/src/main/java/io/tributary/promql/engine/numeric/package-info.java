/// Arithmetic that must give Prometheus' bits: sums, means, quantiles, and numbers as text.
///
/// *Start here*: {@link io.tributary.promql.engine.numeric.KahanSum}.
///
/// Invariants: the same inputs in the same order give the same bits everywhere. Threads: an
/// instance belongs to one. Hot path: nothing here allocates for a value, but text.
///
/// Deliberately absent: labels, steps, series.
@NullMarked
package io.tributary.promql.engine.numeric;

import org.jspecify.annotations.NullMarked;
