package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.Distribution;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A number of each native histogram: `histogram_count`, `_sum`, `_avg`, `_stddev`, `_stdvar`.
/// Floats have none.
final class HistogramCall implements Operator {
    private enum Asked {
        COUNT,
        SUM,
        AVERAGE,
        DEVIATION,
        VARIANCE
    }

    private final QueryContext context;
    private final Operator input;
    private final Asked number;
    private final Distribution own = new Distribution();

    private HistogramCall(QueryContext context, Operator input, Asked number) {
        this.context = context;
        this.input = input;
        this.number = number;
    }

    /// Empty if there is no such function.
    static Optional<Operator> named(String name, QueryContext context, Operator input) {
        Optional<Asked> number =
                switch (name) {
                    case "histogram_count" -> Optional.of(Asked.COUNT);
                    case "histogram_sum" -> Optional.of(Asked.SUM);
                    case "histogram_avg" -> Optional.of(Asked.AVERAGE);
                    case "histogram_stddev" -> Optional.of(Asked.DEVIATION);
                    case "histogram_stdvar" -> Optional.of(Asked.VARIANCE);
                    default -> Optional.empty();
                };
        return number.map(asked -> new HistogramCall(context, input, asked));
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return context.dropNames(input.shape());
    }

    @Override
    public void next(Column into) throws IOException {
        input.next(into);
        apply(own, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext other) throws IOException {
        Distribution scratch = new Distribution();
        return input.lane(other)
                .map(values ->
                        (series, into) -> {
                            values.evaluate(series, into);
                            apply(scratch, into);
                        });
    }

    private void apply(Distribution scratch, Column into) {
        into.removeFloats();
        into.dropsName(true);
        for (int step = 0; step < into.steps(); step++) {
            if (into.isPresent(step)) {
                into.set(step, number(into.histogram(step), scratch));
            }
        }
    }

    private double number(FloatHistogram histogram, Distribution scratch) {
        return switch (number) {
            case COUNT -> histogram.count();
            case SUM -> histogram.sum();
            case AVERAGE -> histogram.sum() / histogram.count();
            case DEVIATION -> Math.sqrt(scratch.of(histogram).variance());
            case VARIANCE -> scratch.of(histogram).variance();
        };
    }
}
