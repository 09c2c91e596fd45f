package io.tributary.server.write.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import io.tributary.testkit.peers.Peers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenTelemetry's `telemetrygen` as the sender, over HTTP and gRPC: each kind of metric, as its
/// source says that it makes them.
///
/// It tells times to the nanosecond and waits for nothing before its second point, so that points
/// may share a millisecond: the first of them is stored, the others are refused and counted.
@Tag("peers")
@TestInstance(Lifecycle.PER_CLASS)
class TelemetrygenTest {
    private static final int POINTS = 10;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /// Of its `pkg/metrics/worker.go`: the sums, bounds and counts of explicit histograms.
    private static final List<Integer> SUMS =
            List.of(3940, 4455, 5337, 4477, 4670, 5670, 5091, 3420, 5917, 3988);

    private static final String[] BOUNDS =
            "0 5 10 25 50 75 100 250 500 750 1000 2500 5000 7500 10000 +Inf".split(" ", -1);
    private static final int[][] COUNTS = {
        {0, 0, 1, 0, 0, 0, 3, 4, 1, 1, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 2, 4, 4, 0, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1, 4, 3, 2, 0, 0, 0, 0, 0, 0},
        {0, 0, 1, 0, 1, 0, 2, 2, 1, 3, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 1, 3, 2, 2, 2, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 1, 1, 0, 1, 1, 1, 5, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 2, 1, 1, 4, 2, 0, 0, 0, 0, 0, 0},
        {0, 0, 2, 0, 0, 0, 2, 4, 1, 1, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1, 3, 2, 4, 0, 0, 0, 0, 0, 0},
        {0, 0, 1, 0, 1, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0},
    };

    private StoredServer server;
    private StoredServer.Connection client;

    @TempDir private Path directory;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server = new StoredServer(data);
        client = server.connect();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void gauge_isStoredAsItWasMade(String way) throws Exception {
        String tenant = "gauge-" + way;
        send(way, tenant, "Gauge");

        assertCountsUp(tenant, series(tenant, "gen_load", "kind='a'"));
        assertThat(series(tenant, "target_info", "job='shop',region='eu-1'").values())
                .containsOnly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void sum_isStoredAsItWasMade_andSaysSinceWhenItCounts(String way) throws Exception {
        String tenant = "sum-" + way;
        send(way, tenant, "Sum", "--trace-id=" + TRACE);

        assertCountsUp(tenant, series(tenant, "gen_load_total", "kind='a'"));
        String exemplars = "/api/v1/query_exemplars?start=0&end=4000000000&query=gen_load_total";
        assertThat(client.get(exemplars, tenant))
                .contains("\"trace_id\":\"" + TRACE + "\"", "\"value\":\"1\"");
        List<Json> starts = exported(tenant, "gen_load_total").member("startTimestamps").elements();
        assertThat(starts).extracting(Json::text).containsOnly(starts.getFirst().text());
        assertThat(Long.parseLong(starts.getFirst().text()))
                .isBetween(
                        series(tenant, "gen_load_total", "").firstKey() - 60_000,
                        series(tenant, "gen_load_total", "").firstKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void histogram_isStoredAsItWasMade(String way) throws Exception {
        String tenant = "histogram-" + way;
        send(way, tenant, "Histogram");

        SortedMap<Long, String> sums = series(tenant, "gen_load_sum", "kind='a'");
        assertThat(sums.values()).isSubsetOf(SUMS.stream().map(String::valueOf).toList());
        assertThat(sums).hasSizeGreaterThan(POINTS / 2);
        for (long time : sums.keySet()) {
            int[] counts = COUNTS[SUMS.indexOf(Integer.parseInt(sums.get(time)))];
            int sum = 0;
            for (int i = 0; i < BOUNDS.length; i++) {
                sum += counts[i];
                assertThat(series(tenant, "gen_load_bucket", "le='" + BOUNDS[i] + "'"))
                        .as(BOUNDS[i])
                        .containsEntry(time, Integer.toString(sum));
            }
            assertThat(series(tenant, "gen_load_count", ""))
                    .containsEntry(time, Integer.toString(sum));
        }
    }

    /// What it observed, it made up: the buckets have room for the sum, and hold the count.
    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void exponentialHistogram_isStoredAsANativeOne(String way) throws Exception {
        String tenant = "exponential-" + way;
        send(way, tenant, "ExponentialHistogram");

        List<Json> histograms = exported(tenant, "gen_load").member("histograms").elements();
        assertThat(histograms).hasSizeBetween(POINTS / 2 + 1, POINTS);
        for (Json histogram : histograms) {
            Json integers = histogram.member("integers");
            double base = Math.pow(2, Math.pow(2, -number(integers, "schema")));
            double count = number(integers, "zeroCount");
            double least = 0;
            double most = 0;
            for (Json bucket : integers.member("positive").elements()) {
                int index = Integer.parseInt(bucket.elements().get(0).text());
                double observed = Double.parseDouble(bucket.elements().get(1).text());
                count += observed;
                least += observed * Math.pow(base, index - 1);
                most += observed * Math.pow(base, index);
            }
            assertThat(count).isEqualTo(number(integers, "count")).isBetween(10.0, 29.0);
            assertThat(number(integers, "sum")).isBetween(least, most);
        }
    }

    private void send(String way, String tenant, String type, String... more) throws Exception {
        URI address = URI.create(server.url());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Peers.require("telemetrygen").toString(),
                                "metrics",
                                "--otlp-insecure",
                                "--allow-export-failures",
                                "--otlp-endpoint=" + address.getAuthority(),
                                "--otlp-header=x-scope-orgid=\"" + tenant + "\"",
                                "--metric-type=" + type,
                                "--aggregation-temporality=cumulative",
                                "--otlp-metric-name=gen.load",
                                "--metrics=" + POINTS,
                                "--rate=50",
                                "--service=shop",
                                "--otlp-attributes=region=\"eu-1\"",
                                "--telemetry-attributes=kind=\"a\""));
        command.addAll(List.of(more));
        if (way.equals("http")) {
            command.add("--otlp-http");
        }
        Path log = directory.resolve(tenant + ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    /// That it is 0, 1, 2 … less what was refused.
    private void assertCountsUp(String tenant, SortedMap<Long, String> values) throws Exception {
        List<Integer> stored = values.values().stream().map(Integer::parseInt).toList();
        assertThat(stored).isSorted().doesNotHaveDuplicates().startsWith(0);
        assertThat(stored.getLast()).isLessThan(POINTS);
        assertThat(stored).hasSizeGreaterThan(POINTS / 2);
        String refused =
                "tributary_ingest_refused_samples_total{reason=\"conflict\",tenant=\"%s\"} %d.0"
                        .formatted(tenant, POINTS - stored.size());
        if (stored.size() < POINTS) {
            assertThat(client.get("/metrics", tenant)).contains(refused);
        }
    }

    private SortedMap<Long, String> series(String tenant, String metric, String matchers)
            throws IOException, InterruptedException {
        Json line = exported(tenant, metric + "{" + matchers.replace('\'', '"') + "}");
        List<Json> values = line.member("values").elements();
        List<Json> times = line.member("timestamps").elements();
        SortedMap<Long, String> samples = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            samples.put(Long.parseLong(times.get(i).text()), values.get(i).text());
        }
        return samples;
    }

    /// The one series that matches.
    private Json exported(String tenant, String selector) throws IOException, InterruptedException {
        String lines =
                client.get("/api/v1/export?" + RunningServer.form("match[]", selector), tenant);
        assertThat(lines.lines().toList()).as(selector + ": " + lines).hasSize(1);
        return JsonReader.read(lines.strip());
    }

    private static double number(Json json, String member) throws IOException {
        return Double.parseDouble(json.member(member).text());
    }
}
