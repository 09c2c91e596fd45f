package io.tributary.promql.engine;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import java.io.IOException;
import java.util.List;

/// Evaluates what does not change with time at one step, and copies it to all.
final class Once implements Operator {
    private final Operator input;
    private final Column single = new Column(1);

    /// @param input planned on the grid's first step only
    Once(Operator input) {
        this.input = input;
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
        input.next(single);
        into.clear();
        into.dropsName(single.dropsName());
        if (single.isPresent(0)) {
            for (int step = 0; step < into.steps(); step++) {
                if (single.isHistogram(0)) {
                    into.set(step, single.histogram(0));
                } else {
                    into.set(step, single.value(0));
                }
            }
        }
    }
}
