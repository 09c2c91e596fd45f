package io.tributary.tsdb.dump;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;

/// A sample as it is stored.
public sealed interface StoredSample {
    /// Since 1970.
    long timeMillis();

    /// Since when it counts, milliseconds since 1970; 0 where that is unknown.
    long startMillis();

    /// A float, or a staleness marker, whatever its series is of.
    ///
    /// @param value bit-exact
    record FloatSample(long timeMillis, long startMillis, double value) implements StoredSample {}

    /// A native histogram that is no staleness marker.
    ///
    /// @param hint what the chunk it stands in says of a reset before it; no part of the sample
    record HistogramSample(long timeMillis, long startMillis, ResetHint hint, Histogram histogram)
            implements StoredSample {}
}
