package io.tributary.promql.engine.binary;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.io.IOException;
import java.util.List;

/// Two scalars; a comparison gives 0 or 1.
final class ScalarPair implements Operator {
    private static final List<Labels> SHAPE = List.of(Labels.empty());

    private final Rule rule;
    private final ScalarArguments operands;

    ScalarPair(Rule rule, ScalarArguments operands) {
        this.rule = rule;
        this.operands = operands;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() {
        return SHAPE;
    }

    @Override
    public void next(Column into) throws IOException {
        if (!rule.takesFloats()) {
            throw new EvaluationException(
                    "operator \""
                            + rule.operator().symbol()
                            + "\" not allowed for Scalar operations");
        }
        into.clear();
        for (int step = 0; step < into.steps(); step++) {
            double[] both = operands.at(step);
            rule.write(into, step, both[0], both[1], both[0]);
        }
    }
}
