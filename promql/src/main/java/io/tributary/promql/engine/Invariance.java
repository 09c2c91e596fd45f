package io.tributary.promql.engine;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.Expr;
import java.util.List;
import java.util.Set;

/// Which expressions have one value for all steps, because every selector in them is pinned by `@`
/// (Prometheus: `preprocessExprHelper` in `promql/engine.go`).
final class Invariance {
    /// Functions that look at the step's own time.
    private static final Set<String> TIME_DEPENDENT =
            Set.of(
                    "days_in_month",
                    "day_of_month",
                    "day_of_week",
                    "day_of_year",
                    "end",
                    "hour",
                    "minute",
                    "month",
                    "year",
                    "predict_linear",
                    "range",
                    "start",
                    "step",
                    "time",
                    "timestamp");

    private Invariance() {}

    /// Whether it is worth to evaluate `expr` once: it does not change, and it is neither a literal
    /// nor a range.
    static boolean isOnce(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> false;
            case Expr.MatrixSelector _, Expr.Subquery _ -> false;
            case Expr.Paren paren -> isOnce(paren.expr());
            case Expr.Unary unary -> isOnce(unary.expr());
            case Expr.Aggregate aggregate -> isOnce(aggregate.expr());
            case Expr.VectorSelector _, Expr.Binary _, Expr.Call _ -> isInvariant(expr);
        };
    }

    static boolean isInvariant(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.VectorSelector selector -> isPinned(selector.at());
            case Expr.MatrixSelector matrix -> isPinned(matrix.selector().at());
            case Expr.Subquery subquery -> isPinned(subquery.at());
            case Expr.Paren paren -> isInvariant(paren.expr());
            case Expr.Unary unary -> isInvariant(unary.expr());
            case Expr.Aggregate aggregate -> isInvariant(aggregate.expr());
            case Expr.Binary binary -> {
                Chain chain = Chain.endingIn(binary);
                yield isInvariant(chain.first()) && invariantLinks(chain) == chain.links().size();
            }
            case Expr.Call call -> isInvariantCall(call.function().name(), call.arguments());
        };
    }

    /// How many operators, counted from the row's beginning, have an invariant right side.
    static int invariantLinks(Chain chain) {
        int count = 0;
        while (count < chain.links().size() && isInvariant(chain.links().get(count).right())) {
            count++;
        }
        return count;
    }

    private static boolean isInvariantCall(String name, List<Expr> arguments) {
        boolean timestampOfSelector =
                name.equals("timestamp")
                        && arguments.getFirst().withoutParens() instanceof Expr.VectorSelector;
        return (timestampOfSelector || !TIME_DEPENDENT.contains(name))
                && arguments.stream().allMatch(Invariance::isInvariant);
    }

    private static boolean isPinned(At at) {
        return !(at instanceof At.Unset);
    }
}
