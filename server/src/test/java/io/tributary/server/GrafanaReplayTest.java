package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.runtime.clock.Clock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends what Grafana sends, over a real store: `src/test/scripts/grafana.txt`, a request line, the
/// form of a POST, and the answer with its status. `-Dupdate` writes the answers anew.
class GrafanaReplayTest {
    private static final Path SCRIPT = Path.of("src", "test", "scripts", "grafana.txt");
    private static final long NOW_MILLIS = 1_700_000_000_000L;
    private static final int REQUESTS_MIN = 30;

    @Test
    void requests_ofGrafana_areAnsweredAsWritten(@TempDir Path directory) throws Exception {
        List<String> actual;
        try (StoredServer server = new StoredServer(directory, new FixedClock());
                StoredServer.Connection client = server.connect()) {
            assertThat(client.write("anonymous", data()).statusCode()).isEqualTo(204);
            actual = replay(Files.readAllLines(SCRIPT), client);
        }
        if (System.getProperty("update") != null) {
            Files.write(SCRIPT, actual);
        }
        assertThat(actual).isEqualTo(Files.readAllLines(SCRIPT));
        assertThat(actual.stream().filter(GrafanaReplayTest::isRequest))
                .hasSizeGreaterThan(REQUESTS_MIN);
    }

    static byte[] data() {
        WriteRequestBytes write = new WriteRequestBytes();
        for (int i = 0; i <= 20; i++) {
            long time = NOW_MILLIS - 300_000 + i * 15_000L;
            write.sample(time, i * 3, "__name__", "requests_total", "job", "a");
            write.sample(time, i * i, "__name__", "requests_total", "job", "b");
            write.sample(time, 1.5, "__name__", "up", "http.status", "200");
        }
        write.exemplar(
                new Exemplar(
                        Labels.of("trace_id", "4bf92f"),
                        NOW_MILLIS - 30_000,
                        Double.doubleToRawLongBits(0.25)),
                "__name__",
                "requests_total",
                "job",
                "a");
        write.metadata(new FamilyMetadata("requests_total", MetricType.COUNTER, "How many.", ""));
        return write.snappy();
    }

    /// The script with the answers there are.
    private static List<String> replay(List<String> script, StoredServer.Connection client)
            throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < script.size(); i++) {
            String line = script.get(i);
            if (isAnswer(line)) {
                continue;
            }
            lines.add(line);
            if (line.startsWith("GET ")) {
                lines.add(
                        answer(client, line.substring("GET ".length()), HttpRequest.newBuilder()));
            } else if (line.startsWith("POST ")) {
                String form = script.get(++i);
                lines.add(form);
                lines.add(
                        answer(
                                client,
                                line.substring("POST ".length()),
                                HttpRequest.newBuilder()
                                        .header("content-type", "application/x-www-form-urlencoded")
                                        .POST(BodyPublishers.ofString(form))));
            }
        }
        return lines;
    }

    private static boolean isRequest(String line) {
        return line.startsWith("GET ") || line.startsWith("POST ");
    }

    private static boolean isAnswer(String line) {
        return !line.isEmpty() && Character.isDigit(line.charAt(0));
    }

    private static String answer(
            StoredServer.Connection client, String path, HttpRequest.Builder request)
            throws Exception {
        HttpResponse<String> answer =
                client.send(path, request.header("user-agent", "Grafana/12.1"));
        String body = answer.body().replace(Version.text(), "VERSION");
        return "%d %s".formatted(answer.statusCode(), body).strip();
    }

    private static final class FixedClock implements Clock {
        @Override
        public long wallMillis() {
            return NOW_MILLIS;
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    }
}
