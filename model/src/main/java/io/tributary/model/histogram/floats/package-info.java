/// Native histograms as a query computes with them: counts are doubles, whatever they were stored
/// as, and each is a value that never changes.
///
/// *Start here*: {@link io.tributary.model.histogram.floats.FloatHistogram}, {@link
/// io.tributary.model.histogram.floats.BucketWalk}.
///
/// Invariants: buckets that hold 0 are left out; indexes ascend; a histogram of custom buckets has
/// no zero bucket and no negative ones. A staleness marker is no histogram here.
///
/// Threads: all values are immutable; a {@link io.tributary.model.histogram.floats.BucketWalk} and
/// the builders belong to one thread. Not free of allocation: one histogram is a few arrays.
///
/// Deliberately absent: arithmetic, quantiles, resets, which are the query engine's.
@NullMarked
package io.tributary.model.histogram.floats;

import org.jspecify.annotations.NullMarked;
