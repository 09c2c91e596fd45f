package io.tributary.tsdb.head;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;

/// Native histograms of tests, by number: 0 is a stale marker, others count more the greater they
/// are; of every five one has floats, one custom bounds. A test writes one as a value whose bits
/// are {@link #bits}.
public final class TestHistograms {
    /// How tests see any histogram that is read: a question does not tell which.
    static final long READ = 0x7ffd_0000_0000_0000L;

    private static final long FIRST = 0x7ffc_0000_0000_0000L;

    private TestHistograms() {}

    public static long bits(int number) {
        return FIRST + number;
    }

    static boolean isHistogram(long bits) {
        return bits >>> 48 == FIRST >>> 48;
    }

    /// What a model holds of it: a stale marker is a stale marker.
    static long held(long bits) {
        return bits == FIRST ? SampleBits.STALE_NAN : bits;
    }

    static ResetHint hint(long bits) {
        int number = (int) (bits - FIRST);
        return number % 7 == 0 ? ResetHint.ofNumber(number % 4) : ResetHint.UNKNOWN;
    }

    static HistogramParts parts(long bits) {
        int number = (int) (bits - FIRST);
        HistogramParts parts = new HistogramParts();
        if (number == 0) {
            parts.setStale();
            return parts;
        }
        return switch (number % 5) {
            case 1 -> floats(parts, number);
            case 2 -> custom(parts, number);
            default -> integers(parts, number);
        };
    }

    private static HistogramParts integers(HistogramParts parts, int number) {
        long sum = Double.doubleToRawLongBits(number * 1.5);
        int buckets = 1 + number % 4;
        long threshold = Double.doubleToRawLongBits(0x1p-128);
        parts.begin(Histogram.Kind.INTEGER, 0, threshold, 1, 1 + (long) buckets * number, sum);
        for (int i = 0; i < buckets; i++) {
            parts.addPositive(2 * i, number);
        }
        return parts;
    }

    private static HistogramParts floats(HistogramParts parts, int number) {
        long count = Double.doubleToRawLongBits(number + 0.5);
        parts.begin(Histogram.Kind.FLOAT, 3, 0, 0, count, count);
        parts.addPositive(-number, Double.doubleToRawLongBits(number));
        parts.addNegative(number, Double.doubleToRawLongBits(0.5));
        return parts;
    }

    private static HistogramParts custom(HistogramParts parts, int number) {
        parts.begin(Histogram.Kind.INTEGER, Histogram.CUSTOM_BOUNDS, 0, 0, 2L * number, 7);
        parts.addBound(Double.doubleToRawLongBits(0.25));
        parts.addBound(Double.doubleToRawLongBits(1 + number / 10));
        parts.addPositive(0, number);
        parts.addPositive(2, number);
        return parts;
    }
}
