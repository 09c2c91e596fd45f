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

    /// What such a text is of.
    static String kind(String text) {
        if (text.equals(STALE)) {
            return "markers";
        }
        return text.startsWith("integers") || text.startsWith("floats") ? "histograms" : "floats";
    }
}
