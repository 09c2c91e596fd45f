package io.tributary.promql.fuzz;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.ast.Position;
import io.tributary.promql.ast.Printer;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Smaller expressions in place of one: each differs by one step, and is of the same type.
final class Rewrites {
    private static final Position NOWHERE = new Position(0, 0);

    private Rewrites() {}

    static List<String> of(Expr expr) {
        return smaller(expr).stream()
                .map(Printer::print)
                .distinct()
                .filter(text -> !text.equals(Printer.print(expr)))
                .toList();
    }

    private static List<Expr> smaller(Expr expr) {
        List<Expr> found = new ArrayList<>();
        if (expr.type() == ValueType.SCALAR && !(expr instanceof Expr.NumberLiteral)) {
            found.add(new Expr.NumberLiteral(1, false, NOWHERE));
            found.add(new Expr.NumberLiteral(0, false, NOWHERE));
        }
        parts(expr).stream().filter(part -> part.type() == expr.type()).forEach(found::add);
        found.addAll(changed(expr));
        return found;
    }

    private static List<Expr> parts(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _ ->
                    List.of();
            case Expr.Subquery subquery -> parts(subquery.expr());
            case Expr.Paren(var inner, _) -> List.of(inner);
            case Expr.Unary unary -> List.of(unary.expr());
            case Expr.Binary binary -> List.of(binary.left(), binary.right());
            case Expr.Aggregate aggregate -> List.of(aggregate.expr());
            case Expr.Call call -> {
                List<Expr> all = new ArrayList<>();
                for (Expr argument : call.arguments()) {
                    all.add(argument);
                    if (argument instanceof Expr.Subquery subquery) {
                        all.add(subquery.expr());
                    }
                    if (argument instanceof Expr.MatrixSelector matrix) {
                        all.add(matrix.selector());
                    }
                }
                yield all;
            }
        };
    }

    /// The same node with one thing less, or with a smaller operand.
    private static List<Expr> changed(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> List.of();
            case Expr.VectorSelector selector -> plainer(selector);
            case Expr.MatrixSelector(var selector, var range, _) ->
                    plainer(selector).stream()
                            .map(s -> matrix((Expr.VectorSelector) s, range))
                            .toList();
            case Expr.Subquery subquery -> plainer(subquery);
            case Expr.Paren(var inner, _) -> with(inner, e -> new Expr.Paren(e, NOWHERE));
            case Expr.Unary unary ->
                    with(unary.expr(), e -> new Expr.Unary(unary.negative(), e, NOWHERE));
            case Expr.Binary binary -> plainer(binary);
            case Expr.Aggregate aggregate -> plainer(aggregate);
            case Expr.Call call -> plainer(call);
        };
    }

    private static Expr matrix(Expr.VectorSelector selector, DurationExpr range) {
        return new Expr.MatrixSelector(selector, range, NOWHERE);
    }

    private static List<Expr> with(Expr operand, Function<Expr, Expr> node) {
        return smaller(operand).stream().map(node).toList();
    }

    private static List<Expr> plainer(Expr.VectorSelector selector) {
        List<Expr> found = new ArrayList<>();
        found.add(selector.withAt(new At.Unset(), NOWHERE));
        found.add(selector.withOffset(DurationExpr.ZERO, NOWHERE));
        found.add(selector.withExtension(Extension.NONE));
        for (int i = 0; i < selector.matchers().size(); i++) {
            if (!selector.matchers().get(i).name().equals("__name__")) {
                var fewer = new ArrayList<>(selector.matchers());
                fewer.remove(i);
                found.add(
                        new Expr.VectorSelector(
                                selector.name(),
                                fewer,
                                selector.offset(),
                                selector.at(),
                                selector.extension(),
                                selector.inInfo(),
                                NOWHERE));
            }
        }
        return found;
    }

    private static List<Expr> plainer(Expr.Subquery subquery) {
        List<Expr> found = new ArrayList<>();
        found.add(
                new Expr.Subquery(
                        subquery.expr(),
                        subquery.range(),
                        subquery.step(),
                        DurationExpr.ZERO,
                        subquery.at(),
                        NOWHERE));
        found.add(
                new Expr.Subquery(
                        subquery.expr(),
                        subquery.range(),
                        subquery.step(),
                        subquery.offset(),
                        new At.Unset(),
                        NOWHERE));
        found.addAll(
                with(
                        subquery.expr(),
                        e ->
                                new Expr.Subquery(
                                        e,
                                        subquery.range(),
                                        subquery.step(),
                                        subquery.offset(),
                                        subquery.at(),
                                        NOWHERE)));
        return found;
    }

    private static List<Expr> plainer(Expr.Binary binary) {
        List<Expr> found = new ArrayList<>();
        VectorMatching matching = binary.matching();
        found.add(matched(binary, binary.left(), binary.right(), unfilled(matching)));
        found.addAll(with(binary.left(), e -> matched(binary, e, binary.right(), matching)));
        found.addAll(with(binary.right(), e -> matched(binary, binary.left(), e, matching)));
        return found;
    }

    private static Expr matched(
            Expr.Binary binary, Expr left, Expr right, VectorMatching matching) {
        return new Expr.Binary(binary.operator(), left, right, binary.returnBool(), matching);
    }

    private static VectorMatching unfilled(VectorMatching matching) {
        return new VectorMatching(
                matching.cardinality(),
                matching.on(),
                matching.labels(),
                matching.include(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static List<Expr> plainer(Expr.Aggregate aggregate) {
        List<Expr> found = new ArrayList<>();
        if (!aggregate.grouping().isEmpty()) {
            found.add(
                    new Expr.Aggregate(
                            aggregate.operator(),
                            aggregate.expr(),
                            aggregate.parameter(),
                            List.of(),
                            aggregate.without(),
                            NOWHERE));
        }
        for (Expr inner : smaller(aggregate.expr())) {
            found.add(
                    new Expr.Aggregate(
                            aggregate.operator(),
                            inner,
                            aggregate.parameter(),
                            aggregate.grouping(),
                            aggregate.without(),
                            NOWHERE));
        }
        if (aggregate.parameter().isPresent()) {
            for (Expr parameter : smaller(aggregate.parameter().get())) {
                found.add(
                        new Expr.Aggregate(
                                aggregate.operator(),
                                aggregate.expr(),
                                Optional.of(parameter),
                                aggregate.grouping(),
                                aggregate.without(),
                                NOWHERE));
            }
        }
        return found;
    }

    private static List<Expr> plainer(Expr.Call call) {
        List<Expr> found = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            for (Expr argument : smaller(call.arguments().get(i))) {
                List<Expr> arguments = new ArrayList<>(call.arguments());
                arguments.set(i, argument);
                found.add(new Expr.Call(call.function(), arguments, NOWHERE));
            }
        }
        return found;
    }
}
