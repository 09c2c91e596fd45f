package io.tributary.promql.ast;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.Matcher;
import io.tributary.model.text.GoFloat;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Writes a tree as PromQL on one line, each node as Prometheus' own `String()` does: what is
/// printed parses to the same tree. One exception is upstream's: the parentheses that an offset
/// begins with go, though arithmetic behind them belonged to it (`x offset (5m) + 5m`).
public final class Printer {
    private Printer() {}

    public static String print(Expr expr) {
        StringBuilder text = new StringBuilder();
        append(expr, text);
        return text.toString();
    }

    private static void append(Expr expr, StringBuilder text) {
        switch (expr) {
            case Expr.NumberLiteral(var value, var duration, _) ->
                    text.append(number(value, duration));
            case Expr.StringLiteral(var value, _) -> text.append(GoQuote.quote(value));
            case Expr.VectorSelector selector ->
                    text.append(selector(selector))
                            .append(at(selector.at()))
                            .append(extension(selector.extension()))
                            .append(offset(selector.offset()));
            case Expr.MatrixSelector(var selector, var range, _) ->
                    text.append(selector(selector))
                            .append('[')
                            .append(print(range))
                            .append(']')
                            .append(extension(selector.extension()))
                            .append(at(selector.at()))
                            .append(offset(selector.offset()));
            case Expr.Subquery subquery -> {
                append(subquery.expr(), text);
                text.append(window(subquery));
            }
            case Expr.Paren(var inner, _) -> {
                text.append('(');
                append(inner, text);
                text.append(')');
            }
            case Expr.Unary(var negative, var inner, _) -> {
                text.append(negative ? '-' : '+');
                append(inner, text);
            }
            case Expr.Binary binary -> appendChain(binary, text);
            case Expr.Aggregate aggregate -> {
                text.append(head(aggregate)).append('(');
                if (aggregate.parameter().isPresent()) {
                    append(aggregate.parameter().get(), text);
                    text.append(", ");
                }
                append(aggregate.expr(), text);
                text.append(')');
            }
            case Expr.Call(var function, var arguments, _) -> {
                text.append(function.name()).append('(');
                for (int i = 0; i < arguments.size(); i++) {
                    text.append(i == 0 ? "" : ", ");
                    append(arguments.get(i), text);
                }
                text.append(')');
            }
        }
    }

    private static void appendChain(Expr.Binary binary, StringBuilder text) {
        Chain chain = Chain.endingIn(binary);
        append(chain.first(), text);
        for (Expr.Binary link : chain.links()) {
            text.append(' ').append(operator(link)).append(' ');
            append(link.right(), text);
        }
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

    /// An operator with what modifies it: `+ on (a) group_left (b)`.
    static String operator(Expr.Binary binary) {
        return binary.operator().symbol()
                + (binary.returnBool() ? " bool" : "")
                + (binary.joinsVectors() ? matching(binary.matching()) : "");
    }

    /// What stands behind a subquery's expression: `[1h:5m] @ 1.000 offset 5m`.
    public static String window(Expr.Subquery subquery) {
        return "[%s:%s]%s%s"
                .formatted(
                        print(subquery.range()),
                        print(subquery.step()),
                        at(subquery.at()),
                        offset(subquery.offset()));
    }

    /// An aggregation up to its parenthesis: `sum by (a) `.
    public static String head(Expr.Aggregate aggregate) {
        String word = aggregate.operator().word();
        if (aggregate.without()) {
            return word + " without " + labels(aggregate.grouping()) + " ";
        }
        return aggregate.grouping().isEmpty()
                ? word
                : word + " by " + labels(aggregate.grouping()) + " ";
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
        if (matching.fillsBothSidesAlike()) {
            return text + fill(" fill", matching.fillLeft());
        }
        return text
                + fill(" fill_left", matching.fillLeft())
                + fill(" fill_right", matching.fillRight());
    }

    private static String fill(String word, OptionalDouble value) {
        return value.isEmpty() ? "" : word + " (" + GoFloat.general(value.getAsDouble()) + ")";
    }

    private static String number(double value, boolean duration) {
        return duration ? signed(Math.round(value * 1000)) : GoFloat.plain(value);
    }

    private static String signed(long millis) {
        return millis < 0 ? "-" + Durations.format(-millis) : Durations.format(millis);
    }
}
