package io.tributary.tsdb.rules;

import io.tributary.model.histogram.Buckets;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;

/// Adds two native histograms of integers up: what both counted, in buckets that both have.
///
/// Of two exponential schemas the coarser one is the sum's: the buckets of the finer one are
/// merged, each `2^(difference)` of them into one.
final class IntegerHistogramSum {
    /// Goes through the buckets of one side, as those of a schema coarser by some steps.
    private static final class Side {
        private final Buckets buckets;
        private final int steps;
        private int next;
        private int index;
        private long count;
        private boolean ended;

        Side(Buckets buckets, int steps) {
            this.buckets = buckets;
            this.steps = steps;
            advance();
        }

        boolean isAt(int other) {
            return !ended && index == other;
        }

        /// The bucket it is at; beyond all indexes where it has ended.
        long index() {
            return ended ? Long.MAX_VALUE : index;
        }

        /// Moves on to the next bucket, and tells what the one it was at counted.
        long take() {
            long taken = count;
            advance();
            return taken;
        }

        private void advance() {
            ended = next == buckets.size();
            count = 0;
            index = ended ? 0 : coarser(next);
            while (next < buckets.size() && coarser(next) == index) {
                count += buckets.count(next++);
            }
        }

        /// Bucket `i` counts up to `i/2^s`, so each goes to the one that is not below.
        private int coarser(int place) {
            return (int) ((((long) buckets.index(place) - 1) >> steps) + 1);
        }
    }

    private IntegerHistogramSum() {}

    /// Whether two have a sum: both are of integers, neither is a stale marker, and their bounds,
    /// or their zero thresholds, are the same.
    static boolean exists(HistogramParts one, HistogramParts other) {
        if (one.isStale()
                || other.isStale()
                || one.kind() != Histogram.Kind.INTEGER
                || other.kind() != Histogram.Kind.INTEGER) {
            return false;
        }
        if (isCustom(one) || isCustom(other)) {
            return isCustom(one) && isCustom(other) && hasSameBounds(one, other);
        }
        return one.zeroThresholdBits() == other.zeroThresholdBits();
    }

    /// Fills `into` with the sum of two that have one.
    ///
    /// @param schemaMax of exponential ones, the finest schema that the sum may have; at least
    ///   {@link Histogram#SCHEMA_MIN}
    /// @param into another than both
    static void add(HistogramParts one, HistogramParts other, int schemaMax, HistogramParts into) {
        int schema = Math.min(schemaMax, Math.min(one.schema(), other.schema()));
        double sum =
                Double.longBitsToDouble(one.sumBits()) + Double.longBitsToDouble(other.sumBits());
        into.begin(
                Histogram.Kind.INTEGER,
                schema,
                one.zeroThresholdBits(),
                one.zeroCount() + other.zeroCount(),
                one.count() + other.count(),
                Double.doubleToRawLongBits(sum));
        for (int i = 0; i < one.boundCount(); i++) {
            into.addBound(one.boundBits(i));
        }
        int left = one.schema() - schema;
        int right = other.schema() - schema;
        add(new Side(one.positive(), left), new Side(other.positive(), right), into, true);
        add(new Side(one.negative(), left), new Side(other.negative(), right), into, false);
    }

    private static void add(Side left, Side right, HistogramParts into, boolean positive) {
        while (!left.ended || !right.ended) {
            int index = (int) Math.min(left.index(), right.index());
            long count = left.isAt(index) ? left.take() : 0;
            count += right.isAt(index) ? right.take() : 0;
            if (positive) {
                into.addPositive(index, count);
            } else {
                into.addNegative(index, count);
            }
        }
    }

    private static boolean isCustom(HistogramParts parts) {
        return parts.schema() == Histogram.CUSTOM_BOUNDS;
    }

    private static boolean hasSameBounds(HistogramParts one, HistogramParts other) {
        if (one.boundCount() != other.boundCount()) {
            return false;
        }
        for (int i = 0; i < one.boundCount(); i++) {
            if (one.boundBits(i) != other.boundBits(i)) {
                return false;
            }
        }
        return true;
    }
}
