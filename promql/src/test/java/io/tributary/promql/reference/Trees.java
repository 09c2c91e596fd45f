package io.tributary.promql.reference;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is asked of parsed trees.
final class Trees {
    /// Calls that are numbers, known before anything is evaluated.
    private static final Set<String> NUMBERS = Set.of("start", "end", "range", "step");

    private Trees() {}

    static Expr withoutParens(Expr expr) {
        return expr instanceof Expr.Paren(var inner, _) ? withoutParens(inner) : expr;
    }

    /// Operands in the order in which upstream walks them.
    static List<Expr> children(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ -> List.of();
            case Expr.MatrixSelector(var selector, _, _) -> List.of(selector);
            case Expr.Subquery subquery -> List.of(subquery.expr());
            case Expr.Paren(var inner, _) -> List.of(inner);
            case Expr.Unary unary -> List.of(unary.expr());
            case Expr.Binary binary -> List.of(binary.left(), binary.right());
            case Expr.Call call -> call.arguments();
            case Expr.Aggregate aggregate -> {
                List<Expr> children = new ArrayList<>(List.of(aggregate.expr()));
                aggregate.parameter().ifPresent(children::add);
                yield children;
            }
        };
    }

    static boolean isNumberCall(Expr expr) {
        return expr instanceof Expr.Call call && NUMBERS.contains(call.function().name());
    }

    /// Whether two vectors are added, or one taken from the other, outside of subqueries.
    static boolean addsVectors(Expr expr) {
        boolean here =
                expr instanceof Expr.Binary binary
                        && binary.joinsVectors()
                        && (binary.operator() == BinaryOperator.ADD
                                || binary.operator() == BinaryOperator.SUB);
        return here
                || (!(expr instanceof Expr.Subquery)
                        && children(expr).stream().anyMatch(Trees::addsVectors));
    }

    /// Whether resets of counters are looked for, outside of subqueries.
    static boolean looksForResets(Expr expr) {
        boolean here =
                expr instanceof Expr.Call call
                        && Set.of("rate", "increase", "irate").contains(call.function().name());
        return here
                || (!(expr instanceof Expr.Subquery)
                        && children(expr).stream().anyMatch(Trees::looksForResets));
    }

    static boolean isText(Expr expr) {
        return expr.type() == ValueType.STRING;
    }

    static String text(Expr expr) {
        if (withoutParens(expr) instanceof Expr.StringLiteral(var value, _)) {
            return value;
        }
        throw new IllegalArgumentException("no string literal: " + expr);
    }

    static At at(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector.at();
            case Expr.MatrixSelector matrix -> matrix.selector().at();
            case Expr.Subquery subquery -> subquery.at();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ ->
                    new At.Unset();
        };
    }

    static DurationExpr offset(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector -> selector.offset();
            case Expr.MatrixSelector matrix -> matrix.selector().offset();
            case Expr.Subquery subquery -> subquery.offset();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ ->
                    DurationExpr.ZERO;
        };
    }
}
