/// How many series may be there, and whose new ones were refused.
///
/// *Start here*: {@link io.tributary.tsdb.limits.SeriesRoom}, {@link
/// io.tributary.tsdb.limits.StoredUsage}.
///
/// Invariants: a series that is there is never refused; one that is new is made only while all
/// limits of its route have room for it, counted and made under one holding of the append lock.
///
/// Threads: `SeriesRoom` belongs to who holds the append lock, the others are safe from any thread.
/// No hot path but for `SeriesRoom`, which is asked once for each new series.
@NullMarked
package io.tributary.tsdb.limits;

import org.jspecify.annotations.NullMarked;
