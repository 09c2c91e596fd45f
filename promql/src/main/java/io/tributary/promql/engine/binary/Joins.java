package io.tributary.promql.engine.binary;

import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.VectorMatching;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.util.List;

/// Makes the operators of binary expressions on one grid.
public final class Joins {
    private final QueryContext context;
    private final int steps;
    private final Place place;

    /// @param place where the expression stands in the query
    public Joins(QueryContext context, int steps, Place place) {
        this.context = context;
        this.steps = steps;
        this.place = place;
    }

    public Operator scalars(Rule rule, Operator left, Operator right) {
        return new ScalarPair(rule, new ScalarArguments(List.of(left, right), steps));
    }

    public Operator vectorAndScalar(
            Rule rule, Operator vector, Operator scalar, boolean scalarLeft) {
        ScalarArguments arguments = new ScalarArguments(List.of(scalar), steps);
        return arguments.neverLeftOut(
                new WithScalar(context, rule, vector, arguments, scalarLeft, place));
    }

    /// `and`, `or`, `unless`.
    public Operator sets(
            BinaryOperator operator, Operator left, Operator right, VectorMatching matching) {
        return new SetOperation(context, operator, left, right, matching);
    }

    public Operator vectors(Rule rule, Operator left, Operator right, VectorMatching matching) {
        return new Join(
                context,
                rule,
                left,
                right,
                matching,
                steps,
                new HistogramNotes(context.annotations(), place));
    }
}
