package io.tributary.cli.prometheus;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;

/// Samples as texts that are equal exactly when the samples are.
final class StoredText {
    static final String STALE = "stale";

    private StoredText() {}

    static String ofFloat(long bits) {
        return bits == SampleBits.STALE_NAN ? STALE : "%016x".formatted(bits);
    }

    /// One that is no marker.
    static String ofHistogram(Histogram histogram) {
        return histogram.toString();
    }
}
