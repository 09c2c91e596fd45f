package io.tributary.format.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import io.tributary.testkit.peers.PeerProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A real VictoriaMetrics: what is posted to it, and what it exports; and what a batch of ours
/// holds, in the same form: values by time, by series.
public final class Victoria implements AutoCloseable {
    private static final int DIFFERENCES_MAX = 5;

    private final PeerProcess process;
    private final HttpClient client = HttpClient.newHttpClient();

    private Victoria(PeerProcess process) {
        this.process = process;
    }

    /// A full hour of yesterday, in seconds: not in the future, whatever is added of a few hours.
    public static long yesterdaySeconds() {
        return Instant.now().getEpochSecond() / 3_600 * 3_600 - 86_400;
    }

    public static Victoria start(Path program, Path directory, String... flags)
            throws IOException, InterruptedException {
        return new Victoria(
                PeerProcess.start(
                        program, port -> arguments(port, directory, flags), "/health", directory));
    }

    private static List<String> arguments(int port, Path directory, String... flags) {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.add("-httpListenAddr=127.0.0.1:" + port);
        arguments.add("-storageDataPath=" + directory.resolve("data"));
        arguments.add("-retentionPeriod=100y");
        arguments.add("-memory.allowedBytes=256MB");
        return arguments;
    }

    /// Posts a body, and tells the answer's status.
    public int post(String path, byte[] body) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(process.uri(path))
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    /// The lines of everything it holds.
    public String exportedLines() throws IOException, InterruptedException {
        get("/internal/force_flush");
        return get("/api/v1/export?match%5B%5D=%7B__name__!%3D%22%22%7D&start=0");
    }

    /// Everything it holds.
    public Map<String, Map<Long, Double>> export() throws IOException, InterruptedException {
        Map<String, Map<Long, Double>> series = new TreeMap<>();
        exportedLines().lines().forEach(line -> collect(line, series));
        return series;
    }

    /// Fails with the first differences, if there are any.
    public static void assertSame(
            Map<String, Map<Long, Double>> found, Map<String, Map<Long, Double>> wanted) {
        Set<String> names = new TreeSet<>(found.keySet());
        names.addAll(wanted.keySet());
        List<String> differences =
                names.stream()
                        .filter(name -> !Objects.equals(found.get(name), wanted.get(name)))
                        .limit(DIFFERENCES_MAX)
                        .map(name ->
                                "%s: found %s, wanted %s"
                                        .formatted(name, found.get(name), wanted.get(name)))
                        .toList();
        assertThat(differences).isEmpty();
    }

    /// Adds the samples of a batch whose series name symbols.
    public static void collect(WriteBatch batch, Map<String, Map<Long, Double>> into) {
        LabelPairs pairs = new LabelPairs();
        for (int i = 0; i < batch.seriesCount(); i++) {
            batch.readSymbols(i, pairs);
            Map<String, String> labels = new TreeMap<>();
            for (int j = 0; j < pairs.count(); j++) {
                assertThat(labels.put(pairs.name(j), pairs.value(j))).isNull();
            }
            for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                into.computeIfAbsent(labels.toString(), _ -> new HashMap<>())
                        .put(batch.timeMillis(j), Double.longBitsToDouble(batch.valueBits(j)));
            }
        }
    }

    private static void collect(String line, Map<String, Map<Long, Double>> into) {
        Json read = JsonReader.read(line);
        Map<String, String> labels = new TreeMap<>();
        read.member("metric").members().forEach((name, value) -> labels.put(name, value.text()));
        List<Json> times = read.member("timestamps").elements();
        List<Json> values = read.member("values").elements();
        for (int i = 0; i < times.size(); i++) {
            into.computeIfAbsent(labels.toString(), _ -> new HashMap<>())
                    .put(Long.valueOf(times.get(i).text()), value(values.get(i).text()));
        }
    }

    private static double value(String text) {
        return switch (text) {
            case "null" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private String get(String path) throws IOException, InterruptedException {
        var answer =
                client.send(
                        HttpRequest.newBuilder(process.uri(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
