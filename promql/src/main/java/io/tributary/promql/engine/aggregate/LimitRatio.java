package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `limit_ratio`: the series whose {@link LabelHash#share} is below the ratio; of a ratio below 0,
/// those that one greater by 1 leaves. Each series is judged by itself, so grouping means nothing.
final class LimitRatio implements Operator {
    private final QueryContext context;
    private final Operator input;
    private final Operator parameter;
    private final Place place;
    private List<Labels> shape = List.of();
    private boolean shaped;
    private Optional<StepParameter> ratio = Optional.empty();
    private int nextSeries;

    /// @param place where the parameter stands in the query
    LimitRatio(QueryContext context, Operator input, Operator parameter, Place place) {
        this.context = context;
        this.input = input;
        this.parameter = parameter;
        this.place = place;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            shape = input.shape();
        }
        return shape.isEmpty() ? SILENT : shape;
    }

    @Override
    public void next(Column into) throws IOException {
        if (ratio.isEmpty()) {
            StepParameter evaluated = StepParameter.of(parameter, into.steps());
            evaluated.requireRatios(context, place);
            ratio = Optional.of(evaluated);
        }
        if (shape.isEmpty()) {
            into.clear();
            return;
        }
        input.next(into);
        limit(shape.get(nextSeries++), ratio.orElseThrow(), into);
    }

    private static void limit(Labels labels, StepParameter ratio, Column into) {
        double share = LabelHash.share(labels);
        for (int step = 0; step < into.steps(); step++) {
            if (into.isPresent(step) && !takes(ratio.at(step), share)) {
                into.remove(step);
            }
        }
    }

    private static boolean takes(double ratio, double share) {
        double limit = Math.clamp(ratio, -1.0, 1.0);
        return limit >= 0 ? share < limit : share >= 1 + limit;
    }
}
