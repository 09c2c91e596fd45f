package io.tributary.promql.engine.range;

import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.HistogramLine;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.histogram.HistogramNotes.Operation;
import io.tributary.promql.engine.histogram.HistogramSum;
import io.tributary.promql.engine.histogram.ResetDetection;

/// `rate`, `increase` and `delta` of native histograms over `anchored` and `smoothed` ranges, as
/// {@link ExtendedRates} of floats (Prometheus: `extendedHistogramRate` in `promql/functions.go`).
/// The results are gauges.
final class ExtendedHistogramRates {
    private final boolean smoothed;
    private final Borders borders;
    private final HistogramNotes notes;

    ExtendedHistogramRates(boolean smoothed, HistogramNotes notes) {
        this.smoothed = smoothed;
        this.borders = new Borders(smoothed);
        this.notes = notes;
    }

    /// The change over a window of histograms only.
    boolean change(Window window, String metric, boolean counter, boolean perSecond) {
        if (!borders.find(window)
                || (smoothed && window.times[borders.first] > window.endMillis)
                || !fits(window, metric, counter)) {
            return false;
        }
        FloatHistogram left =
                borders.isLeftBetween(window)
                        ? onLine(window, borders.first, window.startMillis, counter)
                        : window.histogram(borders.first);
        FloatHistogram right =
                borders.isRightBetween(window)
                        ? onLine(window, borders.last - 1, window.endMillis, counter)
                        : window.histogram(borders.last);
        if (!counter && !(left.isGauge() && right.isGauge())) {
            notes.notGauge(metric);
        }
        HistogramSum change = new HistogramSum(right);
        change.subtract(left);
        if (change.hasReconciled()) {
            notes.reconciled(Operation.SUBTRACTION);
        }
        if (counter) {
            change = withLost(window, left, right, change);
        }
        if (perSecond) {
            change.divide(window.rangeSeconds());
        }
        return window.found(change.result().withHint(ResetHint.GAUGE));
    }

    /// Whether all that is looked at has one kind of buckets.
    private boolean fits(Window window, String metric, boolean counter) {
        boolean custom = window.histogram(borders.first).isCustom();
        for (int i = borders.first; i <= borders.last; i++) {
            FloatHistogram histogram = window.histogram(i);
            if (histogram.isCustom() != custom) {
                notes.mixedSchemas(metric);
                return false;
            }
            if (counter && histogram.isGauge()) {
                notes.notCounter(metric);
            }
        }
        return true;
    }

    private FloatHistogram onLine(Window window, int sample, long time, boolean counter) {
        HistogramLine line =
                new HistogramLine(
                        window.histogram(sample),
                        window.times[sample],
                        window.histogram(sample + 1),
                        window.times[sample + 1]);
        return line.at(time, counter, notes);
    }

    /// The change with what stood before each reset. The last sample is `right` already, or before
    /// it on the line, and has told its reset there; likewise the first two where `left` lies
    /// behind a reset between them.
    private HistogramSum withLost(
            Window window, FloatHistogram left, FloatHistogram right, HistogramSum change) {
        int next = borders.first + 1;
        FloatHistogram before = left;
        if (borders.isLeftBetween(window)
                && ResetDetection.isReset(
                        window.histogram(next), window.histogram(borders.first))) {
            before = window.histogram(next);
            next++;
        }
        if (next > borders.last) {
            return change;
        }
        HistogramSum whole = change;
        for (int i = next; i < borders.last; i++) {
            if (ResetDetection.isReset(window.histogram(i), before)) {
                whole = plus(whole, before);
            }
            before = window.histogram(i);
        }
        return ResetDetection.isReset(right, before) ? plus(whole, before) : whole;
    }

    private HistogramSum plus(HistogramSum sum, FloatHistogram more) {
        HistogramSum whole = new HistogramSum(sum.result());
        whole.add(more);
        if (whole.hasReconciled()) {
            notes.reconciled(Operation.ADDITION);
        }
        return whole;
    }
}
