package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;

/// 1 at each step at which no series of the input has a value.
final class Absent implements Operator {
    private final QueryContext context;
    private final Operator input;
    private final Labels labels;

    /// @param labels what the selector says the missing series would have had
    Absent(QueryContext context, Operator input, Labels labels) {
        this.context = context;
        this.input = input;
        this.labels = labels;
    }

    @Override
    public Kind kind() {
        return Kind.FOLD;
    }

    @Override
    public List<Labels> shape() {
        return List.of(labels);
    }

    @Override
    public void next(Column into) throws IOException {
        long[] seen = new long[Column.words(into.steps())];
        int series = input.shape().size();
        Column column = context.column(into.steps(), "absent");
        for (int i = 0; i < series; i++) {
            context.check();
            input.next(column);
            column.addPresenceTo(seen);
        }
        into.clear();
        into.fill(1);
        into.removeAll(seen);
    }
}
