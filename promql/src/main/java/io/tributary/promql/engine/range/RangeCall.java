package io.tributary.promql.engine.range;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import io.tributary.promql.engine.select.Moments;
import io.tributary.promql.engine.select.RangeInput;
import io.tributary.promql.engine.select.Windows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A function over a window that moves along each series.
public final class RangeCall implements Operator {
    private final QueryContext context;
    private final String name;
    private final Windows windows;
    private final ScalarArguments arguments;
    private final Place place;
    private final Slide own;
    private List<Labels> inputShape = List.of();
    private int nextSeries;

    private RangeCall(
            QueryContext context,
            String name,
            RangeFunction function,
            Windows windows,
            ScalarArguments arguments,
            Place place) {
        this.context = context;
        this.name = name;
        this.windows = windows;
        this.arguments = arguments;
        this.place = place;
        this.own = new Slide(context, function, arguments);
    }

    /// A call of a function; empty if there is none of this name.
    ///
    /// @param place where the range stands in the query
    public static Optional<Operator> named(
            QueryContext context,
            String name,
            Windows windows,
            ScalarArguments arguments,
            Place place) {
        return RangeFunctions.named(name, windows.reach().extension(), context, place)
                .map(function -> new RangeCall(context, name, function, windows, arguments, place));
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        inputShape = windows.input().shape();
        return RangeFunctions.keepsName(name) ? inputShape : context.dropNames(inputShape);
    }

    @Override
    public void next(Column into) throws IOException {
        context.check();
        own.along(windows.input().next(), windows.input().dropsName(), nextSeries++, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext other) throws IOException {
        Optional<RangeInput.RangeLane> samples = windows.input().lane(other);
        Optional<RangeFunction> function =
                RangeFunctions.named(name, windows.reach().extension(), other, place);
        if (samples.isEmpty() || function.isEmpty()) {
            return Optional.empty();
        }
        RangeInput.RangeLane reader = samples.get();
        Slide slide = new Slide(other, function.get(), arguments.shared());
        return Optional.of((series, into) ->
                slide.along(reader.read(series), reader.dropsName(), series, into));
    }

    private boolean isRate() {
        return name.equals("rate") || name.equals("increase");
    }

    /// The window as one thread moves it.
    private final class Slide {
        private final RangeFunction function;
        private final ScalarArguments arguments;
        private final Window window = new Window();
        private final OverHistograms histograms;
        private final CounterCheck counters;
        private final StartOverlaps overlaps;
        private final boolean looksAtStarts;
        private final boolean tellsOverlaps;
        private final Optional<RateSweep> sweep;

        Slide(QueryContext context, RangeFunction function, ScalarArguments arguments) {
            this.function = function;
            this.arguments = arguments;
            this.histograms =
                    new OverHistograms(
                            name,
                            windows.reach().extension(),
                            function,
                            new HistogramNotes(context.annotations(), place));
            this.counters = new CounterCheck(context, place);
            this.overlaps = new StartOverlaps(context.annotations(), place);
            this.looksAtStarts =
                    context.semantics().startTimestamps() && RangeFunctions.looksAtStarts(name);
            boolean plain = windows.reach().extension() == Extension.NONE;
            this.tellsOverlaps = isRate() && plain;
            this.sweep =
                    plain && RateSweep.knows(name)
                            ? Optional.of(RateSweep.of(name))
                            : Optional.empty();
        }

        void along(SampleColumn samples, boolean dropped, int series, Column into)
                throws IOException {
            into.clear();
            into.dropsName(dropped || !RangeFunctions.keepsName(name));
            if (samples.size() == 0) {
                return;
            }
            if (sweep.isPresent() && isOfPlainFloats(samples)) {
                sweep.get().sweep(samples, windows.moments(), windows.rangeMillis(), into);
            } else {
                slide(samples, series, into);
            }
            windows.count(samples);
            if (isRate() && into.hasFloats()) {
                counters.check(inputShape.get(series));
            }
        }

        private boolean isOfPlainFloats(SampleColumn samples) {
            return !samples.hasHistograms() && (!looksAtStarts || samples.starts().length == 0);
        }

        private void slide(SampleColumn samples, int series, Column into) throws IOException {
            window.reset(samples);
            window.starts = looksAtStarts ? samples.starts() : Starts.NONE;
            long[] times = window.times;
            double[] values = window.values;
            int size = samples.size();
            boolean parameterized = arguments.count() > 0;
            String metric =
                    samples.hasHistograms() || window.starts.length > 0
                            ? inputShape.get(series).metricName()
                            : "";
            long range = windows.rangeMillis();
            Moments moments = windows.moments();
            long stride = moments.strideMillis();
            long end = moments.first();
            long before = windows.reach().beforeMillis();
            long behind = windows.reach().behindMillis();
            int from = 0;
            int to = 0;
            for (int step = 0; step < into.steps(); step++, end += stride) {
                long start = end - range;
                while (to < size && times[to] <= end + behind) {
                    if (to > 0 && values[to] < values[to - 1]) {
                        window.lastDecrease = to;
                    }
                    to++;
                }
                while (from < to && times[from] <= start - before) {
                    from++;
                }
                if (to == from) {
                    continue;
                }
                window.from = from;
                window.to = to;
                window.startMillis = start;
                window.endMillis = end;
                window.stepMillis = moments.grid().time(step);
                if (parameterized) {
                    window.arguments = arguments.at(step);
                }
                apply(samples.hasHistograms(), metric, step, into);
            }
        }

        private void apply(boolean maybeHistograms, String metric, int step, Column into) {
            int count = maybeHistograms ? window.histogramCount() : 0;
            if (count == 0 && tellsOverlaps) {
                overlaps.check(window, metric);
            }
            boolean found =
                    count == 0 ? function.apply(window) : histograms.apply(window, count, metric);
            if (found && window.foundHistogram) {
                into.set(step, window.histogram);
            } else if (found) {
                into.set(step, window.result);
            }
        }
    }
}
