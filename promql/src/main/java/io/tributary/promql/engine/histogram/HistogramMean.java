package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.FloatHistogram;

/// A mean of histograms given one by one, as {@link io.tributary.promql.engine.numeric.Mean} is one
/// of floats: the sum over the count, until a number of the sum overflows; from there on
/// incrementally.
public final class HistogramMean implements RunningHistogram {
    private HistogramSum sum;
    private double count = 1;
    private boolean incremental;

    public HistogramMean(FloatHistogram first) {
        sum = new HistogramSum(first);
    }

    @Override
    public boolean add(FloatHistogram histogram) {
        count++;
        if (!incremental) {
            HistogramSum next = sum.copy();
            if (!next.add(histogram)) {
                return false;
            }
            if (!next.hasOverflow()) {
                sum = next;
                return true;
            }
            incremental = true;
            sum.divide(count - 1);
        }
        sum.scale((count - 1) / count);
        HistogramSum share = new HistogramSum(histogram);
        share.divide(count);
        return sum.add(share.result());
    }

    @Override
    public boolean hasReconciled() {
        return sum.hasReconciled();
    }

    @Override
    public boolean sawConflict() {
        return sum.sawConflict();
    }

    @Override
    public FloatHistogram result() {
        if (!incremental) {
            sum.divide(count);
        }
        return sum.result();
    }

    @Override
    public long sizeBytes() {
        return sum.sizeBytes();
    }
}
