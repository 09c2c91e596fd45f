package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.ExponentialBounds;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.numeric.KahanSum;

/// A sum of histograms under way. Each number is compensated for what rounding loses.
///
/// Two resolutions meet in the coarser one; two zero buckets in one that is wide enough for both
/// and does not end within a bucket that holds something; two sets of custom bounds in those that
/// both have.
public final class HistogramSum implements RunningHistogram {
    private static final long OBJECT_BYTES = 400;
    private static final long BYTES_PER_BUCKET = 20;

    private final KahanSum zeroCount = new KahanSum();
    private final KahanSum count = new KahanSum();
    private final KahanSum sum = new KahanSum();
    private final BucketSums positive;
    private final BucketSums negative;
    private ResetHint hint;
    private int schema;
    private double zeroThreshold;
    private CustomBounds bounds;
    private boolean collided;
    private boolean reconciled;
    private boolean sawReset;
    private boolean sawNoReset;

    public HistogramSum(FloatHistogram first) {
        zeroCount.set(first.zeroCount(), 0);
        count.set(first.count(), 0);
        sum.set(first.sum(), 0);
        positive = BucketSums.of(first.positive());
        negative = BucketSums.of(first.negative());
        hint = first.hint();
        schema = first.schema();
        zeroThreshold = first.zeroThreshold();
        bounds = first.bounds();
        see(first.hint());
    }

    private HistogramSum(HistogramSum other) {
        zeroCount.copyFrom(other.zeroCount);
        count.copyFrom(other.count);
        sum.copyFrom(other.sum);
        positive = other.positive.copy();
        negative = other.negative.copy();
        hint = other.hint;
        schema = other.schema;
        zeroThreshold = other.zeroThreshold;
        bounds = other.bounds;
        collided = other.collided;
        reconciled = other.reconciled;
        sawReset = other.sawReset;
        sawNoReset = other.sawNoReset;
    }

    public HistogramSum copy() {
        return new HistogramSum(this);
    }

    @Override
    public boolean add(FloatHistogram other) {
        return combine(other, 1);
    }

    /// Subtracts a histogram; as {@link #add}.
    public boolean subtract(FloatHistogram other) {
        return combine(other, -1);
    }

    /// Whether a hint and that of the sum it was added to were against each other.
    public boolean hasCollided() {
        return collided;
    }

    @Override
    public boolean sawConflict() {
        return sawReset && sawNoReset;
    }

    @Override
    public boolean hasReconciled() {
        return reconciled;
    }

    /// Whether another has custom bounds as this, but not the same.
    public boolean hasOtherBounds(FloatHistogram other) {
        return isCustom() && other.isCustom() && !bounds.equals(other.bounds());
    }

    public void scale(double factor) {
        zeroCount.scale(factor);
        count.scale(factor);
        sum.scale(factor);
        positive.scale(factor);
        negative.scale(factor);
        gaugeIf(factor < 0);
    }

    /// Divides all of it; by 0, no buckets are left.
    public void divide(double divisor) {
        zeroCount.divide(divisor);
        count.divide(divisor);
        sum.divide(divisor);
        positive.divide(divisor);
        negative.divide(divisor);
        gaugeIf(divisor < 0);
    }

    /// Goes over to a schema, if it is coarser.
    public void reduce(int coarser) {
        if (coarser < schema) {
            positive.reduce(schema - coarser);
            negative.reduce(schema - coarser);
            schema = coarser;
        }
    }

    /// Whether any number is infinite.
    public boolean hasOverflow() {
        return Double.isInfinite(zeroCount.sum())
                || Double.isInfinite(count.sum())
                || Double.isInfinite(sum.sum())
                || positive.hasOverflow()
                || negative.hasOverflow();
    }

    /// All observations so far.
    public double count() {
        return count.total();
    }

    @Override
    public FloatHistogram result() {
        return new FloatHistogram(
                hint,
                schema,
                zeroThreshold,
                exactly(zeroCount),
                exactly(count),
                exactly(sum),
                positive.result(),
                negative.result(),
                bounds);
    }

    /// A total that keeps the sign of a zero of which nothing was lost.
    private static double exactly(KahanSum number) {
        return number.lost() == 0 ? number.sum() : number.total();
    }

    @Override
    public long sizeBytes() {
        return OBJECT_BYTES + BYTES_PER_BUCKET * (positive.size() + negative.size());
    }

    /// What the zero bucket counts once it reaches as far as `threshold`, or as far as the bucket
    /// that holds something there. What falls into it is no bucket of its own any more.
    void widenZero(double threshold) {
        double reach = threshold;
        int positives = 0;
        int negatives = 0;
        double before;
        do {
            before = reach;
            positives = within(positive, reach);
            reach = Math.max(reach, reached(positive, positives));
            negatives = within(negative, reach);
            reach = Math.max(reach, reached(negative, negatives));
        } while (reach != before);
        absorb(positive, positives);
        absorb(negative, negatives);
        zeroThreshold = reach;
    }

    double zeroThreshold() {
        return zeroThreshold;
    }

    private boolean combine(FloatHistogram other, int sign) {
        if (other.isCustom() != isCustom()) {
            return false;
        }
        see(other.hint());
        adjustHint(other.hint());
        FloatHistogram fitting = isCustom() ? other : fitZero(other);
        zeroCount.add(sign * fitting.zeroCount());
        count.add(sign * fitting.count());
        sum.add(sign * fitting.sum());
        if (isCustom()) {
            addCustom(fitting, sign);
            return true;
        }
        reduce(fitting.schema());
        positive.add(fitting.positive(), fitting.schema() - schema, sign);
        negative.add(fitting.negative(), fitting.schema() - schema, sign);
        return true;
    }

    private void addCustom(FloatHistogram other, int sign) {
        if (!hasOtherBounds(other)) {
            positive.add(other.positive(), 0, sign);
            return;
        }
        reconciled = true;
        CustomBounds both = bounds.intersect(other.bounds());
        positive.reduce(bounds, both);
        BucketSums others = BucketSums.of(other.positive());
        others.reduce(other.bounds(), both);
        positive.add(others.result(), 0, sign);
        bounds = both;
    }

    /// Widens this zero bucket and the other's until both are the same.
    private FloatHistogram fitZero(FloatHistogram other) {
        if (!(other.zeroThreshold() < zeroThreshold || other.zeroThreshold() > zeroThreshold)) {
            return other;
        }
        HistogramSum wider = new HistogramSum(other);
        while (wider.zeroThreshold != zeroThreshold) {
            if (wider.zeroThreshold < zeroThreshold) {
                wider.widenZero(zeroThreshold);
            }
            if (zeroThreshold < wider.zeroThreshold) {
                widenZero(wider.zeroThreshold);
            }
        }
        return wider.result();
    }

    /// How many buckets begin below `reach`.
    private int within(BucketSums buckets, double reach) {
        int count = 0;
        while (count < buckets.size()
                && ExponentialBounds.upper(buckets.index(count) - 1, schema) < reach) {
            count++;
        }
        return count;
    }

    /// Where the last of these ends; one of 0 reaches nowhere.
    private double reached(BucketSums buckets, int within) {
        return within == 0 || buckets.count(within - 1) == 0
                ? 0
                : ExponentialBounds.upper(buckets.index(within - 1), schema);
    }

    private void absorb(BucketSums buckets, int absorbed) {
        for (int i = 0; i < absorbed; i++) {
            zeroCount.add(buckets.count(i));
            zeroCount.add(buckets.lost(i));
        }
        buckets.dropFirst(absorbed);
    }

    private boolean isCustom() {
        return schema == Histogram.CUSTOM_BOUNDS;
    }

    private void see(ResetHint seen) {
        sawReset |= seen == ResetHint.RESET;
        sawNoReset |= seen == ResetHint.NO_RESET;
    }

    private void adjustHint(ResetHint other) {
        if (other == hint || hint == ResetHint.GAUGE) {
            return;
        }
        if (other == ResetHint.GAUGE) {
            hint = ResetHint.GAUGE;
            return;
        }
        collided |= hint != ResetHint.UNKNOWN && other != ResetHint.UNKNOWN;
        hint = ResetHint.UNKNOWN;
    }

    private void gaugeIf(boolean negated) {
        if (negated) {
            hint = ResetHint.GAUGE;
        }
    }
}
