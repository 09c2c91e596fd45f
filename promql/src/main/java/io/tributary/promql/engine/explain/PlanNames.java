package io.tributary.promql.engine.explain;

import io.tributary.model.Matcher;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Printer;
import java.util.List;
import java.util.stream.Collectors;

/// What the parts of a query are called: the word of the language, without what it is applied to.
final class PlanNames {
    /// What is shown of one.
    private static final int LENGTH_MAX = 500;

    private PlanNames() {}

    /// @param once whether the expression does not change from step to step
    static String of(Expr expr, boolean once) {
        return once ? "once" : shortened(name(expr));
    }

    static String ofRange(Expr expr) {
        Expr inner = expr.withoutParens();
        return shortened(
                inner instanceof Expr.Subquery subquery
                        ? "subquery" + Printer.window(subquery)
                        : Printer.print(inner));
    }

    static String of(List<Matcher> matchers) {
        return shortened(
                matchers.stream()
                        .map(Matcher::toString)
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private static String name(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ ->
                    Printer.print(expr);
            case Expr.MatrixSelector _, Expr.Subquery _ -> ofRange(expr);
            case Expr.Paren paren -> name(paren.expr());
            case Expr.Unary unary -> unary.negative() ? "-" : name(unary.expr());
            case Expr.Binary binary ->
                    Chain.endingIn(binary).links().stream()
                            .map(link -> link.operator().symbol())
                            .distinct()
                            .collect(Collectors.joining(" "));
            case Expr.Aggregate aggregate -> Printer.head(aggregate).strip();
            case Expr.Call call -> call.function().name();
        };
    }

    private static String shortened(String text) {
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
    }
}
