package io.tributary.promql.engine.count;

import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;

/// For how many samples a sample counts: a float for one, a histogram for as many as its bytes
/// would make in a Prometheus (`HPoint.size` in `promql/value.go`). There it may have empty
/// buckets, too, for which others of its chunk have counts.
public final class Weights {
    private static final int SAMPLE_BYTES = 16;

    /// A histogram as Prometheus holds it, and its time, without what its lists hold.
    private static final int HISTOGRAM_BYTES = 168 + 8;

    private Weights() {}

    /// Of a column's samples: at each index of those before it, together.
    public static long[] sums(SampleColumn samples) {
        long[] sums = new long[samples.size() + 1];
        for (int i = 0; i < samples.size(); i++) {
            sums[i + 1] = sums[i] + (samples.isHistogram(i) ? of(samples.histogram(i)) : 1);
        }
        return sums;
    }

    static long of(FloatHistogram histogram) {
        long words =
                words(histogram.positive())
                        + words(histogram.negative())
                        + histogram.bounds().size();
        return (HISTOGRAM_BYTES + 8 * words) / SAMPLE_BYTES;
    }

    /// A word a bucket, and one for each row of them.
    private static long words(FloatBuckets buckets) {
        long rows = 0;
        for (int i = 0; i < buckets.size(); i++) {
            rows += i == 0 || buckets.index(i) != buckets.index(i - 1) + 1 ? 1 : 0;
        }
        return buckets.size() + rows;
    }
}
