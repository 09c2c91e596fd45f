package io.tributary.testkit.promqltest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A native histogram as Prometheus' API shows it (`util/jsonutil`): neither schema nor zero
/// threshold nor counter reset hint, and no empty bucket. What an engine asked over HTTP answers.
///
/// @param buckets from the lowest values to the highest
public record ShownHistogram(double count, double sum, List<Bucket> buckets)
        implements SampleValue {
    /// How far bounds may be apart, relatively: those of exponential schemas are computed.
    private static final double BOUND_EPSILON = 1e-12;

    /// Above this power of two there are no numbers.
    private static final int EXPONENT_MAX = Double.MAX_EXPONENT + 1;

    public ShownHistogram {
        buckets = List.copyOf(buckets);
    }

    /// A bucket that holds something.
    ///
    /// @param boundaries which bounds belong to it: 0 the upper one, 1 the lower one, 2 none, 3
    ///   both
    public record Bucket(int boundaries, double lower, double upper, double count) {
        private static Bucket of(
                boolean hasLower, boolean hasUpper, double lower, double upper, double count) {
            int boundaries = hasLower ? (hasUpper ? 3 : 1) : (hasUpper ? 0 : 2);
            return new Bucket(boundaries, lower, upper, count);
        }

        boolean isSameAs(Bucket other) {
            return boundaries == other.boundaries
                    && isSameBound(lower, other.lower)
                    && isSameBound(upper, other.upper)
                    && AnswerCheck.equal(count, other.count);
        }

        private static boolean isSameBound(double a, double b) {
            return a == b || Math.abs(a - b) < BOUND_EPSILON * Math.abs(a);
        }
    }

    /// How a histogram is shown.
    public static ShownHistogram of(HistogramValue histogram) {
        List<Bucket> buckets = new ArrayList<>();
        if (histogram.usesCustomBuckets()) {
            custom(histogram, buckets);
        } else {
            exponential(histogram, buckets);
        }
        buckets.removeIf(bucket -> bucket.count() == 0);
        buckets.sort(Comparator.comparingDouble(Bucket::lower));
        return new ShownHistogram(histogram.count(), histogram.sum(), buckets);
    }

    /// Whether the other one shows the same; counts and sums within what answers may differ.
    boolean isSameAs(ShownHistogram other) {
        boolean same =
                AnswerCheck.equal(count, other.count)
                        && AnswerCheck.equal(sum, other.sum)
                        && buckets.size() == other.buckets.size();
        for (int i = 0; same && i < buckets.size(); i++) {
            same = buckets.get(i).isSameAs(other.buckets.get(i));
        }
        return same;
    }

    /// Each ends with its upper bound; the first begins with -Inf, which is part of it.
    private static void custom(HistogramValue histogram, List<Bucket> buckets) {
        List<Double> bounds = histogram.customValues();
        histogram
                .positive()
                .forEach((index, count) -> {
                    double lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds.get(index - 1);
                    double upper =
                            index == bounds.size() ? Double.POSITIVE_INFINITY : bounds.get(index);
                    buckets.add(Bucket.of(index == 0, true, lower, upper, count));
                });
    }

    /// Each ends with the bound that is farther from zero; one that begins within the zero bucket
    /// is shown from where that ends. A zero bucket of less than nothing is not shown.
    private static void exponential(HistogramValue histogram, List<Bucket> buckets) {
        int schema = histogram.schema();
        double zero = histogram.zeroThreshold();
        histogram
                .negative()
                .forEach((index, count) -> {
                    double near = Math.max(zero, bound(index - 1, schema));
                    buckets.add(Bucket.of(true, false, -bound(index, schema), -near, count));
                });
        if (histogram.zeroCount() > 0) {
            buckets.add(Bucket.of(true, true, -zero, zero, histogram.zeroCount()));
        }
        histogram
                .positive()
                .forEach((index, count) -> {
                    double near = Math.max(zero, bound(index - 1, schema));
                    buckets.add(Bucket.of(false, true, near, bound(index, schema), count));
                });
    }

    /// Where an exponential bucket ends. The last one of numbers ends at the largest number, the
    /// one above it at infinity.
    private static double bound(int index, int schema) {
        double exponent = Math.scalb((double) index, -schema);
        return exponent == EXPONENT_MAX ? Double.MAX_VALUE : Math.pow(2, exponent);
    }
}
