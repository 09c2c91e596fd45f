package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.peers.Peers;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus that scrapes itself and node_exporter writes at once to us and to a second
/// Prometheus: both hold the same samples. `-Dprometheus.scrapes=N` lets it run longer, one scrape
/// a second.
@Tag("peers")
class PrometheusTest {
    private static final long SCRAPES = Long.getLong("prometheus.scrapes", 25);
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]+,\"(\\d+)\"\\]");
    private static final Pattern NAME = Pattern.compile("\"([a-zA-Z_:][a-zA-Z0-9_:]*)\"");
    private static final Pattern SERIES =
            Pattern.compile("\\{\"metric\":(\\{.*?\\}),\"values\":(\\[\\[.*?\\]\\])\\}");

    /// HTTP/1.1, as senders speak it in clear: a stream of HTTP/2 that is answered before its body
    /// came is reset, and this client may then not tell the answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private Path directory;

    @Test
    void remoteWrite_toUsAndToPrometheus_leavesTheSameSamplesInBoth() throws Exception {
        Path prometheus = Peers.require("prometheus");
        Path nodeExporter = Peers.require("node_exporter");
        try (ServerProcess tributary =
                        ServerProcess.start(directory.resolve("data"), directory.resolve("log"));
                PeerProcess node =
                        PeerProcess.start(
                                nodeExporter,
                                port -> List.of("--web.listen-address=127.0.0.1:" + port),
                                "/metrics",
                                made("node"));
                PeerProcess receiver =
                        PeerProcess.start(
                                prometheus,
                                port -> arguments("receiver", port, "{}"),
                                "/-/ready",
                                made("receiver"))) {
            scrapeFor(prometheus, node, receiver, tributary);
            long end = System.currentTimeMillis() / 1000 + 1;
            String names = ask(receiver.uri("/api/v1/label/__name__/values"));
            Matcher name = NAME.matcher(names.substring(names.indexOf("\"data\"") + 6));
            int metrics = 0;
            int samples = 0;
            while (name.find()) {
                String query = "{__name__=\"" + name.group(1) + "\"}[1h]";
                String path = "/api/v1/query?time=" + end + "&query=" + encoded(query);
                Map<String, String> expected = series(ask(receiver.uri(path)));
                assertThat(series(ask(tributary.uri(path)))).as(query).isEqualTo(expected);
                metrics++;
                samples +=
                        expected.values().stream().mapToInt(PrometheusTest::countOfSamples).sum();
            }
            System.getLogger(getClass().getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0} metrics, {1} samples equal in both",
                            metrics,
                            samples);
            assertThat(metrics).isGreaterThan(300);
            assertThat(samples).isGreaterThan(5_000);
        }
    }

    /// Lets a Prometheus scrape and write to both; it stops in order, so that its queues are empty.
    private void scrapeFor(
            Path prometheus, PeerProcess node, PeerProcess receiver, ServerProcess tributary)
            throws Exception {
        String configuration =
                """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: node
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                  - job_name: receiver
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                remote_write:
                  - url: %s
                  - url: %s
                """
                        .formatted(
                                node.port(),
                                receiver.port(),
                                receiver.uri("/api/v1/write"),
                                tributary.uri("/api/v1/push"));
        try (PeerProcess _ =
                PeerProcess.start(
                        prometheus,
                        port -> arguments("sender", port, configuration),
                        "/-/ready",
                        made("sender"))) {
            String query = "min(count_over_time(up[1h]))";
            String path = "/api/v1/query?query=" + encoded(query);
            while (scrapes(ask(receiver.uri(path))) < SCRAPES) {
                assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    private static long scrapes(String answer) {
        Matcher value = VALUE.matcher(answer);
        return value.find() ? Long.parseLong(value.group(1)) : 0;
    }

    private List<String> arguments(String name, int port, String configuration) {
        try {
            Path file = directory.resolve(name + ".yml");
            Files.writeString(file, configuration);
            return List.of(
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + directory.resolve(name + "-data"),
                    "--web.enable-remote-write-receiver",
                    "--web.listen-address=127.0.0.1:" + port);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path made(String name) throws java.io.IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    private String ask(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        String body = client.send(request, BodyHandlers.ofString()).body();
        assertThat(body).startsWith("{\"status\":\"success\"");
        return body;
    }

    /// Values by labels, both as they stand in the answer.
    private static Map<String, String> series(String answer) {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = SERIES.matcher(answer);
        while (matcher.find()) {
            found.put(matcher.group(1), matcher.group(2));
        }
        return found;
    }

    private static int countOfSamples(String values) {
        return values.split("\\],\\[", -1).length;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
