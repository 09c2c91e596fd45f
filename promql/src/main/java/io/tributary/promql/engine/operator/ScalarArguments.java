package io.tributary.promql.engine.operator;

import io.tributary.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /// What is done to a column with arguments.
    @FunctionalInterface
    public interface Use {
        void apply(ScalarArguments arguments, Column column) throws IOException;
    }

    /// The lane of an input whose columns these arguments are then used on, copied for its thread;
    /// empty where the input has none.
    ///
    /// @throws IOException if stored data cannot be read
    public Optional<Lane> behind(Optional<Lane> input, Use use) throws IOException {
        if (input.isEmpty()) {
            return input;
        }
        Lane values = input.get();
        ScalarArguments own = shared();
        return Optional.of((series, into) -> {
            values.evaluate(series, into);
            use.apply(own, into);
        });
    }

    /// `call`, whose arguments these are, so that they are evaluated even where it has no series,
    /// or these have no values: they may fail the query.
    public Operator neverLeftOut(Operator call) {
        return operators.isEmpty() ? call : new NeverLeftOut(call);
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

    private final class NeverLeftOut implements Operator {
        private final Operator call;

        NeverLeftOut(Operator call) {
            this.call = call;
        }

        @Override
        public Kind kind() {
            return call.kind();
        }

        @Override
        public List<Labels> shape() throws IOException {
            return call.shape().isEmpty() ? SILENT : call.shape();
        }

        @Override
        public Optional<Lane> lane(QueryContext own) throws IOException {
            return call.shape().isEmpty() ? Optional.empty() : call.lane(own);
        }

        @Override
        public void next(Column into) throws IOException {
            evaluate();
            if (call.shape().isEmpty()) {
                into.clear();
                return;
            }
            call.next(into);
        }
    }
}
