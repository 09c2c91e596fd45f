/// Arithmetic of the reference evaluator: Go's where it is not Java's, sums, quantiles, dates.
///
/// *Start here*: {@link io.tributary.promql.reference.numeric.Numbers}. Pure functions.
@NullMarked
package io.tributary.promql.reference.numeric;

import org.jspecify.annotations.NullMarked;
