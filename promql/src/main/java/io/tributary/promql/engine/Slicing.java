package io.tributary.promql.engine;

import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.operator.Semantics;
import java.util.List;

/// Which queries have the same answer when some of their steps are evaluated after the others: all
/// in which a step's value needs nothing of another step. These do not:
///
/// - where names are removed late, whether a series keeps its name is for its first step with a
///   value to say, or for its last;
/// - `info` selects once more, and sees a later moment each time;
/// - what an aggregation says of its parameter it says of the least and the greatest of all steps;
/// - what orders series by value does so only where a subquery has one step.
final class Slicing {
    private Slicing() {}

    static boolean isPossible(Expr expr, Request request, Semantics semantics) {
        return request.grid().count() > 1
                && expr.type() != ValueType.MATRIX
                && !semantics.delayedNameRemoval()
                && isSteady(expr, false);
    }

    private static boolean isSteady(Expr expr, boolean inSubquery) {
        boolean itself =
                switch (expr) {
                    case Expr.Call call -> isSteadyCall(call.function().name(), inSubquery);
                    case Expr.Aggregate aggregate ->
                            !(inSubquery && ordersByValue(aggregate.operator()))
                                    && aggregate.parameter().stream()
                                            .allMatch(Invariance::isInvariant);
                    case Expr.NumberLiteral _,
                            Expr.StringLiteral _,
                            Expr.VectorSelector _,
                            Expr.MatrixSelector _,
                            Expr.Subquery _,
                            Expr.Paren _,
                            Expr.Unary _,
                            Expr.Binary _ ->
                            true;
                };
        boolean within = inSubquery || expr instanceof Expr.Subquery;
        List<Expr> operands = itself ? expr.operands() : List.of();
        return itself && operands.stream().allMatch(operand -> isSteady(operand, within));
    }

    private static boolean isSteadyCall(String name, boolean inSubquery) {
        return !name.equals("info") && !(inSubquery && name.startsWith("sort"));
    }

    private static boolean ordersByValue(AggregateOperator operator) {
        return operator == AggregateOperator.TOPK || operator == AggregateOperator.BOTTOMK;
    }
}
