package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Takes away the steps at which `clamp` has its bounds crossed: it has no result there.
final class Clamp implements Operator {
    private final Operator input;
    private final ScalarArguments bounds;

    Clamp(Operator input, ScalarArguments bounds) {
        this.input = input;
        this.bounds = bounds;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return input.shape();
    }

    @Override
    public void next(Column into) throws IOException {
        input.next(into);
        apply(bounds, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext own) throws IOException {
        return bounds.behind(input.lane(own), Clamp::apply);
    }

    private static void apply(ScalarArguments bounds, Column into) throws IOException {
        for (int step = 0; step < into.steps(); step++) {
            double[] both = bounds.at(step);
            if (both[1] < both[0]) {
                into.remove(step);
            }
        }
    }
}
