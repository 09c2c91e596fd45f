package io.tributary.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.cli.Tributary;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonReader;
import io.tributary.cli.line.Console;
import io.tributary.server.HeadOpener;
import io.tributary.server.WriteRequestBytes;
import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.peers.Peers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Influx 1.x, with odd names, fields of each type and two retention policies, is imported
/// by a process that is killed in between; then each value is here, and the counts are those of
/// what was written.
@Tag("peers")
class RealInfluxTest {
    private static final long START_MILLIS = 1_577_836_800_000L;
    private static final long STEP_MILLIS = 10_000;
    private static final int POINTS = 4_000;
    private static final int KILLED_BATCH_LINES = 500;
    private static final List<String> HOSTS =
            List.of("a", "b c", "k=v,w", "C:\\temp", "grün \"x\"", "{}$(1)|*");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// What is to be here: values by time by series.
    private final SortedMap<String, SortedMap<Long, Double>> expected = new TreeMap<>();

    private final Map<Written, Long> written = new LinkedHashMap<>();

    /// Points that were written, all of one column.
    private record Written(String policy, String measurement, String field, String kind) {}

    @TempDir private Path directory;
    private URI influx = URI.create("");
    private URI server = URI.create("");

    @Test
    void import_killedAndBegunAgain_bringsEachValueOnce() throws Exception {
        try (PeerProcess _ = startInflux();
                ServerProcess _ = startServer()) {
            statement("CREATE DATABASE \"metrics\"");
            statement("CREATE RETENTION POLICY \"long\" ON \"metrics\" DURATION INF REPLICATION 1");
            writeAll();

            Path state = directory.resolve("state");
            killInBetween(state);
            long lines = Files.readString(state).lines().count();
            List<String> table = run("metrics", state);
            assertThat(Files.readString(state).lines().count()).isGreaterThan(lines);
            assertTable(table, "autogen");
            Path other = directory.resolve("other");
            assertTable(run("metrics", other, "--retention-policy", "long"), "long");
            assertValues();
        }
        assertThat(expected).hasSize(25);
    }

    /// What a Prometheus wrote for two clusters: one of them is brought, under its own names.
    @Test
    void import_ofWhatAPrometheusWrote_keepsNamesAndLabels() throws Exception {
        try (PeerProcess _ = startInflux();
                ServerProcess _ = startServer()) {
            statement("CREATE DATABASE \"prom\"");
            WriteRequestBytes request = new WriteRequestBytes();
            for (int i = 0; i < 100; i++) {
                long millis = START_MILLIS + i * STEP_MILLIS + 7;
                for (String cluster : List.of("eu-1", "us-1")) {
                    request.sample(
                            millis, i / 4.0, "__name__", "up", "cluster", cluster, "job", "a");
                }
                expected.computeIfAbsent(
                                "{__name__=\"up\",cluster=\"eu-1\",job=\"a\",db=\"\"}",
                                _ -> new TreeMap<>())
                        .put(millis, i / 4.0);
            }
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(influx.resolve("/api/v1/prom/write?db=prom"))
                                    .POST(BodyPublishers.ofByteArray(request.snappy()))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);

            List<String> table =
                    run(
                            "prom",
                            directory.resolve("state"),
                            "--prometheus",
                            "--tag",
                            "cluster=eu-1");

            assertThat(table).contains("100 samples stored, 0 were there before");
            assertValues();
        }
    }

    private PeerProcess startInflux() throws Exception {
        PeerProcess peer =
                PeerProcess.start(
                        Peers.require("influxd"),
                        port -> List.of("run", "-config", config(port).toString()),
                        "/query?q=SHOW%20DATABASES",
                        directory);
        influx = peer.uri("/");
        return peer;
    }

    private ServerProcess startServer() throws Exception {
        ServerProcess started =
                ServerProcess.start(directory.resolve("tributary"), directory.resolve("log"));
        server = started.uri("/");
        return started;
    }

    private Path config(int port) {
        try {
            return Files.writeString(
                    directory.resolve("influx.toml"),
                    """
                    reporting-disabled = true
                    bind-address = "127.0.0.1:0"
                    [meta]
                      dir = "%1$s/meta"
                    [data]
                      dir = "%1$s/data"
                      wal-dir = "%1$s/wal"
                    [monitor]
                      store-enabled = false
                    [http]
                      bind-address = "127.0.0.1:%2$d"
                      log-enabled = false
                    """
                            .formatted(directory.resolve("influx"), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeAll() throws Exception {
        Random random = new Random(1);
        Lines usual = new Lines("autogen");
        Lines longer = new Lines("long");
        for (int i = 0; i < POINTS; i++) {
            long millis = START_MILLIS + i * STEP_MILLIS;
            for (String host : HOSTS) {
                Map<String, String> tags = new TreeMap<>(Map.of("host name", host));
                if (host.equals("b c")) {
                    tags.put("db", "own");
                }
                usual.add("cpu", tags, "usage", "float", random.nextGaussian(), "", millis);
                usual.add("cpu", tags, "count", "integer", random.nextLong(), "i", millis);
                if (i % 10 == 0) {
                    usual.add("odd, m=1", tags, "is up", "boolean", i % 3 == 0, "", millis);
                    usual.add("odd, m=1", tags, "note", "string", "\"t\"", "", millis);
                    longer.add("kept", tags, "f=1, x", "float", random.nextDouble(), "", millis);
                }
            }
            usual.add("untagged", Map.of(), "v", "float", i / 2.0, "", millis);
        }
        usual.flush();
        longer.flush();
    }

    /// Starts an import as a process of its own, and kills it when it has come some way.
    private void killInBetween(Path state) throws Exception {
        List<String> words = new ArrayList<>(arguments("metrics", state));
        words.addAll(
                List.of("--rate", "10000", "--batch-lines", Integer.toString(KILLED_BATCH_LINES)));
        Process process =
                ServerProcess.java(words)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("import.log").toFile())
                        .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(state) || Files.readString(state).lines().count() < 20) {
            assertThat(System.nanoTime())
                    .as(() -> logOf(directory.resolve("import.log")))
                    .isLessThan(deadline);
            assertThat(process.isAlive()).as("still importing").isTrue();
            LockSupport.parkNanos(20_000_000L);
        }
        process.destroyForcibly().onExit().join();
        assertThat(Files.readString(state)).doesNotContain("\"field\":\"is up\"");
    }

    private static String logOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> arguments(String database, Path state) {
        return List.of(
                "import",
                "influx",
                "--from",
                influx.toString(),
                "--database",
                database,
                "--state",
                state.toString(),
                "--url",
                server.toString());
    }

    /// Runs an import to its end; what it printed.
    private List<String> run(String database, Path state, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(arguments(database, state));
        words.addAll(List.of(more));
        int code =
                Tributary.program(new HeadOpener(), Map.of())
                        .execute(
                                new Console(new PrintWriter(out, true), new PrintWriter(err, true)),
                                words);
        assertThat(code).as("%s%s", out, err).isZero();
        assertThat(out.toString()).contains("all counts agree").doesNotContain("refused");
        return out.toString().lines().toList();
    }

    /// POINTS, READ, SAME_MS, SENT, STORED, REPEATED, REFUSED, HERE of each column.
    private void assertTable(List<String> table, String policy) {
        int rows = 0;
        long repeated = 0;
        for (Map.Entry<Written, Long> entry : written.entrySet()) {
            Written column = entry.getKey();
            if (!column.policy().equals(policy)) {
                continue;
            }
            String row =
                    table.stream()
                            .filter(line ->
                                    line.startsWith(column.measurement() + " ")
                                            && line.contains(" " + column.field() + " ")
                                            && line.contains(" " + column.kind() + " "))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(column + " in " + table));
            String[] cells =
                    row.substring(row.indexOf(" " + column.kind() + " ")).strip().split(" +");
            long[] counts = Arrays.stream(cells).skip(1).mapToLong(Long::parseLong).toArray();
            long points = entry.getValue();
            rows++;
            if (column.kind().equals("string")) {
                assertThat(counts).containsExactly(points, 0, 0, 0, 0, 0, 0, 0);
                continue;
            }
            repeated += counts[5];
            assertThat(counts)
                    .as(row)
                    .containsExactly(
                            points, points, 0, points, points - counts[5], counts[5], 0, points);
        }
        assertThat(rows).isGreaterThan(0);
        assertThat(repeated)
                .as("the batch that was killed")
                .isBetween(0L, (long) KILLED_BATCH_LINES);
    }

    private void assertValues() throws Exception {
        for (Map.Entry<String, SortedMap<Long, Double>> series : expected.entrySet()) {
            long end = START_MILLIS + POINTS * STEP_MILLIS;
            String query = "%s[%dms]".formatted(series.getKey(), end - START_MILLIS + 1);
            String answer =
                    post(
                            server.resolve("/api/v1/query"),
                            "time=%d&query=%s".formatted(end / 1_000, encoded(query)));
            List<Json> found = JsonReader.read(answer).member("data").member("result").list();
            assertThat(found).as(query).hasSize(1);
            SortedMap<Long, Double> values = new TreeMap<>();
            for (Json sample : found.getFirst().member("values").list()) {
                values.put(
                        Math.round(Double.parseDouble(sample.list().getFirst().plain()) * 1_000),
                        Double.parseDouble(sample.list().get(1).plain()));
            }
            assertThat(values).as(query).isEqualTo(series.getValue());
        }
    }

    private void statement(String text) throws Exception {
        assertThat(post(influx.resolve("/query"), "q=" + encoded(text))).doesNotContain("error");
    }

    private String post(URI uri, String form) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(uri)
                                .header("content-type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Lines on their way into one retention policy.
    private final class Lines {
        private static final int BYTES = 500_000;

        private final String policy;
        private final StringBuilder lines = new StringBuilder();

        Lines(String policy) {
            this.policy = policy;
        }

        void add(
                String measurement,
                Map<String, String> tags,
                String field,
                String kind,
                Object value,
                String suffix,
                long millis)
                throws Exception {
            lines.append(escaped(measurement, ", "));
            tags.forEach((name, text) ->
                    lines.append(',')
                            .append(escaped(name, ",= "))
                            .append('=')
                            .append(escaped(text, ",= ")));
            lines.append(' ').append(escaped(field, ",= ")).append('=');
            lines.append(value).append(suffix).append(' ').append(millis).append("000000\n");
            written.merge(new Written(policy, measurement, field, kind), 1L, Long::sum);
            if (!kind.equals("string")) {
                double number =
                        value instanceof Boolean flag
                                ? (flag ? 1 : 0)
                                : ((Number) value).doubleValue();
                expected.computeIfAbsent(
                                selector(measurement + "_" + field, tags), _ -> new TreeMap<>())
                        .put(millis, number);
            }
            if (lines.length() > BYTES) {
                flush();
            }
        }

        void flush() throws Exception {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(influx.resolve("/write?db=metrics&rp=" + policy))
                                    .POST(BodyPublishers.ofString(lines.toString()))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
            lines.setLength(0);
        }

        private static String selector(String metric, Map<String, String> tags) {
            SortedMap<String, String> labels = new TreeMap<>(tags);
            labels.putIfAbsent("db", "metrics");
            StringBuilder text = new StringBuilder("{__name__=" + quoted(metric));
            labels.forEach((name, value) ->
                    text.append(',').append(quoted(name)).append('=').append(quoted(value)));
            return text.append('}').toString();
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        private static String escaped(String name, String special) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                text.append(special.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
            return text.toString();
        }
    }
}
