package io.tributary.promql.ast;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.Matcher;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Writes a tree as PromQL, each node as Prometheus' own `String()` does: what is printed parses to
/// the same tree.
public final class Printer {
    private Printer() {}

    public static String print(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral(var value, var duration, _) -> number(value, duration);
            case Expr.StringLiteral(var value, _) -> GoQuote.quote(value);
            case Expr.VectorSelector selector ->
                    selector(selector)
                            + at(selector.at())
                            + extension(selector.extension())
                            + offset(selector.offset());
            case Expr.MatrixSelector(var selector, var range, _) ->
                    "%s[%s]%s%s%s"
                            .formatted(
                                    selector(selector),
                                    print(range),
                                    extension(selector.extension()),
                                    at(selector.at()),
                                    offset(selector.offset()));
            case Expr.Subquery(var inner, var range, var step, var offset, var at, _) ->
                    "%s[%s:%s]%s%s"
                            .formatted(
                                    print(inner),
                                    print(range),
                                    print(step),
                                    at(at),
                                    offset(offset));
            case Expr.Paren(var inner, _) -> "(" + print(inner) + ")";
            case Expr.Unary(var negative, var inner, _) -> (negative ? "-" : "+") + print(inner);
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Call(var function, var arguments, _) ->
                    arguments.stream()
                            .map(Printer::print)
                            .collect(Collectors.joining(", ", function.name() + "(", ")"));
        };
    }

    /// A duration as it stands in brackets; nothing for one that is absent.
    public static String print(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Absent _ -> "";
            case DurationExpr.Constant(var millis) -> signed(millis);
            case DurationExpr.Scalar(var seconds, var written) -> number(seconds, written);
            case DurationExpr.Step _ -> "step()";
            case DurationExpr.Range _ -> "range()";
            case DurationExpr.Negated(var inner) -> "-" + print(inner);
            case DurationExpr.Arithmetic(var operator, var left, var right) ->
                    print(left) + " " + operator.symbol() + " " + print(right);
            case DurationExpr.Extreme(var max, var left, var right) ->
                    (max ? "max_of(" : "min_of(") + print(left) + ", " + print(right) + ")";
            case DurationExpr.Grouped(var inner) -> "(" + print(inner) + ")";
        };
    }

    private static String selector(Expr.VectorSelector selector) {
        List<String> conditions =
                selector.matchers().stream()
                        .filter(matcher -> !isName(matcher, selector.name()))
                        .map(Printer::matcher)
                        .sorted()
                        .toList();
        return conditions.isEmpty()
                ? selector.name().isEmpty() ? "{}" : selector.name()
                : selector.name() + "{" + String.join(",", conditions) + "}";
    }

    private static boolean isName(Matcher matcher, String name) {
        return matcher.name().equals(Label.METRIC_NAME)
                && matcher.type() == Matcher.Type.EQUAL
                && matcher.value().equals(name)
                && !name.isEmpty();
    }

    private static String matcher(Matcher matcher) {
        return label(matcher.name()) + matcher.type().symbol() + GoQuote.quote(matcher.value());
    }

    /// Quoted where it is not a name of the old alphabet.
    private static String label(String name) {
        boolean plain = !name.isEmpty() && !Character.isDigit(name.charAt(0));
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
        }
        return plain ? name : GoQuote.quote(name);
    }

    private static String labels(List<String> names) {
        return names.stream().map(Printer::label).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String at(At at) {
        return switch (at) {
            case At.Unset _ -> "";
            case At.Timestamp(var millis) -> " @ " + BigDecimal.valueOf(millis, 3).toPlainString();
            case At.Start _ -> " @ start()";
            case At.End _ -> " @ end()";
        };
    }

    private static String extension(Extension extension) {
        return switch (extension) {
            case NONE -> "";
            case ANCHORED -> " anchored";
            case SMOOTHED -> " smoothed";
        };
    }

    private static String offset(DurationExpr offset) {
        return offset.equals(DurationExpr.ZERO) ? "" : " offset " + print(offset);
    }

    private static String binary(Expr.Binary binary) {
        return print(binary.left())
                + " "
                + binary.operator().symbol()
                + (binary.returnBool() ? " bool" : "")
                + (binary.joinsVectors() ? matching(binary.matching()) : "")
                + " "
                + print(binary.right());
    }

    private static String matching(VectorMatching matching) {
        boolean left = matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE;
        boolean grouped = left || matching.cardinality() == VectorMatching.Cardinality.ONE_TO_MANY;
        StringBuilder text = new StringBuilder();
        if (!matching.labels().isEmpty() || matching.on() || grouped) {
            text.append(matching.on() ? " on " : " ignoring ").append(labels(matching.labels()));
        }
        if (grouped) {
            text.append(left ? " group_left " : " group_right ").append(labels(matching.include()));
        }
        if (matching.hasFill() && matching.fillLeft().equals(matching.fillRight())) {
            return text + fill(" fill", matching.fillLeft());
        }
        return text
                + fill(" fill_left", matching.fillLeft())
                + fill(" fill_right", matching.fillRight());
    }

    private static String fill(String word, OptionalDouble value) {
        return value.isEmpty() ? "" : word + " (" + number(value.getAsDouble(), false) + ")";
    }

    private static String aggregate(Expr.Aggregate aggregate) {
        StringBuilder text = new StringBuilder(aggregate.operator().word());
        if (aggregate.without()) {
            text.append(" without ").append(labels(aggregate.grouping())).append(' ');
        } else if (!aggregate.grouping().isEmpty()) {
            text.append(" by ").append(labels(aggregate.grouping())).append(' ');
        }
        text.append('(');
        aggregate.parameter().ifPresent(parameter -> text.append(print(parameter)).append(", "));
        return text.append(print(aggregate.expr())).append(')').toString();
    }

    private static String number(double value, boolean duration) {
        if (duration) {
            return signed(Math.round(value * 1000));
        }
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static String signed(long millis) {
        return millis < 0 ? "-" + Durations.format(-millis) : Durations.format(millis);
    }
}
