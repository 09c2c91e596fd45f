package io.tributary.promql.engine.range;

import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.select.Moments;

/// `rate`, `increase` and `delta` over a whole series of floats that do not say since when they
/// count: the same bits as {@link Rates} window by window, without a call for each.
///
/// What a change is to be multiplied by depends on how far the first and the last sample lie from
/// the window's borders and how many there are, and of a counter on where it would have been zero.
/// Scrapes at even distances give window after window the same distances: the factor of the window
/// before is kept, and made anew only where they differ.
///
/// Owned by one thread.
final class RateSweep {
    private final boolean counter;
    private final boolean perSecond;

    /// The window whose factor is kept: from its start to the first sample, from the last sample to
    /// its end, and how many there are.
    private long headMillis;

    private long tailMillis;
    private int count;
    private double sampled;
    private double toStart;
    private double toEnd;
    private double factor;

    private RateSweep(boolean counter, boolean perSecond) {
        this.counter = counter;
        this.perSecond = perSecond;
    }

    /// Of one of the functions this class knows.
    static RateSweep of(String name) {
        return new RateSweep(!name.equals("delta"), name.equals("rate"));
    }

    static boolean knows(String name) {
        return name.equals("rate") || name.equals("increase") || name.equals("delta");
    }

    /// Sets each step whose window has two samples at least.
    void sweep(SampleColumn samples, Moments moments, long rangeMillis, Column into) {
        long[] times = samples.times();
        double[] values = samples.values();
        int size = samples.size();
        double rangeSeconds = rangeMillis / 1000.0;
        long stride = moments.strideMillis();
        long end = moments.first();
        int from = 0;
        int to = 0;
        int lastDecrease = 0;
        count = 0;
        for (int step = 0; step < into.steps(); step++, end += stride) {
            while (to < size && times[to] <= end) {
                if (to > 0 && values[to] < values[to - 1]) {
                    lastDecrease = to;
                }
                to++;
            }
            long start = end - rangeMillis;
            while (from < to && times[from] <= start) {
                from++;
            }
            if (to - from < 2) {
                continue;
            }
            keep(times[from] - start, end - times[to - 1], to - from, rangeMillis);
            double first = values[from];
            double change = values[to - 1] - first;
            if (counter && lastDecrease > from) {
                change = Rates.withDecreases(change, values, from, lastDecrease);
            }
            into.set(step, change * factor(change, first, rangeSeconds));
        }
    }

    private void keep(long head, long tail, int samples, long rangeMillis) {
        if (head == headMillis && tail == tailMillis && samples == count) {
            return;
        }
        headMillis = head;
        tailMillis = tail;
        count = samples;
        sampled = (rangeMillis - head - tail) / 1000.0;
        double meanGap = sampled / (samples - 1);
        toStart = Rates.toBorder(head, meanGap);
        toEnd = Rates.toBorder(tail, meanGap);
        factor = Rates.factor(sampled, toStart, toEnd, rangeMillis / 1000.0, perSecond);
    }

    private double factor(double change, double first, double rangeSeconds) {
        if (counter && change > 0 && first >= 0) {
            double toZero = sampled * (first / change);
            if (toZero < toStart) {
                return Rates.factor(sampled, toZero, toEnd, rangeSeconds, perSecond);
            }
        }
        return factor;
    }
}
