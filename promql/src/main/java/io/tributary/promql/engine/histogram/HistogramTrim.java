package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.ExponentialBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;

/// A histogram without the observations above (below) a value: `</` and `>/` (Prometheus:
/// `TrimBuckets`). A bucket that the value is in is cut as {@link Distribution} would; count and
/// sum are estimated anew from what is left, each bucket at its middle.
public final class HistogramTrim {
    private final FloatHistogram histogram;
    private final double value;
    private final boolean keepsBelow;
    private double count;
    private double sum;
    private boolean trimmed;

    private HistogramTrim(FloatHistogram histogram, double value, boolean keepsBelow) {
        this.histogram = histogram;
        this.value = value;
        this.keepsBelow = keepsBelow;
    }

    /// What is left of a histogram.
    ///
    /// @param keepsBelow whether what is above the value goes; else what is below
    public static FloatHistogram of(FloatHistogram histogram, double value, boolean keepsBelow) {
        return new HistogramTrim(histogram, value, keepsBelow).trim();
    }

    private FloatHistogram trim() {
        FloatBuckets positive = side(histogram.positive(), true);
        FloatBuckets negative = side(histogram.negative(), false);
        double zeroCount = histogram.zeroCount();
        if (zeroCount > 0) {
            zeroCount = zero();
            trimmed |= zeroCount != histogram.zeroCount();
        }
        if (!trimmed) {
            return histogram;
        }
        return new FloatHistogram(
                histogram.hint(),
                histogram.schema(),
                histogram.zeroThreshold(),
                zeroCount,
                count,
                sum,
                positive,
                negative,
                histogram.bounds());
    }

    private FloatBuckets side(FloatBuckets buckets, boolean positive) {
        int[] indexes = new int[buckets.size()];
        double[] kept = new double[buckets.size()];
        for (int i = 0; i < indexes.length; i++) {
            int index = buckets.index(i);
            double near = bound(index - 1);
            double far = bound(index);
            indexes[i] = index;
            kept[i] =
                    positive
                            ? bucket(near, far, buckets.count(i), true)
                            : bucket(-far, -near, buckets.count(i), false);
            trimmed |= kept[i] != buckets.count(i);
        }
        return FloatBuckets.of(indexes, kept, kept.length);
    }

    private double bound(int index) {
        if (histogram.isCustom()) {
            CustomBounds bounds = histogram.bounds();
            return bounds.upper(index);
        }
        return ExponentialBounds.upper(index, histogram.schema());
    }

    /// How much of a bucket is kept; counts it.
    private double bucket(double lower, double upper, double held, boolean positive) {
        boolean whole = keepsBelow ? upper <= value : lower >= value;
        if (whole) {
            return keep(held, middle(lower, upper, positive));
        }
        boolean cut = keepsBelow ? lower < value : upper > value;
        if (!cut) {
            return 0;
        }
        if (lower == Double.NEGATIVE_INFINITY) {
            return keepsBelow ? belowInFirst(upper, held) : aboveInFirst(upper, held);
        }
        if (upper == Double.POSITIVE_INFINITY) {
            // Nobody knows how they are spread: all go, unless the value is where they begin.
            return !keepsBelow && value >= lower ? keep(held, value) : keep(0, lower);
        }
        double below = below(lower, upper, held);
        return keepsBelow
                ? keep(below, middle(lower, value, positive))
                : keep(held - below, middle(value, upper, positive));
    }

    private double below(double lower, double upper, double held) {
        if (value <= lower) {
            return 0;
        }
        return value >= upper
                ? held
                : held * Interpolation.shareBelow(value, lower, upper, histogram.isCustom());
    }

    /// The first custom bucket begins at 0 where it ends above.
    private double belowInFirst(double upper, double held) {
        if (value >= upper) {
            return keep(held, 0);
        }
        if (value > 0 && upper > 0 && Double.isFinite(upper)) {
            return keep(held * value / upper, value / 2);
        }
        return upper <= 0 ? keep(held, value) : keep(0, 0);
    }

    private double aboveInFirst(double upper, double held) {
        if (value == Double.NEGATIVE_INFINITY) {
            return keep(held, 0);
        }
        boolean cut = value >= 0 && upper > value && Double.isFinite(upper);
        return cut ? keep(held * (1 - value / upper), (value + upper) / 2) : keep(0, 0);
    }

    private double zero() {
        double held = histogram.zeroCount();
        double lower = -histogram.zeroThreshold();
        double upper = histogram.zeroThreshold();
        boolean hasPositive = !histogram.positive().isEmpty();
        boolean hasNegative = !histogram.negative().isEmpty();
        if (hasNegative && !hasPositive) {
            upper = 0;
        }
        if (hasPositive && !hasNegative) {
            lower = 0;
        }
        if (value <= lower) {
            return keepsBelow ? 0 : keep(held, (lower + upper) / 2);
        }
        if (value >= upper) {
            return keepsBelow ? keep(held, (lower + upper) / 2) : 0;
        }
        return keepsBelow
                ? keep(held * ((value - lower) / (upper - lower)), (lower + value) / 2)
                : keep(held * ((upper - value) / (upper - lower)), (value + upper) / 2);
    }

    private double keep(double kept, double at) {
        count += kept;
        sum += at * kept;
        return kept;
    }

    private double middle(double lower, double upper, boolean positive) {
        if (Double.isInfinite(lower)) {
            if (Double.isInfinite(upper)) {
                return 0;
            }
            return upper > 0 ? upper / 2 : upper;
        }
        if (Double.isInfinite(upper)) {
            return lower;
        }
        if (histogram.isCustom()) {
            return (lower + upper) / 2;
        }
        double middle = Math.sqrt(Math.abs(lower * upper));
        return positive ? middle : -middle;
    }
}
