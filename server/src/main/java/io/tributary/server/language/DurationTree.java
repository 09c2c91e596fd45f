package io.tributary.server.language;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.text.GoFloat;
import io.tributary.promql.ast.DurationExpr;
import java.io.IOException;

/// Writes durations of a query's tree: a constant as milliseconds, arithmetic as a tree of its own.
final class DurationTree {
    private static final DurationExpr NONE = new DurationExpr.Absent();

    private final JsonWriter json;

    DurationTree(JsonWriter json) {
        this.json = json;
    }

    /// The members `NAME` and `NAMEExpr`.
    void members(String name, DurationExpr duration) throws IOException {
        long millis = duration instanceof DurationExpr.Constant(var constant) ? constant : 0;
        json.name(name).number(millis).name(name + "Expr");
        if (duration instanceof DurationExpr.Constant) {
            json.nothing();
        } else {
            write(duration, false);
        }
    }

    /// @param wrapped whether parentheses stood around it
    private void write(DurationExpr duration, boolean wrapped) throws IOException {
        switch (duration) {
            case DurationExpr.Absent _ -> json.nothing();
            case DurationExpr.Constant(var millis) -> number(millis / 1000.0, true);
            case DurationExpr.Scalar(var seconds, var written) -> number(seconds, written);
            case DurationExpr.Step _ -> node("step", NONE, NONE, wrapped);
            case DurationExpr.Range _ -> node("range", NONE, NONE, wrapped);
            case DurationExpr.Negated(var inner) -> node("-", NONE, inner, wrapped);
            case DurationExpr.Arithmetic(var operator, var left, var right) ->
                    node(operator.symbol(), left, right, wrapped);
            case DurationExpr.Extreme(var max, var left, var right) ->
                    node(max ? "max_of" : "min_of", left, right, wrapped);
            case DurationExpr.Grouped(var inner) -> write(inner, true);
        }
    }

    private void node(String operator, DurationExpr left, DurationExpr right, boolean wrapped)
            throws IOException {
        json.beginObject().name("lhs");
        write(left, false);
        json.name("op").string(operator).name("rhs");
        write(right, false);
        json.name("type").string("durationExpr").name("wrapped").bool(wrapped).endObject();
    }

    private void number(double seconds, boolean duration) throws IOException {
        json.beginObject().name("duration").bool(duration);
        json.name("type").string("numberLiteral");
        json.name("val").string(GoFloat.plain(seconds)).endObject();
    }
}
