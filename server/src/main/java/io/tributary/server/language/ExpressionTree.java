package io.tributary.server.language;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Matcher;
import io.tributary.model.text.GoFloat;
import io.tributary.promql.ast.At;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.ast.VectorMatching;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Writes a query's tree as Prometheus does (`web/api/v1/translate_ast.go`): members in the order
/// of their names. A row of binary operators, which is as deep as it is long, is written without
/// recursion.
final class ExpressionTree {
    private final JsonWriter json;
    private final DurationTree durations;

    ExpressionTree(JsonWriter json) {
        this.json = json;
        this.durations = new DurationTree(json);
    }

    void write(Expr expr) throws IOException {
        switch (expr) {
            case Expr.NumberLiteral(var value, _, _) -> {
                json.beginObject().name("type").string("numberLiteral");
                json.name("val").string(GoFloat.plain(value)).endObject();
            }
            case Expr.StringLiteral(var value, _) -> {
                json.beginObject().name("type").string("stringLiteral");
                json.name("val").htmlSafe(value).endObject();
            }
            case Expr.VectorSelector selector -> write(selector, Optional.empty());
            case Expr.MatrixSelector(var selector, var range, _) ->
                    write(selector, Optional.of(range));
            case Expr.Subquery subquery -> write(subquery);
            case Expr.Paren(var inner, _) -> {
                json.beginObject().name("expr");
                write(inner);
                type("parenExpr");
            }
            case Expr.Unary(var negative, var inner, _) -> {
                json.beginObject().name("expr");
                write(inner);
                json.name("op").string(negative ? "-" : "+");
                type("unaryExpr");
            }
            case Expr.Binary binary -> write(binary);
            case Expr.Aggregate aggregate -> write(aggregate);
            case Expr.Call call -> write(call);
        }
    }

    private void write(Expr.VectorSelector selector, Optional<DurationExpr> range)
            throws IOException {
        json.beginObject().name("anchored").bool(selector.extension() == Extension.ANCHORED);
        json.name("matchers").beginArray();
        for (Matcher matcher : selector.matchers()) {
            json.beginObject().name("name").htmlSafe(matcher.name());
            json.name("type").htmlSafe(matcher.type().symbol());
            json.name("value").htmlSafe(matcher.value()).endObject();
        }
        json.endArray().name("name").htmlSafe(selector.name());
        durations.members("offset", selector.offset());
        if (range.isPresent()) {
            durations.members("range", range.get());
        }
        json.name("smoothed").bool(selector.extension() == Extension.SMOOTHED);
        moment(selector.at());
        type(range.isPresent() ? "matrixSelector" : "vectorSelector");
    }

    private void write(Expr.Subquery subquery) throws IOException {
        json.beginObject().name("expr");
        write(subquery.expr());
        durations.members("offset", subquery.offset());
        durations.members("range", subquery.range());
        startOrEnd(subquery.at());
        durations.members("step", subquery.step());
        timestamp(subquery.at());
        type("subquery");
    }

    private void write(Expr.Binary outermost) throws IOException {
        Chain chain = Chain.endingIn(outermost);
        for (Expr.Binary link : chain.links().reversed()) {
            json.beginObject().name("bool").bool(link.returnBool()).name("lhs");
        }
        write(chain.first());
        for (Expr.Binary link : chain.links()) {
            json.name("matching");
            if (link.joinsVectors()) {
                write(link.matching(), link.operator().kind() == BinaryOperator.Kind.SET);
            } else {
                json.nothing();
            }
            json.name("op").htmlSafe(link.operator().symbol()).name("rhs");
            write(link.right());
            type("binaryExpr");
        }
    }

    /// Sets are many to many, which nobody has to write.
    private void write(VectorMatching matching, boolean set) throws IOException {
        VectorMatching.Cardinality cardinality =
                set ? VectorMatching.Cardinality.MANY_TO_MANY : matching.cardinality();
        String card = cardinality.name().toLowerCase(Locale.ROOT).replace('_', '-');
        json.beginObject().name("card").string(card);
        json.name("fillValues").beginObject().name("lhs");
        fill(matching.fillLeft());
        json.name("rhs");
        fill(matching.fillRight());
        json.endObject().name("include");
        texts(matching.include());
        json.name("labels");
        texts(matching.labels());
        json.name("on").bool(matching.on()).endObject();
    }

    /// Upstream has no answer to what is no finite number; here it stands in quotes.
    private void fill(OptionalDouble value) throws IOException {
        if (value.isEmpty()) {
            json.nothing();
        } else if (Double.isFinite(value.getAsDouble())) {
            json.number(value.getAsDouble());
        } else {
            json.sample(value.getAsDouble());
        }
    }

    private void write(Expr.Aggregate aggregate) throws IOException {
        json.beginObject().name("expr");
        write(aggregate.expr());
        json.name("grouping");
        texts(aggregate.grouping());
        json.name("op").string(aggregate.operator().word()).name("param");
        if (aggregate.parameter().isPresent()) {
            write(aggregate.parameter().get());
        } else {
            json.nothing();
        }
        json.name("type").string("aggregation");
        json.name("without").bool(aggregate.without()).endObject();
    }

    private void write(Expr.Call call) throws IOException {
        json.beginObject().name("args").beginArray();
        for (Expr argument : call.arguments()) {
            write(argument);
        }
        json.endArray().name("func").beginObject().name("argTypes").beginArray();
        for (ValueType type : call.function().arguments()) {
            json.string(type.word());
        }
        json.endArray().name("name").string(call.function().name());
        json.name("returnType").string(call.function().returnType().word());
        json.name("variadic").number(call.function().variadic()).endObject();
        type("call");
    }

    private void moment(At at) throws IOException {
        startOrEnd(at);
        timestamp(at);
    }

    private void startOrEnd(At at) throws IOException {
        json.name("startOrEnd");
        switch (at) {
            case At.Start _ -> json.string("start");
            case At.End _ -> json.string("end");
            case At.Timestamp _, At.Unset _ -> json.nothing();
        }
    }

    private void timestamp(At at) throws IOException {
        json.name("timestamp");
        switch (at) {
            case At.Timestamp(var millis) -> json.number(millis);
            case At.Start _, At.End _, At.Unset _ -> json.nothing();
        }
    }

    private void texts(List<String> texts) throws IOException {
        json.beginArray();
        for (String text : texts) {
            json.htmlSafe(text);
        }
        json.endArray();
    }

    /// The last member of most nodes.
    private void type(String word) throws IOException {
        json.name("type").string(word).endObject();
    }
}
