package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process, killed in mid-load: what it acknowledged is there when it is started again, and
/// so is what a query showed. `-Dkill.rounds=N` kills more often.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
    private static final int WRITERS = 4;
    private static final int SERIES = 50;
    private static final int REQUESTS_BEFORE_KILL = 300;
    private static final Pattern COUNT = Pattern.compile("\"value\":\\[[^,]+,\"(\\d+)\"\\]");

    @TempDir private Path directory;

    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() - 3_600_000);
    private final ConcurrentHashMap<Integer, Long> acknowledged = new ConcurrentHashMap<>();

    @Test
    void kill_inMidLoad_losesNothingThatWasAcknowledged() throws Exception {
        long shownBefore = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            try (ServerProcess server = start();
                    ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
                assertThat(count(server)).isGreaterThanOrEqualTo(shownBefore);
                assertEverythingAcknowledged(server);
                AtomicLong sent = new AtomicLong();
                List<Future<?>> running = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    int number = writer;
                    running.add(writers.submit(() -> write(server, number, sent)));
                }
                while (sent.get() < REQUESTS_BEFORE_KILL) {
                    shownBefore = count(server);
                }
                server.kill();
                for (Future<?> writer : running) {
                    writer.get();
                }
            }
        }
        try (ServerProcess server = start()) {
            assertThat(count(server)).isGreaterThanOrEqualTo(shownBefore);
            assertEverythingAcknowledged(server);
            assertThat(server.stop()).isZero();
        }
        try (ServerProcess server = start()) {
            assertEverythingAcknowledged(server);
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(directory.resolve("data"), directory.resolve("log"));
    }

    /// Sends ever newer samples, each with its own time as value, until the server is gone.
    private void write(ServerProcess server, int writer, AtomicLong sent) {
        try {
            while (true) {
                long time = clock.incrementAndGet();
                WriteRequestBytes request = new WriteRequestBytes();
                for (int series = 0; series < SERIES; series++) {
                    request.sample(
                            time,
                            (double) time,
                            "__name__",
                            "killed",
                            "series",
                            "s" + series,
                            "writer",
                            "w" + writer);
                }
                if (server.push(request.snappy()) == 204) {
                    acknowledged.put(writer, time);
                }
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            // Killed: what was not answered may be there or not.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertEverythingAcknowledged(ServerProcess server) throws Exception {
        for (var entry : acknowledged.entrySet()) {
            String query =
                    "count(last_over_time(killed{writer=\"w%d\"}[1d])>=%d)"
                            .formatted(entry.getKey(), entry.getValue());
            assertThat(number(server, query)).as(query).isEqualTo(SERIES);
        }
    }

    private static long count(ServerProcess server) throws Exception {
        return number(server, "sum(count_over_time(killed[1d]))");
    }

    private static long number(ServerProcess server, String query) throws Exception {
        String encoded = java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8);
        String answer = server.get("/api/v1/query?query=" + encoded);
        Matcher value = COUNT.matcher(answer);
        assertThat(answer).startsWith("{\"status\":\"success\"");
        return value.find() ? Long.parseLong(value.group(1)) : 0;
    }
}
