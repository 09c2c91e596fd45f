package io.tributary.promql.engine.binary;

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

/// A vector and a scalar, in either order. A filter lets the vector's values through.
final class WithScalar implements Operator {
    private final QueryContext context;
    private final Rule rule;
    private final Operator vector;
    private final ScalarArguments scalar;
    private final boolean scalarLeft;

    WithScalar(
            QueryContext context,
            Rule rule,
            Operator vector,
            ScalarArguments scalar,
            boolean scalarLeft) {
        this.context = context;
        this.rule = rule;
        this.vector = vector;
        this.scalar = scalar;
        this.scalarLeft = scalarLeft;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return dropsName() ? context.dropNames(vector.shape()) : vector.shape();
    }

    @Override
    public void next(Column into) throws IOException {
        vector.next(into);
        apply(scalar, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext own) throws IOException {
        return scalar.behind(vector.lane(own), this::apply);
    }

    private void apply(ScalarArguments other, Column into) throws IOException {
        if (dropsName()) {
            into.dropsName(true);
        }
        for (int step = 0; step < into.steps(); step++) {
            if (into.isPresent(step)) {
                double value = into.value(step);
                double number = other.at(step)[0];
                into.remove(step);
                rule.write(
                        into,
                        step,
                        scalarLeft ? number : value,
                        scalarLeft ? value : number,
                        value);
            }
        }
    }

    private boolean dropsName() {
        return rule.changesMeaning() || rule.returnBool();
    }
}
