package io.tributary.cli.query;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a query's `data` says, its figures as the server wrote them.
///
/// @param kind Prometheus' `resultType`
/// @param series in the order of the answer; a scalar or a string is one series without labels
record Answer(Kind kind, List<Series> series) {
    /// What was answered.
    enum Kind {
        SCALAR,
        STRING,
        VECTOR,
        MATRIX
    }

    /// A value at a time.
    ///
    /// @param seconds since 1970, as a number of seconds with an optional fraction
    /// @param value a float, a histogram as JSON, or a text
    record Point(String seconds, String value) {
        double time() {
            return Double.parseDouble(seconds);
        }

        /// NaN for what is no float.
        double number() {
            return switch (value) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> parsed();
            };
        }

        private double parsed() {
            try {
                return Double.parseDouble(value);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
    }

    /// Points of one label set, times ascending.
    record Series(Map<String, String> labels, List<Point> points) {
        Series {
            points = List.copyOf(points);
        }
    }

    Answer {
        series = List.copyOf(series);
    }

    /// Reads the `data` of a query or a range query.
    ///
    /// @throws JsonException if it is not what Prometheus' API says it is
    static Answer of(Json data) throws JsonException {
        Json result = data.member("result");
        String kind = data.member("resultType").plain();
        return switch (kind) {
            case "scalar" -> new Answer(Kind.SCALAR, List.of(single(result)));
            case "string" -> new Answer(Kind.STRING, List.of(single(result)));
            case "vector" -> new Answer(Kind.VECTOR, series(result));
            case "matrix" -> new Answer(Kind.MATRIX, series(result));
            default -> throw new JsonException("unknown resultType " + kind);
        };
    }

    /// The names of all labels, `__name__` first if there is one.
    List<String> labelNames() {
        TreeMap<String, String> all = new TreeMap<>();
        series.forEach(one -> all.putAll(one.labels));
        return List.copyOf(all.keySet());
    }

    private static Series single(Json pair) throws JsonException {
        return new Series(Map.of(), List.of(point(pair)));
    }

    private static List<Series> series(Json result) throws JsonException {
        List<Series> series = new ArrayList<>();
        for (Json one : result.list()) {
            List<Point> points = new ArrayList<>();
            if (one.has("value")) {
                points.add(point(one.member("value")));
            }
            if (one.has("histogram")) {
                points.add(point(one.member("histogram")));
            }
            addAll(one, "values", points);
            addAll(one, "histograms", points);
            points.sort((a, b) -> Double.compare(a.time(), b.time()));
            series.add(new Series(labels(one.member("metric")), points));
        }
        return series;
    }

    private static void addAll(Json series, String member, List<Point> points)
            throws JsonException {
        if (series.has(member)) {
            for (Json pair : series.member(member).list()) {
                points.add(point(pair));
            }
        }
    }

    private static Map<String, String> labels(Json metric) throws JsonException {
        Map<String, String> labels = new TreeMap<>();
        if (metric instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> label : members.entrySet()) {
                labels.put(label.getKey(), label.getValue().plain());
            }
        }
        return labels;
    }

    private static Point point(Json pair) throws JsonException {
        List<Json> both = pair.list();
        if (both.size() != 2) {
            throw new JsonException("a point of " + both.size() + " parts, expected 2");
        }
        String seconds = both.get(0).plain();
        try {
            double _ = Double.parseDouble(seconds);
        } catch (NumberFormatException e) {
            throw new JsonException("a point at \"" + seconds + "\", expected a number");
        }
        Json value = both.get(1);
        // Histograms are told by their counts; who needs the buckets asks for JSON.
        return new Point(
                seconds,
                value instanceof Json.Members
                        ? "count=%s sum=%s"
                                .formatted(
                                        value.member("count").plain(), value.member("sum").plain())
                        : value.plain());
    }
}
