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
        if (begins && !add(first, change, metric)) {
            return false;
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
    /// fit together.
    private Optional<HistogramSum> change(Window window, String metric, boolean counter) {
        FloatHistogram first = window.histogram(window.from);
        FloatHistogram last = window.histogram(window.to - 1);
        if (counter && (first.isGauge() || last.isGauge())) {
            notes.notCounter(metric);
        }
        FloatHistogram second = window.histogram(window.from + 1);
        if (counter && isReset(window, window.from + 1, second, first)) {
            // Before a reset its buckets need not fit: it is not looked at.
            first = nothing(second.schema(), second.bounds());
        }
        HistogramSum change = new HistogramSum(last);
        if (!fits(window, metric, first, counter, change) || !change.subtract(first)) {
            notes.mixedSchemas(metric);
            return Optional.empty();
        }
        if (change.hasReconciled()) {
            notes.reconciled(Operation.SUBTRACTION);
        }
        if (!counter) {
            if (!window.histogram(window.from).isGauge() || !last.isGauge()) {
                notes.notGauge(metric);
            }
            return Optional.of(change);
        }
        overlaps.check(window, metric);
        FloatHistogram before = first;
        for (int i = window.from + 1; i < window.to; i++) {
            FloatHistogram current = window.histogram(i);
            if (isReset(window, i, current, before) && !add(before, change, metric)) {
                return Optional.empty();
            }
            before = current;
        }
        return Optional.of(change);
    }

    /// Whether start timestamps or the histograms tell of a reset ahead of a sample.
    private static boolean isReset(
            Window window, int sample, FloatHistogram current, FloatHistogram before) {
        return Starts.isReset(window, sample) || ResetDetection.isReset(current, before);
    }

    /// False if buckets do not fit together.
    private boolean add(FloatHistogram more, HistogramSum change, String metric) {
        boolean reconciled = change.hasReconciled();
        if (!change.add(more)) {
            notes.mixedSchemas(metric);
            return false;
        }
        if (!reconciled && change.hasReconciled()) {
            notes.reconciled(Operation.ADDITION);
        }
        return true;
    }

    /// Whether all that is looked at has one kind of buckets; goes over to the coarsest.
    private boolean fits(
            Window window,
            String metric,
            FloatHistogram first,
            boolean counter,
            HistogramSum change) {
        boolean custom = first.isCustom();
        if (window.histogram(window.to - 1).isCustom() != custom) {
            return false;
        }
        change.reduce(first.schema());
        for (int i = window.from + 1; counter && i < window.to - 1; i++) {
            FloatHistogram current = window.histogram(i);
            if (current.isGauge()) {
                notes.notCounter(metric);
            }
            if (current.isCustom() != custom) {
                return false;
            }
            change.reduce(current.schema());
        }
        return true;
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
