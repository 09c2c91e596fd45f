package io.tributary.server.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import io.tributary.testkit.promqltest.EvalResult;
import io.tributary.testkit.promqltest.EvalResult.Notes;
import io.tributary.testkit.promqltest.EvalResult.Point;
import io.tributary.testkit.promqltest.LabelSet;
import io.tributary.testkit.promqltest.SampleValue;
import io.tributary.testkit.promqltest.ShownHistogram;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the envelope of Prometheus' API says, as an answer that scripts judge. Whatever it should
/// not say fails the test.
final class ShownAnswer {
    /// What the API puts before what is wrong with an expression.
    private static final String NO_QUERY = "invalid parameter \"query\": ";

    private static final Map<String, Integer> CODES = Map.of("bad_data", 400, "execution", 422);

    private ShownAnswer() {}

    /// Reads the answer to a query.
    ///
    /// @param tMillis the time that an instant query asked for
    static EvalResult read(int status, String body, long tMillis) {
        Json answer = JsonReader.read(body);
        if (answer.member("status").text().equals("error")) {
            assertThat(status).isEqualTo(CODES.get(answer.member("errorType").text()));
            String message = answer.member("error").text();
            return new EvalResult.Failed(
                    message.startsWith(NO_QUERY) ? message.substring(NO_QUERY.length()) : message);
        }
        assertThat(status).isEqualTo(200);
        assertThat(answer.member("status").text()).isEqualTo("success");
        Notes notes = new Notes(texts(answer, "warnings"), texts(answer, "infos"));
        Json data = answer.member("data");
        Json result = data.member("result");
        return switch (data.member("resultType").text()) {
            case "scalar" -> new EvalResult.Scalar(number(at(tMillis, result)), notes);
            case "string" -> new EvalResult.Text(at(tMillis, result).text(), notes);
            case "vector" ->
                    new EvalResult.Vector(
                            result.elements().stream().map(one -> sample(one, tMillis)).toList(),
                            notes);
            case "matrix" ->
                    new EvalResult.Matrix(
                            result.elements().stream().map(ShownAnswer::series).toList(), notes);
            default -> throw new AssertionError("an answer of another type: " + body);
        };
    }

    private static List<String> texts(Json answer, String member) {
        return elements(answer, member).stream().map(Json::text).toList();
    }

    /// None, where there is no such member.
    private static List<Json> elements(Json json, String member) {
        return json.members().containsKey(member) ? json.member(member).elements() : List.of();
    }

    private static EvalResult.Sample sample(Json one, long tMillis) {
        return new EvalResult.Sample(
                labels(one), value(at(tMillis, one.either("value", "histogram"))));
    }

    private static EvalResult.Series series(Json one) {
        List<Point> points = new ArrayList<>();
        for (String member : List.of("values", "histograms")) {
            for (Json pair : elements(one, member)) {
                points.add(new Point(millis(pair), value(pair.elements().getLast())));
            }
        }
        points.sort(Comparator.comparingLong(Point::tMillis));
        return new EvalResult.Series(labels(one), points);
    }

    private static LabelSet labels(Json one) {
        Map<String, String> labels = new TreeMap<>();
        one.member("metric").members().forEach((name, value) -> labels.put(name, value.text()));
        return LabelSet.of(labels);
    }

    /// What a pair of a time and a value holds, which stands at that time.
    private static Json at(long tMillis, Json pair) {
        assertThat(millis(pair)).isEqualTo(tMillis);
        return pair.elements().getLast();
    }

    private static long millis(Json pair) {
        assertThat(pair.elements()).hasSize(2);
        return new BigDecimal(pair.elements().getFirst().text()).movePointRight(3).longValueExact();
    }

    private static SampleValue value(Json json) {
        return switch (json) {
            case Json.Word number -> new SampleValue.Real(number(number));
            case Json.Members _ -> histogram(json);
            case Json.Elements _ -> throw new AssertionError("no value: " + json);
        };
    }

    private static ShownHistogram histogram(Json json) {
        return new ShownHistogram(
                number(json.member("count")),
                number(json.member("sum")),
                elements(json, "buckets").stream().map(ShownAnswer::bucket).toList());
    }

    private static ShownHistogram.Bucket bucket(Json json) {
        List<Json> parts = json.elements();
        assertThat(parts).hasSize(4);
        return new ShownHistogram.Bucket(
                Integer.parseInt(parts.getFirst().text()),
                number(parts.get(1)),
                number(parts.get(2)),
                number(parts.get(3)));
    }

    private static double number(Json json) {
        return switch (json.text()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(json.text());
        };
    }
}
