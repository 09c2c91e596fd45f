package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;

/// `scalar`: the value at a step at which exactly one series has one, else NaN.
final class OnlyValue implements Operator {
    private static final List<Labels> SHAPE = List.of(Labels.empty());

    private final QueryContext context;
    private final Operator input;

    OnlyValue(QueryContext context, Operator input) {
        this.context = context;
        this.input = input;
    }

    @Override
    public Kind kind() {
        return Kind.FOLD;
    }

    @Override
    public List<Labels> shape() {
        return SHAPE;
    }

    @Override
    public void next(Column into) throws IOException {
        into.clear();
        long[] several = new long[Column.words(into.steps())];
        int series = input.shape().size();
        Column column = context.column(into.steps(), "scalar");
        for (int i = 0; i < series; i++) {
            context.check();
            input.next(column);
            column.removeHistograms();
            for (int word = 0; word < several.length; word++) {
                several[word] |= into.presence()[word] & column.presence()[word];
            }
            for (int step = 0; step < into.steps(); step++) {
                if (column.isPresent(step)) {
                    into.set(step, column.value(step));
                }
            }
        }
        into.removeAll(several);
        for (int step = 0; step < into.steps(); step++) {
            if (!into.isPresent(step)) {
                into.set(step, Double.NaN);
            }
        }
    }
}
