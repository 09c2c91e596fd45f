package io.tributary.cli.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.server.WriteRequestBytes;
import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.peers.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real vmagent scrapes, is pushed to, and writes at once to us and to a Prometheus: both hold
/// the same, markers of staleness included, and what was pushed is as it was.
///
/// Left to itself, vmagent packs with zstd until it is answered 400 or 415, and from then on with
/// snappy: we take zstd, the Prometheus does not.
@Tag("peers")
class VmagentTest {
    private static final long SCRAPES = 12;
    private static final long WITHIN_NANOS = 120_000_000_000L;
    private static final String DOWNGRADED = "Downgrading protocol";

    /// Numbers that are hard to carry.
    private static final List<Double> NUMBERS =
            List.of(
                    1.0,
                    -0.0,
                    0.1,
                    -1e-9,
                    9007199254740992.0,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// What was pushed, as it is to be in both.
    private final SortedMap<Labels, SortedMap<Long, String>> pushed = new TreeMap<>();

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void remoteWrite_toUsAndToPrometheus_leavesTheSameInBoth(boolean forcePrometheusProtocol)
            throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess tributary = ServerProcess.start(data, directory.resolve("log"));
                PeerProcess receiver = receiver()) {
            PrometheusApi expected = new PrometheusApi(client, receiver::uri);
            PrometheusApi actual = new PrometheusApi(client, tributary::uri);
            List<URI> writes =
                    List.of(tributary.uri("/api/v1/write"), receiver.uri("/api/v1/write"));
            try (ExampleTarget example = ExampleTarget.start();
                    PeerProcess node = node();
                    PeerProcess vmagent =
                            vmagent(
                                    writes,
                                    "scrape_configs:\n"
                                            + job("node", node.port())
                                            + job("example", example.port()),
                                    "-remoteWrite.forcePromProto=" + forcePrometheusProtocol)) {
                push(vmagent);
                await(() -> scraped(actual) > SCRAPES / 2);
                example.goAway();
                await(() -> scraped(actual) > SCRAPES);
                configure("scrape_configs: []");
                get(vmagent.uri("/-/reload"));
                await(() -> expected.isOver() && actual.isOver());
                long sent =
                        sum(vmagent, "vmagent_remotewrite_global_rows_pushed_before_relabel_total");
                await(() -> sum(receiver, "prometheus_tsdb_head_samples_appended_total") >= sent);
                await(() ->
                        sum(get(tributary.uri("/metrics")), "tributary_ingest_samples_total")
                                >= sent);

                String told = get(tributary.uri("/metrics"));
                assertThat(sum(told, "tributary_ingest_samples_total")).isEqualTo(sent);
                assertThat(sum(told, "tributary_ingest_repeated_samples_total")).isZero();
                assertThat(sum(told, "tributary_ingest_refused_samples_total")).isZero();
                assertThat(downgraded(vmagent))
                        .hasSize(forcePrometheusProtocol ? 0 : 1)
                        .allMatch(line -> line.contains(receiver.uri("/").toString()));
            }
            assertThat(tributary.stop()).isZero();
            try (DumpFile dump = new DumpFile(dumped(data))) {
                compare(dump, expected, new RemoteRead(client, receiver.uri("/api/v1/read")));
                assertThat(dump.metadata())
                        .contains(
                                new FamilyMetadata(
                                        "example_requests",
                                        MetricType.COUNTER,
                                        "Requests, \"all\" of them:\n\"\\\" included.",
                                        ""));
            }
        }
    }

    /// It takes any 400 to mean that zstd is not understood: it sends all of it again, and snappy
    /// from then on.
    @Test
    void remoteWrite_refusedInPart_goesOnWithSnappyAndLosesNothing() throws Exception {
        long start = System.currentTimeMillis() - 600_000;
        try (ServerProcess tributary =
                        ServerProcess.start(directory.resolve("data"), directory.resolve("log"));
                PeerProcess vmagent =
                        vmagent(List.of(tributary.uri("/api/v1/write")), "scrape_configs: []")) {
            PrometheusApi api = new PrometheusApi(client, tributary::uri);
            pushText(vmagent, "kept 1 " + start);
            await(() -> count(api, "kept") == 1);
            assertThat(downgraded(vmagent)).isEmpty();

            pushText(vmagent, "kept 2 " + start + "\nbeside 3 " + start);
            await(() -> downgraded(vmagent).size() == 1);
            pushText(vmagent, "kept 4 " + (start + 15_000));
            await(() -> count(api, "kept") == 2 && count(api, "beside") == 1);

            String told = get(tributary.uri("/metrics"));
            assertThat(sum(told, "tributary_ingest_refused_samples_total")).isEqualTo(2);
            assertThat(sum(told, "tributary_ingest_repeated_samples_total")).isEqualTo(1);
            assertThat(sum(vmagent, "vmagent_remotewrite_packets_dropped_total")).isEqualTo(1);
            assertThat(api.number("sum_over_time(kept[1h])")).isEqualTo(1 + 4);
            assertThat(api.number("sum_over_time(beside[1h])")).isEqualTo(3);
        }
    }

    private PeerProcess receiver() throws IOException, InterruptedException {
        return PeerProcess.prometheus(
                directory.resolve("receiver"),
                "storage: {tsdb: {out_of_order_time_window: 1h}}",
                "--web.enable-remote-write-receiver");
    }

    private PeerProcess node() throws IOException, InterruptedException {
        return PeerProcess.start(
                Peers.require("node_exporter"),
                port -> List.of("--web.listen-address=127.0.0.1:" + port),
                "/metrics",
                Files.createDirectories(directory.resolve("node")));
    }

    private PeerProcess vmagent(List<URI> writes, String configuration, String... flags)
            throws IOException, InterruptedException {
        configure(configuration);
        return PeerProcess.start(
                Peers.require("vmagent"),
                port -> {
                    List<String> arguments = new ArrayList<>(List.of(flags));
                    writes.forEach(uri -> arguments.add("-remoteWrite.url=" + uri));
                    arguments.add("-remoteWrite.showURL");
                    arguments.add("-remoteWrite.tmpDataPath=" + directory.resolve("queue"));
                    arguments.add("-promscrape.config=" + directory.resolve("vmagent.yml"));
                    arguments.add("-httpListenAddr=127.0.0.1:" + port);
                    return arguments;
                },
                "/-/ready",
                directory);
    }

    private void configure(String configuration) throws IOException {
        Files.writeString(
                directory.resolve("vmagent.yml"),
                "global: {scrape_interval: 1s}\n" + configuration + "\n");
    }

    private static String job(String name, int port) {
        return "  - {job_name: %s, static_configs: [{targets: [\"127.0.0.1:%d\"]}]}\n"
                .formatted(name, port);
    }

    /// By each way that we have, too; long ago, so that no query for now sees it.
    private void push(PeerProcess vmagent) throws IOException, InterruptedException {
        long start = System.currentTimeMillis() - 1_800_000;
        StringBuilder text = new StringBuilder();
        StringBuilder lines = new StringBuilder();
        StringBuilder values = new StringBuilder();
        StringBuilder times = new StringBuilder();
        WriteRequestBytes request = new WriteRequestBytes();
        for (int i = 0; i < NUMBERS.size(); i++) {
            double number = NUMBERS.get(i);
            long time = start + i * 15_000L;
            text.append("pushed_text{path=\"/é\\\"\\\\\"} %s %d\n".formatted(go(number), time));
            expect(time, number, "pushed_text", "path", "/é\"\\");
            request.sample(time, number, "__name__", "pushed_message", "path", "/é");
            expect(time, number, "pushed_message", "path", "/é");
            if (Double.isFinite(number)) {
                lines.append("pushed,path=/é line=%s %d000000\n".formatted(number, time));
                expect(time, number, "pushed_line", "path", "/é");
                values.append(values.isEmpty() ? "" : ",").append(number);
                times.append(times.isEmpty() ? "" : ",").append(time);
                expect(time, number, "pushed_json", "path", "/é");
            }
        }
        long end = start + NUMBERS.size() * 15_000L;
        double stale = Double.longBitsToDouble(SampleBits.STALE_NAN);
        request.sample(end, stale, "__name__", "pushed_message", "path", "/é");
        expect(end, stale, "pushed_message", "path", "/é");
        double nan = Double.longBitsToDouble(SampleBits.NORMAL_NAN);
        request.sample(end + 15_000, nan, "__name__", "pushed_message", "path", "/é");
        expect(end + 15_000, nan, "pushed_message", "path", "/é");

        pushText(vmagent, text.toString());
        post(vmagent, "/write", BodyPublishers.ofString(lines.toString()));
        post(
                vmagent,
                "/api/v1/import",
                BodyPublishers.ofString(
                        "{\"metric\":{\"__name__\":\"pushed_json\",\"path\":\"/é\"},\"values\":[%s],\"timestamps\":[%s]}\n"
                                .formatted(values, times)));
        post(vmagent, "/api/v1/write", BodyPublishers.ofByteArray(request.snappy()));
    }

    private static String go(double number) {
        return Double.isInfinite(number) ? number > 0 ? "+Inf" : "-Inf" : Double.toString(number);
    }

    /// Its zeros have no sign: vmagent leaves out of a message whatever equals zero.
    private void expect(long time, double value, String name, String label, String labelValue) {
        Labels labels = new Labels.Builder().set("__name__", name).set(label, labelValue).build();
        pushed.computeIfAbsent(labels, _ -> new TreeMap<>())
                .put(
                        time,
                        StoredText.ofFloat(Double.doubleToRawLongBits(value == 0 ? 0.0 : value)));
    }

    private void compare(DumpFile dump, PrometheusApi expected, RemoteRead stored)
            throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        SortedMap<Labels, SortedMap<Long, String>> found = new TreeMap<>();
        long markers = 0;
        while (dump.next()) {
            assertThat(dump.series()).as(dump.metric()).isEqualTo(stored.series(dump.metric()));
            names.add(dump.metric());
            if (dump.metric().startsWith("pushed")) {
                found.putAll(dump.series());
            }
            for (SortedMap<Long, String> samples : dump.series().values()) {
                markers += samples.values().stream().filter(StoredText.STALE::equals).count();
            }
        }
        assertThat(names).isEqualTo(new HashSet<>(expected.names()));
        assertThat(found).isEqualTo(pushed);
        assertThat(markers).isGreaterThan(500);
        assertThat(dump.samples()).isGreaterThan(5_000);
    }

    private void pushText(PeerProcess vmagent, String lines)
            throws IOException, InterruptedException {
        post(vmagent, "/api/v1/import/prometheus", BodyPublishers.ofString(lines + "\n"));
    }

    private static long count(PrometheusApi api, String metric)
            throws IOException, InterruptedException {
        return api.number("sum(count_over_time(" + metric + "[1h]))");
    }

    private static long scraped(PrometheusApi api) throws IOException, InterruptedException {
        return api.number("min(count_over_time(up[1h]))");
    }

    private static List<String> downgraded(PeerProcess vmagent) throws IOException {
        return Files.readAllLines(vmagent.log()).stream()
                .filter(line -> line.contains(DOWNGRADED))
                .toList();
    }

    private void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + WITHIN_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(300_000_000L);
        }
    }

    private long sum(PeerProcess peer, String metric) throws IOException, InterruptedException {
        return sum(get(peer.uri("/metrics")), metric);
    }

    /// The sum of a metric's series in an exposition.
    private static long sum(String exposition, String metric) {
        double sum = 0;
        for (String line : exposition.lines().toList()) {
            if (line.startsWith(metric + "{") || line.startsWith(metric + " ")) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return (long) sum;
    }

    private String get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    private void post(PeerProcess peer, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(peer.uri(path)).POST(body).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(204);
    }

    private Path dumped(Path data) throws IOException, InterruptedException {
        Path file = directory.resolve("dump.json");
        Process process =
                ServerProcess.java(List.of("dump", "--json", "--data", data.toString()))
                        .redirectOutput(file.toFile())
                        .redirectError(directory.resolve("dump.err").toFile())
                        .start();
        assertThat(process.waitFor()).isZero();
        return file;
    }
}
