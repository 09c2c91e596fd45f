package io.tributary.promql.fuzz.prometheus;

import io.tributary.model.Labels;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Outcome.Shape;
import io.tributary.promql.reference.data.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what Prometheus' API answers to a query.
final class Answer {
    private Answer() {}

    static Outcome read(String json) {
        Json answer = JsonReader.read(json);
        if (answer.member("status").text().equals("error")) {
            boolean badData = answer.member("errorType").text().equals("bad_data");
            return new Outcome.Failed(badData, answer.member("error").text());
        }
        Json result = answer.member("data").member("result");
        return switch (answer.member("data").member("resultType").text()) {
            case "scalar" ->
                    new Outcome.Rows(
                            Shape.SCALAR,
                            List.of(new Row(Labels.empty(), points(List.of(result)))));
            case "vector" ->
                    new Outcome.Rows(
                            Shape.VECTOR,
                            result.elements().stream()
                                    .map(one -> row(one, List.of(one.member("value"))))
                                    .toList());
            case "matrix" ->
                    new Outcome.Rows(
                            Shape.MATRIX,
                            result.elements().stream()
                                    .map(one -> row(one, one.member("values").elements()))
                                    .toList());
            default -> new Outcome.Open("an answer of another type");
        };
    }

    private static Row row(Json series, List<Json> pairs) {
        Labels.Builder labels = Labels.empty().toBuilder();
        series.member("metric").members().forEach((name, value) -> labels.set(name, value.text()));
        return new Row(labels.build(), points(pairs));
    }

    private static SortedMap<Long, Value> points(List<Json> pairs) {
        SortedMap<Long, Value> points = new TreeMap<>();
        for (Json pair : pairs) {
            BigDecimal seconds = new BigDecimal(pair.elements().getFirst().text());
            double number = number(pair.elements().getLast().text());
            points.put(seconds.movePointRight(3).longValueExact(), new Value.Real(number));
        }
        return points;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
