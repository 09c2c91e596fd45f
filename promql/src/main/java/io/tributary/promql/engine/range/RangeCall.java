package io.tributary.promql.engine.range;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import io.tributary.promql.engine.select.Moments;
import io.tributary.promql.engine.select.RangeInput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A function over a window that moves along each series.
public final class RangeCall implements Operator {
    private final QueryContext context;
    private final String name;
    private final RangeFunction function;
    private final RangeInput input;
    private final Moments moments;
    private final long rangeMillis;
    private final ScalarArguments arguments;
    private final String place;
    private final SampleColumn samples = new SampleColumn();
    private final Window window = new Window();
    private List<Labels> inputShape = List.of();
    private int nextSeries;

    private RangeCall(
            QueryContext context,
            String name,
            RangeFunction function,
            RangeInput input,
            Moments moments,
            long rangeMillis,
            ScalarArguments arguments,
            String place) {
        this.context = context;
        this.name = name;
        this.function = function;
        this.input = input;
        this.moments = moments;
        this.rangeMillis = rangeMillis;
        this.arguments = arguments;
        this.place = place;
    }

    /// A call of a function; empty if there is none of this name.
    ///
    /// @param place where the range stands in the query
    public static Optional<Operator> named(
            QueryContext context,
            String name,
            RangeInput input,
            Moments moments,
            long rangeMillis,
            ScalarArguments arguments,
            String place) {
        return RangeFunctions.named(name, context, place)
                .map(function ->
                        new RangeCall(
                                context,
                                name,
                                function,
                                input,
                                moments,
                                rangeMillis,
                                arguments,
                                place));
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        inputShape = input.shape();
        return RangeFunctions.keepsName(name) ? inputShape : context.dropNames(inputShape);
    }

    @Override
    public void next(Column into) throws IOException {
        context.check();
        boolean dropped = input.next(samples);
        into.clear();
        into.dropsName(dropped || !RangeFunctions.keepsName(name));
        if (samples.size() > 0) {
            slide(into);
        }
        if ((name.equals("rate") || name.equals("increase")) && !into.isEmpty()) {
            tellIfNoCounter(inputShape.get(nextSeries).metricName());
        }
        nextSeries++;
    }

    private void slide(Column into) throws IOException {
        window.times = samples.times();
        window.values = samples.values();
        window.from = 0;
        window.to = 0;
        for (int step = 0; step < into.steps(); step++) {
            window.endMillis = moments.time(step);
            window.startMillis = window.endMillis - rangeMillis;
            window.stepMillis = moments.grid().time(step);
            while (window.to < samples.size() && window.times[window.to] <= window.endMillis) {
                window.to++;
            }
            while (window.from < window.to && window.times[window.from] <= window.startMillis) {
                window.from++;
            }
            if (window.to > window.from) {
                window.arguments = arguments.at(step);
                if (function.apply(window)) {
                    into.set(step, window.result);
                }
            }
        }
    }

    private void tellIfNoCounter(String metric) {
        if (!metric.isEmpty()
                && !metric.endsWith("_total")
                && !metric.endsWith("_sum")
                && !metric.endsWith("_count")
                && !metric.endsWith("_bucket")) {
            context.annotations()
                    .info(
                            "metric might not be a counter, name does not end in"
                                    + " _total/_sum/_count/_bucket: \""
                                    + metric
                                    + "\"",
                            place);
        }
    }
}
