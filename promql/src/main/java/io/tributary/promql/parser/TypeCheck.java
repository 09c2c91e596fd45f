package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.Matcher;
import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Function;
import io.tributary.promql.ast.Position;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.List;

/// Whether every expression stands where one of its type may (upstream: `checkAST`).
final class TypeCheck {
    private final String query;

    TypeCheck(String query) {
        this.query = query;
    }

    /// The second argument of `info` only describes labels: it may match everything.
    static List<Expr> markInfo(Function function, List<Expr> arguments) {
        if (!function.name().equals("info") || arguments.size() < 2) {
            return arguments;
        }
        List<Expr> marked = new ArrayList<>(arguments);
        if (arguments.get(1) instanceof Expr.VectorSelector selector) {
            marked.set(1, selector.asInfo());
        }
        return marked;
    }

    void check(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> checkSelector(selector);
            case Expr.MatrixSelector(var selector, _, _) -> checkSelector(selector);
            case Expr.Subquery subquery -> {
                check(subquery.expr());
                if (subquery.expr().type() != ValueType.VECTOR) {
                    throw error(
                            subquery.position(),
                            "subquery is only allowed on instant vector, got %s instead"
                                    .formatted(subquery.expr().type().word()));
                }
            }
            case Expr.Paren(var inner, _) -> check(inner);
            case Expr.Unary(_, var inner, var position) -> {
                check(inner);
                if (!isNumeric(inner.type())) {
                    throw error(
                            position,
                            "unary expression only allowed on expressions of type scalar or instant vector, got "
                                    + GoQuote.quote(inner.type().documented()));
                }
            }
            case Expr.Binary binary -> checkChain(Chain.endingIn(binary));
            case Expr.Aggregate aggregate -> checkAggregate(aggregate);
            case Expr.Call call -> checkCall(call);
        }
    }

    private void checkSelector(Expr.VectorSelector selector) {
        List<Matcher> matchers = selector.matchers();
        if (!selector.name().isEmpty()) {
            for (Matcher matcher : matchers.subList(0, matchers.size() - 1)) {
                if (matcher.name().equals(Label.METRIC_NAME)) {
                    throw error(
                            selector.position(),
                            "metric name must not be set twice: %s or %s"
                                    .formatted(
                                            GoQuote.quote(selector.name()),
                                            GoQuote.quote(matcher.value())));
                }
            }
            return;
        }
        if (!selector.inInfo() && matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw error(
                    selector.position(),
                    "vector selector must contain at least one non-empty matcher");
        }
    }

    private void checkChain(Chain chain) {
        check(chain.first());
        ValueType left = chain.first().type();
        for (Expr.Binary link : chain.links()) {
            check(link.right());
            ValueType right = link.right().type();
            checkBinary(link, left, right);
            boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
            left = scalars ? ValueType.SCALAR : ValueType.VECTOR;
        }
    }

    private void checkBinary(Expr.Binary binary, ValueType left, ValueType right) {
        BinaryOperator.Kind kind = binary.operator().kind();
        boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
        if (binary.returnBool() && kind != BinaryOperator.Kind.COMPARISON) {
            throw error(between(binary), "bool modifier can only be used on comparison operators");
        }
        if (kind == BinaryOperator.Kind.COMPARISON && !binary.returnBool() && scalars) {
            throw error(between(binary), "comparisons between scalars must use BOOL modifier");
        }
        for (String label : binary.matching().labels()) {
            if (binary.matching().on() && binary.matching().include().contains(label)) {
                throw error(
                        between(binary),
                        "label %s must not occur in ON and GROUP clause at once"
                                .formatted(GoQuote.quote(label)));
            }
        }
        if (!isNumeric(left) || !isNumeric(right)) {
            throw error(
                    isNumeric(left) ? binary.right().position() : binary.left().position(),
                    "binary expression must contain only scalar and instant vector types");
        }
        if (left == ValueType.SCALAR || right == ValueType.SCALAR) {
            checkNoMatching(binary, kind);
        } else if (kind == BinaryOperator.Kind.SET) {
            checkSet(binary);
        }
    }

    private void checkSet(Expr.Binary binary) {
        if (binary.matching().cardinality() != VectorMatching.Cardinality.ONE_TO_ONE) {
            throw error(
                    binary.position(),
                    "no grouping allowed for %s operation"
                            .formatted(GoQuote.quote(binary.operator().symbol())));
        }
        if (binary.matching().hasFill()) {
            throw error(
                    binary.position(), "filling in missing series not allowed for set operators");
        }
    }

    private void checkNoMatching(Expr.Binary binary, BinaryOperator.Kind kind) {
        if (!binary.matching().labels().isEmpty()) {
            throw error(binary.position(), "vector matching only allowed between instant vectors");
        }
        if (binary.matching().hasFill()) {
            throw error(
                    binary.position(),
                    "filling in missing series only allowed between instant vectors");
        }
        if (kind == BinaryOperator.Kind.SET) {
            throw error(
                    binary.position(),
                    "set operator %s not allowed in binary scalar expression"
                            .formatted(GoQuote.quote(binary.operator().symbol())));
        }
    }

    private void checkAggregate(Expr.Aggregate aggregate) {
        expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
        ValueType wanted =
                aggregate.operator().parameter() == AggregateOperator.Parameter.STRING
                        ? ValueType.STRING
                        : ValueType.SCALAR;
        aggregate
                .parameter()
                .ifPresent(parameter -> expect(parameter, wanted, "aggregation parameter"));
    }

    private void checkCall(Expr.Call call) {
        Function function = call.function();
        int given = call.arguments().size();
        int types = function.arguments().size();
        if (function.variadic() == 0 && given != types) {
            throw count(call, "expected %d argument(s) in call to %s, got %d", types);
        }
        if (function.variadic() != 0 && given < types - 1) {
            throw count(call, "expected at least %d argument(s) in call to %s, got %d", types - 1);
        }
        int most = types - 1 + function.variadic();
        if (function.variadic() > 0 && given > most) {
            throw count(call, "expected at most %d argument(s) in call to %s, got %d", most);
        }
        if (function.name().equals("info") && given > 1) {
            checkInfo(call);
        }
        for (int i = 0; i < given; i++) {
            Expr argument = call.arguments().get(i);
            ValueType wanted = function.arguments().get(Math.min(i, types - 1));
            expect(argument, wanted, "call to function " + GoQuote.quote(function.name()));
        }
    }

    private void checkInfo(Expr.Call call) {
        Expr second = call.arguments().get(1);
        if (second.type() != ValueType.VECTOR) {
            throw error(
                    call.position(),
                    "expected type instant vector in call to function \"info\", got "
                            + second.type().documented());
        }
        if (!(second instanceof Expr.VectorSelector selector)) {
            throw error(second.position(), "expected label selectors only");
        }
        if (!selector.name().isEmpty()) {
            throw error(
                    second.position(),
                    "expected label selectors only, got vector selector instead");
        }
    }

    private ParseException count(Expr.Call call, String format, int expected) {
        String name = GoQuote.quote(call.function().name());
        return error(call.position(), format.formatted(expected, name, call.arguments().size()));
    }

    private void expect(Expr expr, ValueType wanted, String context) {
        check(expr);
        if (expr.type() != wanted) {
            throw error(
                    expr.position(),
                    "expected type %s in %s, got %s"
                            .formatted(wanted.documented(), context, expr.type().documented()));
        }
    }

    private static boolean isNumeric(ValueType type) {
        return type == ValueType.SCALAR || type == ValueType.VECTOR;
    }

    /// The operator with its modifiers, without the space around it.
    private Position between(Expr.Binary binary) {
        int start = binary.left().position().end();
        int end = binary.right().position().start();
        String text = query.substring(start, Math.max(start, end));
        int leading = text.length() - text.stripLeading().length();
        int trailing = text.length() - text.stripTrailing().length();
        return new Position(start + leading, Math.max(start + leading, end - trailing));
    }

    private ParseException error(Position position, String what) {
        return new ParseException(query, position, what);
    }
}
