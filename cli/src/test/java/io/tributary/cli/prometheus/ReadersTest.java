package io.tributary.cli.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.cli.json.Json;
import io.tributary.model.Labels;
import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.peers.Peers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prometheis that read from us: one that federates holds what we hold; one that reads remotely (by
/// chunks, as it asks for by default) answers what we answer ourselves, native histograms and the
/// ends of series included. An answer of samples is bit by bit that of the Prometheus the samples
/// are from.
///
/// ```
/// ExampleTarget, itself ─► Sender ─► Tributary ◄─ /federate ─ Prometheus, once a second
///                                            ▲──── /read ──── Prometheus without data
/// ```
@Tag("peers")
class ReadersTest {
    private static final int SCRAPES = 25;

    /// Whose answers are exact whatever the engine.
    private static final List<String> EXACT =
            List.of(
                    "%s",
                    "%s[1h]",
                    "resets(%s[1h])",
                    "last_over_time(%s[1h])",
                    "count_over_time(%s[1h])");

    /// Whose last bits depend on how fractions are added.
    private static final List<String> ROUNDED =
            List.of(
                    "rate(%s[20s])",
                    "sum by (job) (rate(%s[20s]))",
                    "histogram_quantile(0.9, rate(%s[20s]))",
                    "histogram_stddev(last_over_time(%s[1h]))");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// How many were equal, by kind.
    private final SortedMap<String, Long> equal = new TreeMap<>();

    @TempDir private Path directory;

    @Test
    void prometheis_thatReadFromUs_haveWhatWeHave() throws Exception {
        try (ServerProcess tributary =
                        ServerProcess.start(
                                directory.resolve("data"), directory.resolve("server.log"));
                ExampleTarget example = ExampleTarget.start();
                Sender sender =
                        Sender.start(
                                Peers.require("prometheus"),
                                Files.createDirectories(directory.resolve("sender")),
                                client,
                                Sender.VERSION_1,
                                Map.of("example", example.port()),
                                List.of(tributary.uri("/api/v1/push")));
                PeerProcess federating = federating(tributary);
                PeerProcess reading = reading(tributary)) {
            PrometheusApi ours = new PrometheusApi(client, tributary::uri);
            while (ours.number("min(count_over_time(up[1h]))") < SCRAPES) {
                pause();
            }
            sender.finish();
            while (!ours.isOver()) {
                pause();
            }
            long end = System.currentTimeMillis() / 1000;
            List<String> names = ours.names();
            compareFederated(names, ours, new PrometheusApi(client, federating::uri), end);
            PrometheusApi read = new PrometheusApi(client, reading::uri);
            compareRead(names, ours, read, end);
            compareRounded(names, sender.api(), read, end);
            compareSamples(
                    names,
                    new RemoteRead(client, tributary.uri("/api/v1/read")),
                    new RemoteRead(client, sender.uri("/api/v1/read")));
        }
        System.getLogger(getClass().getName())
                .log(System.Logger.Level.INFO, "equal in both: {0}", equal);
        assertThat(equal.get("federated floats")).isGreaterThan(2_000);
        assertThat(equal.get("federated histograms")).isGreaterThan(50);
        assertThat(equal.get("read floats")).isGreaterThan(10_000);
        assertThat(equal.get("read histograms")).isGreaterThan(100);
        assertThat(equal.get("computed floats")).isGreaterThan(500);
        assertThat(equal.get("computed histograms")).isGreaterThan(20);
        assertThat(equal.get("ends of series")).isGreaterThan(10);
        assertThat(equal.get("stored floats")).isGreaterThan(10_000);
        assertThat(equal.get("stored markers")).isGreaterThan(300);
        assertThat(equal.get("stored histograms")).isGreaterThan(100);
    }

    private PeerProcess federating(ServerProcess tributary)
            throws IOException, InterruptedException {
        return prometheus(
                "federating",
                """
                global: {scrape_interval: 1s, scrape_native_histograms: true}
                scrape_configs:
                  - job_name: tributary
                    honor_labels: true
                    metrics_path: /federate
                    params: {"match[]": ['{job=~"sender|example"}', '{__name__=~"example:.+"}']}
                    static_configs: [{targets: ["%s"]}]
                """
                        .formatted(tributary.uri("/").getAuthority()));
    }

    private PeerProcess reading(ServerProcess tributary) throws IOException, InterruptedException {
        return prometheus(
                "reading",
                "remote_read: [{url: \"%s\", read_recent: true}]\n"
                        .formatted(tributary.uri("/api/v1/read")));
    }

    private PeerProcess prometheus(String name, String configuration)
            throws IOException, InterruptedException {
        return PeerProcess.prometheus(directory.resolve(name), configuration);
    }

    /// Each sample that was federated is ours; which ones it met is a matter of when it came.
    private void compareFederated(
            List<String> names, PrometheusApi ours, PrometheusApi federated, long atSeconds)
            throws IOException, InterruptedException {
        for (String name : names) {
            String all = "{__name__=\"%s\",job=~\"sender|example|\"}[1h]".formatted(name);
            SortedMap<Labels, List<Json>> expected = ours.series(all, atSeconds);
            SortedMap<Labels, List<Json>> found = federated.series(all, atSeconds);
            for (Map.Entry<Labels, List<Json>> series : found.entrySet()) {
                Set<Json> points = new HashSet<>(expected.getOrDefault(series.getKey(), List.of()));
                assertThat(points).as("%s", series.getKey()).containsAll(series.getValue());
                count("federated", series.getValue());
            }
        }
    }

    private void compareRead(
            List<String> names, PrometheusApi ours, PrometheusApi read, long endSeconds)
            throws IOException, InterruptedException {
        for (String name : names) {
            for (String query : EXACT) {
                String selector = "{__name__=\"" + name + "\"}";
                compare("read", ours, read, query.formatted(selector), endSeconds - 20);
            }
        }
        for (long second = endSeconds - 60; second <= endSeconds; second++) {
            compare("read", ours, read, "count by (job) ({__name__=~\".+\"})", second);
            equal.merge("ends of series", 1L, Long::sum);
        }
    }

    /// The same engine over the same samples, once as they were stored where they come from.
    private void compareRounded(
            List<String> names, PrometheusApi sender, PrometheusApi read, long endSeconds)
            throws IOException, InterruptedException {
        for (String name : names) {
            for (String query : ROUNDED) {
                String selector = "{__name__=\"" + name + "\"}";
                compare("computed", sender, read, query.formatted(selector), endSeconds - 20);
            }
        }
    }

    private void compare(
            String kind, PrometheusApi expected, PrometheusApi read, String query, long atSeconds)
            throws IOException, InterruptedException {
        SortedMap<Labels, List<Json>> answer = expected.series(query, atSeconds);
        assertThat(read.series(query, atSeconds)).as(query).isEqualTo(answer);
        answer.values().forEach(points -> count(kind, points));
    }

    /// Bit by bit.
    private void compareSamples(List<String> names, RemoteRead ours, RemoteRead sender)
            throws IOException, InterruptedException {
        for (String name : names) {
            SortedMap<Labels, SortedMap<Long, String>> expected = sender.series(name);
            SortedMap<Labels, SortedMap<Long, String>> found = ours.series(name);
            assertThat(found.keySet()).as(name).isEqualTo(expected.keySet());
            for (Map.Entry<Labels, SortedMap<Long, String>> series : expected.entrySet()) {
                assertThat(found.get(series.getKey()))
                        .as("%s", series.getKey())
                        .isEqualTo(series.getValue());
                series.getValue()
                        .values()
                        .forEach(sample ->
                                equal.merge("stored " + StoredText.kind(sample), 1L, Long::sum));
            }
        }
    }

    private void count(String kind, List<Json> points) {
        boolean histograms =
                points.contains(new Json.Text("histograms"))
                        || points.contains(new Json.Text("histogram"));
        equal.merge(kind + (histograms ? " histograms" : " floats"), points.size() - 1L, Long::sum);
    }

    private static void pause() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
    }
}
