package io.tributary.promql.engine.operator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The scalar arguments of a call, evaluated once for all steps when first asked for.
public final class ScalarArguments {
    private final List<Operator> operators;
    private final int steps;
    private final List<Column> columns = new ArrayList<>();
    private final double[] values;

    public ScalarArguments(List<Operator> operators, int steps) {
        this.operators = List.copyOf(operators);
        this.steps = steps;
        this.values = new double[operators.size()];
    }

    public int count() {
        return operators.size();
    }

    /// The arguments at a step; the same array at each call.
    ///
    /// @throws IOException if stored data cannot be read
    public double[] at(int step) throws IOException {
        evaluate();
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value(step);
        }
        return values;
    }

    /// The same arguments for another thread; evaluates them now.
    ///
    /// @throws IOException if stored data cannot be read
    public ScalarArguments shared() throws IOException {
        evaluate();
        ScalarArguments other = new ScalarArguments(operators, steps);
        other.columns.addAll(columns);
        return other;
    }

    private void evaluate() throws IOException {
        if (columns.size() == operators.size()) {
            return;
        }
        for (Operator operator : operators) {
            if (operator.shape().size() != 1) {
                throw new IllegalStateException("BUG: a scalar of " + operator.shape());
            }
            Column column = new Column(steps);
            operator.next(column);
            columns.add(column);
        }
    }
}
