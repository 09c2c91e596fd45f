package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Takes away native histograms.
final class FloatsOnly implements Operator {
    private final Operator input;

    FloatsOnly(Operator input) {
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
        input.next(into);
        into.removeHistograms();
    }

    @Override
    public Optional<Lane> lane(QueryContext own) throws IOException {
        return input.lane(own)
                .map(values ->
                        (series, into) -> {
                            values.evaluate(series, into);
                            into.removeHistograms();
                        });
    }
}
