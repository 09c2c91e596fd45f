package io.tributary.promql.fuzz.prometheus;

import io.tributary.model.Labels;
import io.tributary.promql.fuzz.Notes;
import io.tributary.promql.fuzz.Told;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Outcome.Shape;
import io.tributary.promql.reference.data.Value;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads what Prometheus' API answers to a query.
final class Answer {
    private Answer() {}

    static Told read(String json) {
        Json answer = JsonReader.read(json);
        return new Told(
                outcome(answer), Notes.of(texts(answer, "warnings"), texts(answer, "infos")));
    }

    private static List<String> texts(Json answer, String member) {
        return answer.members().containsKey(member)
                ? answer.member(member).elements().stream().map(Json::text).toList()
                : List.of();
    }

    private static Outcome outcome(Json answer) {
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
                                    .map(one -> row(one, List.of(one.either("value", "histogram"))))
                                    .toList());
            case "matrix" ->
                    new Outcome.Rows(
                            Shape.MATRIX,
                            result.elements().stream().map(one -> row(one, values(one))).toList());
            default -> new Outcome.Open("an answer of another type");
        };
    }

    /// Floats and histograms, in no order.
    private static List<Json> values(Json series) {
        List<Json> values = new ArrayList<>();
        for (String member : List.of("values", "histograms")) {
            if (series.members().containsKey(member)) {
                values.addAll(series.member(member).elements());
            }
        }
        return values;
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
            points.put(
                    seconds.movePointRight(3).longValueExact(), value(pair.elements().getLast()));
        }
        return points;
    }

    private static Value value(Json json) {
        return json instanceof Json.Members
                ? new Value.Histogram(histogram(json))
                : new Value.Real(number(json.text()));
    }

    /// With the buckets that are shown as custom ones.
    private static NaiveHistogram histogram(Json json) {
        NavigableSet<Double> ends = new TreeSet<>();
        List<Json> shown =
                json.members().containsKey("buckets")
                        ? json.member("buckets").elements()
                        : List.of();
        for (Json bucket : shown) {
            ends.add(number(bucket.elements().get(1).text()));
            ends.add(number(bucket.elements().get(2).text()));
        }
        ends.remove(Double.NEGATIVE_INFINITY);
        ends.remove(Double.POSITIVE_INFINITY);
        NavigableMap<Integer, Double> counts = new TreeMap<>();
        for (Json bucket : shown) {
            double upper = number(bucket.elements().get(2).text());
            counts.put(ends.headSet(upper, false).size(), number(bucket.elements().get(3).text()));
        }
        return new NaiveHistogram(
                NaiveHistogram.CUSTOM,
                0,
                0,
                number(json.member("count").text()),
                number(json.member("sum").text()),
                counts,
                new TreeMap<>(),
                List.copyOf(ends));
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
