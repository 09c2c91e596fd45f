package io.tributary.promql.fuzz;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Prometheus 3.14.0 does with `@` where its preparation of a query does not reach, and the
/// engine does not do: there it answers as the documentation says, and as Prometheus' younger
/// scripts want. The reference evaluator does either.
///
/// - In the parameter of an aggregation `@ start()` and `@ end()` are nothing, and `@ 10` moves
///   along with the steps.
/// - `info` describes by what is known at the step, even beside `@` and offsets, and forgets that
///   names are to go late.
/// - A call that changes with time, of a subquery that does not, has no result:
///   `predict_linear(m[1h:1m] @ 10, 60)`.
public final class Oddities {
    private static final Set<String> KEEPING_NAMES =
            Set.of(
                    "label_replace",
                    "label_join",
                    "sort",
                    "sort_desc",
                    "sort_by_label",
                    "sort_by_label_desc",
                    "first_over_time",
                    "last_over_time",
                    "info");

    private Oddities() {}

    /// The first that an expression has.
    public static Optional<String> in(Expr expr) {
        if (expr instanceof Expr.Aggregate aggregate
                && aggregate.parameter().isPresent()
                && isPinned(aggregate.parameter().get())) {
            return Optional.of("@ in a parameter");
        }
        if (expr instanceof Expr.Call call && losesSubquery(call)) {
            return Optional.of("a pinned subquery in a call that is not");
        }
        if (expr instanceof Expr.Call call && call.function().name().equals("info")) {
            Expr described = call.arguments().getFirst();
            if (isMoved(described) || mayLoseName(described)) {
                return Optional.of("info of what is moved, or has lost its name");
            }
        }
        return operands(expr).stream().flatMap(e -> in(e).stream()).findFirst();
    }

    private static boolean losesSubquery(Expr.Call call) {
        boolean pinned =
                call.arguments().stream()
                        .anyMatch(a ->
                                a instanceof Expr.Subquery subquery
                                        && !(subquery.at() instanceof At.Unset));
        boolean literals =
                call.arguments().stream()
                        .allMatch(
                                a -> a instanceof Expr.Subquery || a instanceof Expr.NumberLiteral);
        return pinned && (!literals || call.function().name().equals("predict_linear"));
    }

    private static boolean isMoved(Expr expr) {
        boolean here =
                switch (expr) {
                    case Expr.VectorSelector selector ->
                            !selector.offset().equals(DurationExpr.ZERO);
                    case Expr.Subquery subquery -> !subquery.offset().equals(DurationExpr.ZERO);
                    default -> false;
                };
        return here || isPinned(expr) || operands(expr).stream().anyMatch(Oddities::isMoved);
    }

    /// Whether a name may be marked to go at the end.
    private static boolean mayLoseName(Expr expr) {
        boolean here =
                switch (expr) {
                    case Expr.Call call -> !KEEPING_NAMES.contains(call.function().name());
                    case Expr.Unary unary -> unary.negative();
                    case Expr.Binary binary -> binary.operator().kind() != BinaryOperator.Kind.SET;
                    default -> false;
                };
        return here || operands(expr).stream().anyMatch(Oddities::mayLoseName);
    }

    private static boolean isPinned(Expr expr) {
        boolean here =
                switch (expr) {
                    case Expr.VectorSelector selector -> !(selector.at() instanceof At.Unset);
                    case Expr.Subquery subquery -> !(subquery.at() instanceof At.Unset);
                    default -> false;
                };
        return here || operands(expr).stream().anyMatch(Oddities::isPinned);
    }

    private static List<Expr> operands(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ -> List.of();
            case Expr.MatrixSelector(var selector, _, _) -> List.of(selector);
            case Expr.Subquery subquery -> List.of(subquery.expr());
            case Expr.Paren(var inner, _) -> List.of(inner);
            case Expr.Unary unary -> List.of(unary.expr());
            case Expr.Binary binary -> List.of(binary.left(), binary.right());
            case Expr.Call call -> call.arguments();
            case Expr.Aggregate aggregate -> {
                List<Expr> operands = new ArrayList<>(List.of(aggregate.expr()));
                aggregate.parameter().ifPresent(operands::add);
                yield operands;
            }
        };
    }
}
