package io.tributary.promql.fuzz.prometheus;

import io.tributary.promql.fuzz.Told;
import io.tributary.promql.fuzz.Trial;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import io.tributary.testkit.peers.PeerProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A Prometheus of our own, to write to and to ask.
final class Prometheus implements AutoCloseable {
    /// All features of 3.14 that change what a query answers (its `cmd/prometheus/main.go`).
    static final List<String> FEATURES =
            List.of(
                    "promql-experimental-functions",
                    "promql-delayed-name-removal",
                    "promql-extended-range-selectors",
                    "promql-binop-fill-modifiers",
                    "promql-duration-expr",
                    "promql-per-step-stats",
                    "use-start-timestamps",
                    "type-and-unit-labels");

    private final PeerProcess process;
    private final HttpClient client;

    private Prometheus(PeerProcess process, HttpClient client) {
        this.process = process;
        this.client = client;
    }

    static Prometheus start(Path directory, List<String> features)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>();
        flags.add("--storage.tsdb.retention.time=100y");
        flags.add("--web.enable-remote-write-receiver");
        if (!features.isEmpty()) {
            flags.add("--enable-feature=" + String.join(",", features));
        }
        PeerProcess process = PeerProcess.prometheus(directory, "{}", flags.toArray(String[]::new));
        return new Prometheus(process, HttpClient.newHttpClient());
    }

    void write(Dataset data) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(process.uri("/api/v1/write"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(BodyPublishers.ofByteArray(RemoteWrite.request(data)))
                        .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
    }

    Told ask(Trial trial) throws IOException, InterruptedException {
        return Answer.read(answer(trial, ""));
    }

    /// The samples that a query took and read, as `stats=all` tells them.
    Json samples(Trial trial) throws IOException, InterruptedException {
        return JsonReader.read(answer(trial, "all"))
                .member("data")
                .member("stats")
                .member("samples");
    }

    private String answer(Trial trial, String statistics) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("stats", statistics);
        form.put("query", trial.query());
        String path =
                switch (trial.when()) {
                    case When.Instant(var time) -> {
                        form.put("time", seconds(time));
                        yield "/api/v1/query";
                    }
                    case When.Range(var start, var end, var step) -> {
                        form.put("start", seconds(start));
                        form.put("end", seconds(end));
                        form.put("step", step + "ms");
                        yield "/api/v1/query_range";
                    }
                };
        HttpRequest request =
                HttpRequest.newBuilder(process.uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encoded(form)))
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e ->
                        e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
