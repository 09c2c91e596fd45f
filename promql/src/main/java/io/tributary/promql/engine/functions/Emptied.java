package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;

/// No value, once the input was read: it may fail the query.
final class Emptied implements Operator {
    private final QueryContext context;
    private final Operator input;

    Emptied(QueryContext context, Operator input) {
        this.context = context;
        this.input = input;
    }

    @Override
    public Kind kind() {
        return Kind.FOLD;
    }

    @Override
    public List<Labels> shape() {
        return SILENT;
    }

    @Override
    public void next(Column into) throws IOException {
        int series = input.shape().size();
        for (int i = 0; i < series; i++) {
            context.check();
            input.next(into);
        }
        into.clear();
    }
}
