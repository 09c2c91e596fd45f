package io.tributary.format.otlp.prometheus;

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
import java.util.List;

/// A Prometheus that takes OTLP, to write to and to ask.
final class OtlpPrometheus implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            storage:
              exemplars:
                max_exemplars: 100000
            otlp:
            """;

    private final PeerProcess process;
    private final HttpClient client = HttpClient.newHttpClient();

    private OtlpPrometheus(PeerProcess process) {
        this.process = process;
    }

    /// @param otlp the lines of the section `otlp`
    static OtlpPrometheus start(Path directory, List<String> otlp)
            throws IOException, InterruptedException {
        return new OtlpPrometheus(
                PeerProcess.prometheus(
                        directory,
                        CONFIGURATION + "  " + String.join("\n  ", otlp) + "\n",
                        "--storage.tsdb.retention.time=100y",
                        "--web.enable-otlp-receiver",
                        "--enable-feature=exemplar-storage"));
    }

    /// Sends a request; answers the status, and what was said.
    HttpResponse<String> write(byte[] request, String type)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(process.uri("/api/v1/otlp/v1/metrics"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(request))
                        .build(),
                BodyHandlers.ofString());
    }

    /// All series with a sample after one moment, up to another.
    Json samples(long afterMillis, long toMillis) throws IOException, InterruptedException {
        String range = "{__name__!=\"\"}[" + (toMillis - afterMillis) + "ms]";
        return ask("/api/v1/query?query=%s&time=%s".formatted(encoded(range), seconds(toMillis)))
                .member("result");
    }

    Json exemplars(long fromMillis, long toMillis) throws IOException, InterruptedException {
        return ask(
                "/api/v1/query_exemplars?query=%s&start=%s&end=%s"
                        .formatted(
                                encoded("{__name__!=\"\"}"),
                                seconds(fromMillis),
                                seconds(toMillis)));
    }

    private Json ask(String path) throws IOException, InterruptedException {
        String body =
                client.send(
                                HttpRequest.newBuilder(process.uri(path)).build(),
                                BodyHandlers.ofString())
                        .body();
        return JsonReader.read(body).member("data");
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
