package io.tributary.server.roundtrip;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.notes.Exemplar;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads answers of Prometheus' query API.
final class QueryRead {
    private QueryRead() {}

    /// Of a selector over a range.
    static SortedMap<String, SortedMap<Long, String>> samples(String answer) {
        SortedMap<String, SortedMap<Long, String>> all = new TreeMap<>();
        List<Json> series = JsonReader.read(answer).member("data").member("result").elements();
        for (Json each : series) {
            Labels labels = labels(each.member("metric"));
            for (Json sample : list(each, "values")) {
                Value value = new Value.FloatBits(bits(sample.elements().get(1)));
                BatchRead.add(all, labels, new Sample(millis(sample.elements().get(0)), value, 0));
            }
            for (Json sample : list(each, "histograms")) {
                Value value = new Value.Shown(shown(sample.elements().get(1)));
                BatchRead.add(all, labels, new Sample(millis(sample.elements().get(0)), value, 0));
            }
        }
        return all;
    }

    /// Of `query_exemplars`: exemplars by the labels of their series.
    static SortedMap<String, List<Exemplar>> exemplars(String answer) {
        SortedMap<String, List<Exemplar>> all = new TreeMap<>();
        for (Json series : JsonReader.read(answer).member("data").elements()) {
            List<Exemplar> own = new ArrayList<>();
            for (Json exemplar : series.member("exemplars").elements()) {
                own.add(
                        new Exemplar(
                                labels(exemplar.member("labels")),
                                millis(exemplar.member("timestamp")),
                                bits(exemplar.member("value"))));
            }
            all.put(labels(series.member("seriesLabels")).toString(), own);
        }
        return all;
    }

    private static String shown(Json histogram) {
        List<Double> buckets = new ArrayList<>();
        for (Json bucket : list(histogram, "buckets")) {
            buckets.add(number(bucket.elements().get(3)));
        }
        return Shown.text(
                number(histogram.member("count")), number(histogram.member("sum")), buckets);
    }

    private static List<Json> list(Json of, String name) {
        return of.members().containsKey(name) ? of.member(name).elements() : List.of();
    }

    private static Labels labels(Json members) {
        Labels.Builder labels = new Labels.Builder();
        for (Map.Entry<String, Json> each : members.members().entrySet()) {
            labels.set(each.getKey(), each.getValue().text());
        }
        return labels.build();
    }

    private static long millis(Json seconds) {
        return new BigDecimal(seconds.text()).movePointRight(3).longValueExact();
    }

    private static long bits(Json number) {
        double value = number(number);
        return Double.isNaN(value) ? SampleBits.NORMAL_NAN : Double.doubleToRawLongBits(value);
    }

    private static double number(Json number) {
        return switch (number.text()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number.text());
        };
    }
}
