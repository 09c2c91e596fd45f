package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.ExponentialBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;

/// Whether a counter was reset between two histograms.
public final class ResetDetection {
    private ResetDetection() {}

    /// What the hint says, where it says something; else whether any count fell. A finer resolution
    /// or a narrower zero bucket is a reset, too; a coarser one is compared in its own buckets.
    public static boolean isReset(FloatHistogram current, FloatHistogram before) {
        return switch (current.hint()) {
            case RESET -> true;
            case NO_RESET -> false;
            case UNKNOWN, GAUGE -> isFallen(current, before);
        };
    }

    private static boolean isFallen(FloatHistogram current, FloatHistogram before) {
        if (current.count() < before.count()) {
            return true;
        }
        if (current.isCustom()
                && (!before.isCustom() || !before.bounds().equals(current.bounds()))) {
            return !before.isCustom() || isFallenWithin(current, before);
        }
        if (current.schema() > before.schema()
                || current.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        FloatHistogram comparable = before;
        if (current.zeroThreshold() > before.zeroThreshold()) {
            HistogramSum wider = new HistogramSum(before);
            wider.widenZero(current.zeroThreshold());
            if (wider.zeroThreshold() != current.zeroThreshold()) {
                return true;
            }
            comparable = wider.result();
        }
        return current.zeroCount() < comparable.zeroCount()
                || isFallen(current, current.positive(), comparable.positive(), before.schema())
                || isFallen(current, current.negative(), comparable.negative(), before.schema());
    }

    /// Whether a bucket is below the one before, which is of a schema as fine or finer.
    private static boolean isFallen(
            FloatHistogram current, FloatBuckets now, FloatBuckets before, int schema) {
        int at = 0;
        int i = 0;
        while (i < before.size()) {
            int index = reduced(before.index(i), schema, current);
            double count = 0;
            while (i < before.size() && reduced(before.index(i), schema, current) == index) {
                count += before.count(i++);
            }
            while (at < now.size() && now.index(at) < index) {
                at++;
            }
            boolean held = at < now.size() && now.index(at) == index;
            if (held ? now.count(at) < count : count != 0) {
                return true;
            }
        }
        return false;
    }

    private static int reduced(int index, int schema, FloatHistogram current) {
        return current.isCustom()
                ? index
                : ExponentialBounds.reduce(index, schema, current.schema());
    }

    /// Whether fewer are between two bounds that both have.
    private static boolean isFallenWithin(FloatHistogram current, FloatHistogram before) {
        CustomBounds both = current.bounds().intersect(before.bounds());
        BucketSums now = BucketSums.of(current.positive());
        BucketSums then = BucketSums.of(before.positive());
        now.reduce(current.bounds(), both);
        then.reduce(before.bounds(), both);
        for (int i = 0; i < now.size(); i++) {
            if (now.count(i) < then.count(i)) {
                return true;
            }
        }
        return false;
    }
}
