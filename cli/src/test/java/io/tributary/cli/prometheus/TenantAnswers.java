package io.tributary.cli.prometheus;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonReader;
import io.tributary.model.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What one tenant's queries answer.
///
/// @param uri of a path and query
record TenantAnswers(HttpClient client, Function<String, URI> uri, String tenant) {
    /// The metrics that match a selector.
    List<String> names(String selector) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        String path = "/api/v1/label/__name__/values?match%5B%5D=" + encoded(selector);
        for (Json name : ask(path).list()) {
            names.add(name.plain());
        }
        return names;
    }

    /// The floats of a range query with a step of a second, by series and second.
    SortedMap<Labels, NavigableMap<Long, Double>> range(
            String query, long fromSecond, long toSecond) throws IOException, InterruptedException {
        return floats(query, fromSecond, toSecond, "");
    }

    /// Likewise, of each replica by itself.
    SortedMap<Labels, NavigableMap<Long, Double>> rangeApart(
            String query, long fromSecond, long toSecond) throws IOException, InterruptedException {
        return floats(query, fromSecond, toSecond, "&dedup=false");
    }

    private SortedMap<Labels, NavigableMap<Long, Double>> floats(
            String query, long fromSecond, long toSecond, String options)
            throws IOException, InterruptedException {
        SortedMap<Labels, NavigableMap<Long, Double>> found = new TreeMap<>();
        String path =
                "/api/v1/query_range?step=1&start=%d&end=%d&query=%s"
                                .formatted(fromSecond, toSecond, encoded(query))
                        + options;
        for (Json series : ask(path).member("result").list()) {
            NavigableMap<Long, Double> values = new TreeMap<>();
            for (Json point : series.member("values").list()) {
                values.put(
                        Long.parseLong(point.list().getFirst().plain()),
                        Double.longBitsToDouble(
                                PrometheusApi.bits(point.list().getLast().plain())));
            }
            found.put(PrometheusApi.labels(series.member("metric")), values);
        }
        return found;
    }

    private Json ask(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri.apply(path))
                        .header("X-Scope-OrgID", tenant)
                        .timeout(Duration.ofSeconds(60))
                        .build();
        Json answer = JsonReader.read(client.send(request, BodyHandlers.ofString()).body());
        if (!answer.member("status").plain().equals("success")) {
            throw new IOException(path + ": " + answer);
        }
        return answer.member("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
