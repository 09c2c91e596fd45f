package io.tributary.cli.prometheus;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonReader;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Questions to a Prometheus, or to who speaks as one, and what it answers.
final class PrometheusApi {
    private static final String ALL_SERIES = "{__name__=~\".+\"}";

    private final HttpClient client;
    private final Function<String, URI> uri;

    /// @param uri of a path and query
    PrometheusApi(HttpClient client, Function<String, URI> uri) {
        this.client = client;
        this.uri = uri;
    }

    /// All metric names.
    List<String> names() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (Json name : ask("/api/v1/label/__name__/values").list()) {
            names.add(name.plain());
        }
        return names;
    }

    /// The value of a query that answers one sample; 0 where it answers none.
    long number(String query) throws IOException, InterruptedException {
        List<Json> found = ask("/api/v1/query?query=" + encoded(query)).member("result").list();
        return found.isEmpty()
                ? 0
                : Long.parseLong(found.getFirst().member("value").list().getLast().plain());
    }

    /// Whether every series has ended by a staleness marker.
    boolean isOver() throws IOException, InterruptedException {
        return number("count(" + ALL_SERIES + ")") == 0;
    }

    /// What a query answers of each series, as it is written.
    SortedMap<Labels, List<Json>> series(String query, long atSeconds)
            throws IOException, InterruptedException {
        SortedMap<Labels, List<Json>> found = new TreeMap<>();
        String path = "/api/v1/query?time=" + atSeconds + "&query=" + encoded(query);
        for (Json one : ask(path).member("result").list()) {
            List<Json> points = new ArrayList<>();
            if (one instanceof Json.Members(var members)) {
                for (String kind : List.of("value", "values", "histogram", "histograms")) {
                    if (members.containsKey(kind)) {
                        points.add(new Json.Text(kind));
                        points.addAll(members.get(kind).list());
                    }
                }
            }
            found.put(labels(one.member("metric")), points);
        }
        return found;
    }

    /// Exemplars by series, times ascending.
    SortedMap<Labels, List<Exemplar>> exemplars(long fromSeconds, long toSeconds)
            throws IOException, InterruptedException {
        SortedMap<Labels, List<Exemplar>> found = new TreeMap<>();
        String times = "&start=" + fromSeconds + "&end=" + toSeconds;
        for (Json one :
                ask("/api/v1/query_exemplars?query=" + encoded(ALL_SERIES) + times).list()) {
            List<Exemplar> exemplars = new ArrayList<>();
            for (Json exemplar : one.member("exemplars").list()) {
                exemplars.add(
                        new Exemplar(
                                labels(exemplar.member("labels")),
                                new BigDecimal(exemplar.member("timestamp").plain())
                                        .movePointRight(3)
                                        .longValueExact(),
                                bits(exemplar.member("value").plain())));
            }
            exemplars.sort(Exemplar.BY_TIME);
            found.put(labels(one.member("seriesLabels")), exemplars);
        }
        return found;
    }

    /// What its targets say of their families: two may say different things of one.
    Set<FamilyMetadata> metadata() throws IOException, InterruptedException {
        Set<FamilyMetadata> found = new TreeSet<>(FamilyMetadata.BY_NAME);
        if (ask("/api/v1/metadata") instanceof Json.Members(var families)) {
            for (Map.Entry<String, Json> family : families.entrySet()) {
                for (Json entry : family.getValue().list()) {
                    found.add(family(family.getKey(), entry));
                }
            }
        }
        return found;
    }

    static FamilyMetadata family(Json json) throws IOException {
        return family(json.member("family").plain(), json);
    }

    static Labels labels(Json json) throws IOException {
        Labels.Builder labels = new Labels.Builder();
        if (json instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> label : members.entrySet()) {
                labels.set(label.getKey(), label.getValue().plain());
            }
        }
        return labels.build();
    }

    /// Of a number as Prometheus writes it.
    static long bits(String number) {
        return switch (number) {
            case "NaN" -> SampleBits.NORMAL_NAN;
            case "+Inf" -> Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
            case "-Inf" -> Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
            default -> Double.doubleToRawLongBits(Double.parseDouble(number));
        };
    }

    private static FamilyMetadata family(String name, Json json) throws IOException {
        String word = json.member("type").plain();
        MetricType type =
                Arrays.stream(MetricType.values())
                        .filter(one -> one.word().equals(word))
                        .findFirst()
                        .orElseThrow();
        return new FamilyMetadata(
                name, type, json.member("help").plain(), json.member("unit").plain());
    }

    private Json ask(String path) throws IOException, InterruptedException {
        Json answer = JsonReader.read(get(path));
        if (!answer.member("status").plain().equals("success")) {
            throw new IOException(path + ": " + answer);
        }
        return answer.member("data");
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri.apply(path)).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
