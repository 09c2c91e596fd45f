/// PromQL's functions as operators: of a window ({@code rate}, {@code *_over_time}), of one sample
/// (mathematics, calendar), of a whole vector ({@code absent}, {@code scalar}, {@code sort}, {@code
/// histogram_quantile}), of labels.
///
/// *Start here*: {@link io.tributary.promql.engine.functions.Calls}.
///
/// Invariants: a function never sees a staleness marker, and of histograms those only that it
/// knows; it answers absence by saying so, not by NaN. Numbers are Prometheus' to the bit where it
/// fixes their order.
///
/// Threads: one query, one thread. Hot path: a window and its scratch are reused from step to step.
///
/// Deliberately absent: argument types and counts (the parser checks them), names' merging.
@NullMarked
package io.tributary.promql.engine.functions;

import org.jspecify.annotations.NullMarked;
