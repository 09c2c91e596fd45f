/// Native histograms: one sample of one as a value, as parts that are reused, as a sender writes
/// it, and as bytes.
///
/// *Start here*: {@link io.tributary.model.histogram.HistogramParts}, {@link
/// io.tributary.model.histogram.HistogramBytes}.
///
/// ```
/// a sender's message ─► RawHistogram ─► HistogramParts ─► HistogramBytes     compared, logged
///                         checks          normal form  └─► a chunk           stored
///                                              ▲            │
///                                              └────────────┘  ─► Histogram  shown
/// ```
///
/// *Normal form*: what two writings of the same histogram have in common. Buckets that counted
/// nothing are left out, so that spans need not be kept but follow from the buckets; the reset hint
/// is left out, as it belongs to a place in a series; counts of floats, sums and bounds are bits,
/// but for `-0.0` as a bound, a threshold or a bucket, which is `0.0`. A histogram whose sum is the
/// stale marker is nothing but a stale marker.
///
/// The bytes, with examples that a test runs: `model/docs/histograms.md`.
///
/// Invariants: whatever leaves {@link io.tributary.model.histogram.RawHistogram} without a fault
/// has at most {@link io.tributary.model.histogram.Buckets#COUNT_MAX} buckets a side; parts written
/// as bytes and read again are the same parts, and bytes that can be read are the bytes that would
/// be written.
///
/// Threads: what is mutable belongs to one thread at a time. Hot path: no allocation per sample,
/// but for {@link io.tributary.model.histogram.Histogram}, which is for the way out.
///
/// Deliberately absent: arithmetic on histograms, which is the query engine's; conversion between
/// kinds and schemas.
@NullMarked
package io.tributary.model.histogram;

import org.jspecify.annotations.NullMarked;
