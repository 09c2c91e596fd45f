/// What a store holds and turned away, as values, and where it is asked for.
///
/// *Start here*: {@link io.tributary.model.usage.SeriesUsage}.
///
/// Threads: values are immutable. Not a hot path.
@NullMarked
package io.tributary.model.usage;

import org.jspecify.annotations.NullMarked;
