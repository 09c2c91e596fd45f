package io.tributary.promql.engine.range;

import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.histogram.HistogramNotes.Operation;
import io.tributary.promql.engine.histogram.HistogramSum;
import io.tributary.promql.engine.histogram.ResetDetection;
import java.util.Optional;

/// How much, and how fast, native histograms change over a window; as {@link Rates} of floats
/// (Prometheus: `histogramRate`, `instantValue` in `promql/functions.go`). The results are gauges.
final class HistogramRates {
    private final HistogramNotes notes;
    private final StartOverlaps overlaps;

    HistogramRates(HistogramNotes notes) {
        this.notes = notes;
        this.overlaps = new StartOverlaps(notes.annotations(), notes.place());
    }

    /// `rate`, `increase`, `delta` of a window of histograms only.
    boolean extrapolated(Window window, String metric, boolean counter, boolean perSecond) {
        FloatHistogram first = window.histogram(window.from);
        boolean begins = Starts.beginsInside(window);
        if (window.size() < 2) {
            return begins && onlyOne(window, first, perSecond);
        }
        Optional<HistogramSum> changed = change(window, metric, counter);
        if (changed.isEmpty()) {
            return false;
        }
        HistogramSum change = changed.get();
        if (begins && first.isCustom() != window.histogram(window.to - 1).isCustom()) {
            notes.mixedSchemas(metric);
            return false;
        }
        if (begins) {
            add(first, change);
        }
        change.scale(Rates.factor(window, counter, change.count(), first.count(), perSecond));
        return window.found(change.result().withHint(ResetHint.GAUGE));
    }

    /// All that was counted since a time within the window, of its only sample.
    private static boolean onlyOne(Window window, FloatHistogram only, boolean perSecond) {
        HistogramSum change = new HistogramSum(only);
        change.scale(Rates.factor(window, true, only.count(), only.count(), perSecond));
        return window.found(change.result());
    }

    /// `irate`, `idelta` of a window whose last two samples are histograms.
    boolean lastTwo(Window window, String metric, boolean counter) {
        FloatHistogram last = window.histogram(window.to - 1);
        FloatHistogram before = window.histogram(window.to - 2);
        boolean gauges = last.isGauge() && before.isGauge();
        if (counter && (last.isGauge() || before.isGauge())) {
            notes.notCounter(metric);
        }
        if (!counter && !gauges) {
            notes.notGauge(metric);
        }
        HistogramSum change = new HistogramSum(last);
        if (!counter || !isReset(window, window.to - 1, last, before)) {
            if (!change.subtract(before)) {
                notes.mixedSchemas(metric);
                return false;
            }
            if (change.hasReconciled()) {
                notes.reconciled(Operation.SUBTRACTION);
            }
        }
        if (counter) {
            long gapMillis = window.times[window.to - 1] - window.times[window.to - 2];
            change.divide(gapMillis / 1000.0);
        }
        return window.found(change.result().withHint(ResetHint.GAUGE));
    }

    /// Last less first; of a counter, plus what stood before each reset. Empty where buckets do not
    /// fit together: then nothing else is said.
    private Optional<HistogramSum> change(Window window, String metric, boolean counter) {
        FloatHistogram first = window.histogram(window.from);
        FloatHistogram last = window.histogram(window.to - 1);
        boolean gauges = first.isGauge() || last.isGauge();
        boolean allGauges = first.isGauge() && last.isGauge();
        FloatHistogram second = window.histogram(window.from + 1);
        if (counter && isReset(window, window.from + 1, second, first)) {
            // Before a reset its buckets need not fit: it is not looked at.
            first = nothing(second.schema(), second.bounds());
        }
        if (first.isCustom() != last.isCustom()) {
            if (counter && gauges) {
                notes.notCounter(metric);
            }
            notes.mixedSchemas(metric);
            return Optional.empty();
        }
        HistogramSum change = new HistogramSum(last);
        change.reduce(first.schema());
        for (int i = window.from + 1; counter && i < window.to - 1; i++) {
            FloatHistogram current = window.histogram(i);
            gauges |= current.isGauge();
            if (current.isCustom() != last.isCustom()) {
                notes.mixedSchemas(metric);
                return Optional.empty();
            }
            change.reduce(current.schema());
        }
        subtract(first, change);
        if (counter) {
            addLost(window, first, change);
            overlaps.check(window, metric);
        }
        if (counter && gauges) {
            notes.notCounter(metric);
        }
        if (!counter && !allGauges) {
            notes.notGauge(metric);
        }
        return Optional.of(change);
    }

    private void subtract(FloatHistogram first, HistogramSum change) {
        if (change.hasOtherBounds(first)) {
            notes.reconciled(Operation.SUBTRACTION);
        }
        change.subtract(first);
    }

    private void addLost(Window window, FloatHistogram first, HistogramSum change) {
        FloatHistogram before = first;
        for (int i = window.from + 1; i < window.to; i++) {
            FloatHistogram current = window.histogram(i);
            if (isReset(window, i, current, before)) {
                add(before, change);
            }
            before = current;
        }
    }

    private void add(FloatHistogram more, HistogramSum change) {
        if (change.hasOtherBounds(more)) {
            notes.reconciled(Operation.ADDITION);
        }
        change.add(more);
    }

    /// Whether start timestamps or the histograms tell of a reset ahead of a sample.
    private static boolean isReset(
            Window window, int sample, FloatHistogram current, FloatHistogram before) {
        return Starts.isReset(window, sample) || ResetDetection.isReset(current, before);
    }

    private static FloatHistogram nothing(int schema, CustomBounds bounds) {
        return new FloatHistogram(
                ResetHint.UNKNOWN,
                schema,
                0,
                0,
                0,
                0,
                FloatBuckets.NONE,
                FloatBuckets.NONE,
                bounds);
    }
}
