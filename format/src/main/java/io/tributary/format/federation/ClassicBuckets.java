package io.tributary.format.federation;

import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;

/// The buckets of a native histogram with custom bounds as those of a classic one: cumulative, one
/// for each bound, that up to +Inf left to the reader.
final class ClassicBuckets {
    private final FloatHistogram histogram;

    ClassicBuckets(FloatHistogram histogram) {
        this.histogram = histogram;
    }

    /// Is told of a bucket.
    interface Target {
        void bucket(double upperBound, double cumulativeCount);
    }

    /// Tells them in the order of their bounds.
    void forEach(Target target) {
        FloatBuckets held = histogram.positive();
        double count = 0;
        int next = 0;
        for (int bound = 0; bound < histogram.bounds().size(); bound++) {
            while (next < held.size() && held.index(next) <= bound) {
                count += held.count(next);
                next++;
            }
            target.bucket(histogram.bounds().upper(bound), count);
        }
    }
}
