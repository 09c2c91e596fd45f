package io.tributary.cli.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.cli.json.Json;
import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
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
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real Prometheus that scrapes itself, node_exporter, and a target that goes away, writes at
/// once to us and to a second Prometheus, in either version of remote write: both hold the same, by
/// query and by what `dump` shows of our directory. `-Dprometheus.minutes=5` lets it run longer,
/// one scrape a second.
@Tag("peers")
class PrometheusTest {
    private static final long SCRAPES_MIN = 40;

    /// What is told so long before the end has been sent.
    private static final long LAST_SCRAPES = 10;

    /// HTTP/1.1, as senders speak it in clear: a stream of HTTP/2 that is answered before its body
    /// came is reset, and this client may then not tell the answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// How many were equal, by kind.
    private final SortedMap<String, Long> equal = new TreeMap<>();

    /// Told by targets in good time to be sent, and told at all.
    private final Set<FamilyMetadata> toldInTime = new TreeSet<>(FamilyMetadata.BY_NAME);

    private final Set<FamilyMetadata> told = new TreeSet<>(FamilyMetadata.BY_NAME);

    /// Exemplars that the sender holds. A Prometheus that receives version 2 keeps none: the sender
    /// puts each into a series of its own, and a series without samples is refused there.
    private SortedMap<Labels, List<Exemplar>> sent = new TreeMap<>();

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {Sender.VERSION_1, Sender.VERSION_2})
    void remoteWrite_toUsAndToPrometheus_leavesTheSameInBoth(String message) throws Exception {
        Path data = directory.resolve("data");
        long startSeconds = System.currentTimeMillis() / 1000 - 60;
        try (ServerProcess tributary = ServerProcess.start(data, directory.resolve("log"));
                PeerProcess receiver = receiver()) {
            PrometheusApi expected = new PrometheusApi(client, receiver::uri);
            PrometheusApi actual = new PrometheusApi(client, tributary::uri);
            scrapeFor(message, startSeconds, receiver, expected, tributary, actual);
            long endSeconds = System.currentTimeMillis() / 1000 + 1;
            compareByQuery(expected, actual, endSeconds);
            assertThat(tributary.stop()).isZero();
            try (DumpFile dump = new DumpFile(dumped(data))) {
                compareSamples(
                        dump, expected, new RemoteRead(client, receiver.uri("/api/v1/read")));
                compareExemplars(
                        dump,
                        message.equals(Sender.VERSION_1)
                                ? expected.exemplars(startSeconds, endSeconds)
                                : sent);
                compareMetadata(dump, message);
                count("start timestamps", dump.starts());
            }
        }
        System.getLogger(getClass().getName())
                .log(System.Logger.Level.INFO, "{0}, equal in both: {1}", message, equal);
        assertThat(equal.get("queried floats")).isGreaterThan(10_000);
        assertThat(equal.get("queried histograms")).isGreaterThan(150);
        assertThat(equal.get("floats")).isGreaterThan(10_000);
        assertThat(equal.get("markers")).isGreaterThan(500);
        assertThat(equal.get("histograms of integers")).isGreaterThan(100);
        assertThat(equal.get("histograms of floats")).isGreaterThan(50);
        assertThat(equal.get("exemplars")).isGreaterThan(50);
        if (message.equals(Sender.VERSION_1)) {
            assertThat(equal.get("metadata")).isGreaterThan(200);
        } else {
            assertThat(equal.get("start timestamps")).isGreaterThan(10_000);
        }
    }

    private static long scrapes() {
        return Math.max(SCRAPES_MIN, 60 * Long.getLong("prometheus.minutes", 0));
    }

    private PeerProcess receiver() throws IOException, InterruptedException {
        return PeerProcess.prometheus(
                directory.resolve("receiver"),
                "{}",
                "--enable-feature=exemplar-storage",
                "--web.enable-remote-write-receiver");
    }

    /// Lets a Prometheus scrape and write to both, until both have all of it.
    private void scrapeFor(
            String message,
            long startSeconds,
            PeerProcess receiver,
            PrometheusApi expected,
            ServerProcess tributary,
            PrometheusApi actual)
            throws Exception {
        Path prometheus = Peers.require("prometheus");
        long scrapes = scrapes();
        try (ExampleTarget example = ExampleTarget.start();
                PeerProcess node =
                        PeerProcess.start(
                                Peers.require("node_exporter"),
                                port -> List.of("--web.listen-address=127.0.0.1:" + port),
                                "/metrics",
                                Files.createDirectories(directory.resolve("node")));
                Sender sender =
                        Sender.start(
                                prometheus,
                                Files.createDirectories(directory.resolve("sender")),
                                client,
                                message,
                                Map.of("node", node.port(), "example", example.port()),
                                List.of(
                                        receiver.uri("/api/v1/write"),
                                        tributary.uri("/api/v1/push")))) {
            for (long done = 0; done < scrapes; done = scraped(expected)) {
                told.addAll(sender.api().metadata());
                if (done < scrapes - LAST_SCRAPES) {
                    toldInTime.addAll(told);
                }
                if (done > scrapes / 2) {
                    example.goAway();
                }
                pause();
            }
            told.addAll(sender.api().metadata());
            sender.finish();
            while (!expected.isOver() || !actual.isOver()) {
                pause();
            }
            sent = sender.api().exemplars(startSeconds, System.currentTimeMillis() / 1000 + 1);
        }
    }

    private static long scraped(PrometheusApi expected) throws IOException, InterruptedException {
        return expected.number("min(count_over_time(up[1h]))");
    }

    private static void pause() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
    }

    /// Compares answers as they stand: all samples, and what is computed of native histograms
    /// without rounding.
    private void compareByQuery(PrometheusApi expected, PrometheusApi actual, long atSeconds)
            throws IOException, InterruptedException {
        for (String name : expected.names()) {
            String all = "{__name__=\"" + name + "\"}[1h]";
            boolean histograms = compareAnswers(expected, actual, all, atSeconds);
            if (histograms) {
                count("metrics of histograms computed with", 1);
                for (String query :
                        List.of(
                                "last_over_time(%s)",
                                "histogram_count(last_over_time(%s))", "resets(%s)")) {
                    // In a rate buckets come and go, and Prometheus sees less: ResetDetectionTest.
                    if (!query.startsWith("resets") || !all.contains("rate")) {
                        compareAnswers(expected, actual, query.formatted(all), atSeconds);
                    }
                }
            }
        }
    }

    /// Compares two answers; answers whether there are native histograms in them.
    private boolean compareAnswers(
            PrometheusApi expected, PrometheusApi actual, String query, long atSeconds)
            throws IOException, InterruptedException {
        SortedMap<Labels, List<Json>> answer = expected.series(query, atSeconds);
        assertThat(actual.series(query, atSeconds)).as(query).isEqualTo(answer);
        boolean histograms = false;
        for (List<Json> points : answer.values()) {
            boolean has = points.contains(new Json.Text("histograms"));
            histograms |= has;
            count(has ? "queried histograms" : "queried floats", points.size() - 1);
        }
        return histograms;
    }

    /// What `tributary dump --json` writes, run as a process of its own.
    private Path dumped(Path data) throws IOException, InterruptedException {
        Path file = directory.resolve("dump.json");
        Path errors = directory.resolve("dump.err");
        Process process =
                ServerProcess.java(List.of("dump", "--json", "--data", data.toString()))
                        .redirectOutput(file.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return file;
    }

    /// Compares everything both have stored, metric by metric.
    private void compareSamples(DumpFile dump, PrometheusApi expected, RemoteRead stored)
            throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        while (dump.next()) {
            SortedMap<Labels, SortedMap<Long, String>> want = stored.series(dump.metric());
            assertThat(dump.series()).as(dump.metric()).isEqualTo(want);
            count("series", want.size());
            want.values().forEach(samples -> samples.values().forEach(this::count));
            names.add(dump.metric());
        }
        assertThat(names).isEqualTo(new HashSet<>(expected.names()));
        assertThat(dump.end("losses")).isZero();
        assertThat(dump.end("samples")).isEqualTo(dump.samples());
    }

    private void count(String sample) {
        if (sample.equals(StoredText.STALE)) {
            count("markers", 1);
        } else if (sample.startsWith("integers")) {
            count("histograms of integers", 1);
        } else if (sample.startsWith("floats")) {
            count("histograms of floats", 1);
        } else {
            count("floats", 1);
        }
    }

    private void compareExemplars(DumpFile dump, SortedMap<Labels, List<Exemplar>> expected) {
        assertThat(dump.exemplars()).isEqualTo(expected);
        expected.values().forEach(exemplars -> count("exemplars", exemplars.size()));
    }

    /// A Prometheus does not keep the metadata that it receives: ours is compared with what the
    /// sender's targets told. Of a family of which they say different things one holds. By version
    /// 2 the sender, as it was released, sends none.
    private void compareMetadata(DumpFile dump, String message) {
        assertThat(told).containsAll(dump.metadata());
        if (message.equals(Sender.VERSION_2)) {
            return;
        }
        assertThat(dump.metadata())
                .extracting(FamilyMetadata::family)
                .doesNotHaveDuplicates()
                .containsAll(toldInTime.stream().map(FamilyMetadata::family).toList());
        count("metadata", dump.metadata().size());
    }

    private void count(String kind, long more) {
        equal.merge(kind, more, Long::sum);
    }
}
