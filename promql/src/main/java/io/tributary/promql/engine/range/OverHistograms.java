package io.tributary.promql.engine.range;

import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.engine.histogram.HistogramMean;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.histogram.HistogramNotes.Operation;
import io.tributary.promql.engine.histogram.HistogramSum;
import io.tributary.promql.engine.histogram.ResetDetection;
import io.tributary.promql.engine.histogram.RunningHistogram;

/// What range functions make of windows that hold native histograms, alone or among floats. One
/// instance serves one call of a query on one thread.
final class OverHistograms {
    /// How a function takes histograms.
    private enum Reading {
        /// Looks at the floats only.
        NONE,
        /// Looks at times only.
        TIMES,
        FIRST,
        LAST,
        CHANGES,
        RESETS,
        SUM,
        MEAN,
        RATE,
        INCREASE,
        DELTA,
        IRATE,
        IDELTA
    }

    /// How much histograms change over a window.
    @FunctionalInterface
    private interface Change {
        boolean apply(Window window, String metric, boolean counter, boolean perSecond);
    }

    private final RangeFunction function;
    private final Reading reading;
    private final HistogramNotes notes;
    private final HistogramRates rates;
    private final Change change;
    private final boolean anchored;
    private final boolean judgesArguments;

    /// A window of the floats alone, and where they are.
    private final Window floats = new Window();

    private final SampleColumn floatSamples = new SampleColumn();

    /// @param extension of the range
    OverHistograms(String name, Extension extension, RangeFunction function, HistogramNotes notes) {
        this.function = function;
        this.reading = reading(name);
        this.notes = notes;
        this.rates = new HistogramRates(notes);
        this.change = change(extension, notes);
        this.anchored = extension == Extension.ANCHORED;
        this.judgesArguments = name.equals("double_exponential_smoothing");
    }

    private Change change(Extension extension, HistogramNotes said) {
        return extension == Extension.NONE
                ? rates::extrapolated
                : new ExtendedHistogramRates(extension == Extension.SMOOTHED, said)::change;
    }

    private static Reading reading(String name) {
        return switch (name) {
            case "count_over_time",
                    "present_over_time",
                    "absent_over_time",
                    "ts_of_first_over_time",
                    "ts_of_last_over_time" ->
                    Reading.TIMES;
            case "first_over_time" -> Reading.FIRST;
            case "last_over_time" -> Reading.LAST;
            case "changes" -> Reading.CHANGES;
            case "resets" -> Reading.RESETS;
            case "sum_over_time" -> Reading.SUM;
            case "avg_over_time" -> Reading.MEAN;
            case "rate" -> Reading.RATE;
            case "increase" -> Reading.INCREASE;
            case "delta" -> Reading.DELTA;
            case "irate" -> Reading.IRATE;
            case "idelta" -> Reading.IDELTA;
            default -> Reading.NONE;
        };
    }

    /// As {@link RangeFunction#apply}.
    ///
    /// @param histograms how many of the window's samples are histograms, one at least
    /// @param metric the series' name
    boolean apply(Window window, int histograms, String metric) {
        boolean mixed = histograms < window.size();
        return switch (reading) {
            case NONE -> ofFloats(window, metric);
            case TIMES -> function.apply(window);
            case FIRST -> ofSample(window, window.from);
            case LAST -> ofSample(window, window.to - 1);
            case CHANGES -> isAnchored(window) && window.found(changes(window));
            case RESETS -> isAnchored(window) && window.found(resets(window));
            case SUM ->
                    !isMixed(mixed, metric)
                            && combined(
                                    new HistogramSum(window.histogram(window.from)),
                                    window,
                                    metric);
            case MEAN ->
                    !isMixed(mixed, metric)
                            && combined(
                                    new HistogramMean(window.histogram(window.from)),
                                    window,
                                    metric);
            case RATE -> !isMixed(mixed, metric) && change.apply(window, metric, true, true);
            case INCREASE -> !isMixed(mixed, metric) && change.apply(window, metric, true, false);
            case DELTA -> !isMixed(mixed, metric) && change.apply(window, metric, false, false);
            case IRATE -> ofLastTwo(window, metric, true);
            case IDELTA -> ofLastTwo(window, metric, false);
        };
    }

    /// Goes over to the samples from the anchor on, where the range has one; false if none are
    /// left.
    private boolean isAnchored(Window window) {
        return !anchored || window.anchor();
    }

    private boolean isMixed(boolean mixed, String metric) {
        if (mixed) {
            notes.mixedRange(metric);
        }
        return mixed;
    }

    private boolean ofFloats(Window window, String metric) {
        floatSamples.clear();
        for (int i = window.from; i < window.to; i++) {
            if (!window.samples.isHistogram(i)) {
                floatSamples.add(window.times[i], window.values[i]);
            }
        }
        floats.reset(floatSamples);
        floats.from = 0;
        floats.to = floatSamples.size();
        floats.startMillis = window.startMillis;
        floats.endMillis = window.endMillis;
        floats.stepMillis = window.stepMillis;
        floats.arguments = window.arguments;
        if (floats.size() == 0) {
            return judgesArguments && function.apply(floats);
        }
        notes.ignoredInRange(metric);
        return function.apply(floats) && window.found(floats.result);
    }

    private static boolean ofSample(Window window, int index) {
        return window.samples.isHistogram(index)
                ? window.found(window.histogram(index))
                : window.found(window.values[index]);
    }

    private boolean ofLastTwo(Window window, String metric, boolean counter) {
        if (window.size() < 2) {
            return false;
        }
        boolean last = window.samples.isHistogram(window.to - 1);
        boolean before = window.samples.isHistogram(window.to - 2);
        if (last != before) {
            notes.mixedRange(metric);
            return false;
        }
        return last ? rates.lastTwo(window, metric, counter) : function.apply(window);
    }

    private static int changes(Window window) {
        int changes = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            changes += isChange(window, i) ? 1 : 0;
        }
        return changes;
    }

    private static boolean isChange(Window window, int index) {
        boolean now = window.samples.isHistogram(index);
        if (now != window.samples.isHistogram(index - 1)) {
            return true;
        }
        return now
                ? !window.histogram(index).isSameAs(window.histogram(index - 1))
                : differ(window.values[index], window.values[index - 1]);
    }

    private static boolean differ(double value, double before) {
        return value != before && !(Double.isNaN(value) && Double.isNaN(before));
    }

    private static int resets(Window window) {
        int resets = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            resets += isReset(window, i) ? 1 : 0;
        }
        return resets;
    }

    private static boolean isReset(Window window, int index) {
        boolean now = window.samples.isHistogram(index);
        if (now != window.samples.isHistogram(index - 1) || Starts.isReset(window, index)) {
            return true;
        }
        return now
                ? ResetDetection.isReset(window.histogram(index), window.histogram(index - 1))
                : window.values[index] < window.values[index - 1];
    }

    private boolean combined(RunningHistogram first, Window window, String metric) {
        for (int i = window.from + 1; i < window.to; i++) {
            if (!first.add(window.histogram(i))) {
                notes.mixedSchemas(metric);
                return false;
            }
        }
        if (first.sawConflict()) {
            notes.collision(Operation.AGGREGATION);
        }
        if (first.hasReconciled()) {
            notes.reconciled(Operation.AGGREGATION);
        }
        return window.found(first.result());
    }
}
