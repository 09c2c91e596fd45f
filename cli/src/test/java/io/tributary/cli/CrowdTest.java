package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Crowd.Manner;
import io.tributary.cli.Crowd.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections of one tenant with bodies of 4 MiB at once, half of them slow, beside an
/// ordinary sender of another: memory stays within its bounds, everybody is answered 204 or 503,
/// what was answered 204 is there, and the ordinary sender loses nothing. `-Dcrowd.connections=N`
/// sends more, for which it waits as long as a body may take.
class CrowdTest {
    private static final int CONNECTIONS = Integer.getInteger("crowd.connections", 100);
    private static final int STORED = 204;
    private static final int LATER = 503;

    /// Requests of the ordinary sender before and after.
    private static final int ORDINARY = 300;

    private static final long BUDGET_BYTES = 64L << 20;

    /// A heap of 256 MiB; beside it code, threads and what the HTTP stack reads into.
    private static final long RSS_BYTES_MAX = 384L << 20;

    private static final Pattern BUDGET =
            Pattern.compile("(?m)^tributary_ingest_budget_used_bytes ([0-9.E]+)$");

    @TempDir private Path directory;

    @Test
    void manyLargeAndSlowBodiesAtOnce_leaveMemoryAndOthersInPeace() throws Exception {
        Load load = new Load(50);
        Path data = directory.resolve("data");
        try (ExecutorService threads = Executors.newCachedThreadPool();
                ServerProcess server = start(data)) {
            List<Future<?>> ordinary = load.start(server, threads);
            awaitStored(load, ordinary);
            Crowd crowd = new Crowd(System.currentTimeMillis() - 7 * 3_600_000L);
            List<Outcome> outcomes = send(crowd, server, load, threads);
            assertThat(outcomes)
                    .allMatch(outcome ->
                            outcome.status() == LATER
                                    || (outcome.status() == STORED
                                            && outcome.manner() == Manner.FAST));
            assertStored(server, outcomes);
            awaitStored(load, ordinary);
            assertThat(crowd.send(server.port(), 1)).containsExactly(new Outcome(0, STORED));
            server.kill();
            for (Future<?> writer : ordinary) {
                writer.get();
            }
        }
        Dumped dumped = Dumped.of(data, "--match", Load.METRIC);
        assertThat(dumped.losses()).isEmpty();
        load.assertIn(dumped.samples());
    }

    private ServerProcess start(Path data) throws IOException {
        Path log = directory.resolve("log");
        return ServerProcess.start("server", data, log, "--set", "http.bodyTimeout=5s");
    }

    /// Sends the crowd, and looks at the server and the ordinary sender meanwhile.
    private static List<Outcome> send(
            Crowd crowd, ServerProcess server, Load load, ExecutorService threads)
            throws Exception {
        double quietMillis = load.p99Millis();
        load.forgetTimes();
        long putOff = load.putOff();
        long stored = load.stored();
        Future<List<Outcome>> sent = threads.submit(() -> crowd.send(server.port(), CONNECTIONS));
        double inFlight = 0;
        do {
            Matcher used = BUDGET.matcher(server.get("/metrics"));
            assertThat(used.find()).isTrue();
            inFlight = Math.max(inFlight, Double.parseDouble(used.group(1)));
        } while (!isDoneSoon(sent));
        long resident = server.peakRssBytes();
        System.getLogger(CrowdTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} connections: {1}; resident at most {2} MiB, in flight at most {3} MiB; of the ordinary sender {4} requests stored, {5} put off, p99 {6} ms, before {7} ms",
                        CONNECTIONS,
                        counts(sent.get()),
                        resident >> 20,
                        (long) inFlight >> 20,
                        load.stored() - stored,
                        load.putOff() - putOff,
                        load.p99Millis(),
                        quietMillis);
        assertThat(inFlight).isPositive().isLessThanOrEqualTo(BUDGET_BYTES);
        assertThat(resident).isLessThan(RSS_BYTES_MAX);
        return sent.get();
    }

    private static void awaitStored(Load load, List<Future<?>> senders) throws Exception {
        long goal = load.stored() + ORDINARY;
        while (load.stored() < goal) {
            assertThat(isDoneSoon(senders.getFirst())).isFalse();
        }
    }

    /// Gives it some time to end.
    private static boolean isDoneSoon(Future<?> task) throws Exception {
        try {
            task.get(20, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /// How many connections of each manner got which answer.
    private static Map<Manner, Map<Integer, Long>> counts(List<Outcome> outcomes) {
        return outcomes.stream()
                .collect(
                        Collectors.groupingBy(
                                Outcome::manner,
                                TreeMap::new,
                                Collectors.groupingBy(
                                        Outcome::status, TreeMap::new, Collectors.counting())));
    }

    /// What was answered 204 is there, and nothing of what was answered 503.
    private static void assertStored(ServerProcess server, List<Outcome> outcomes)
            throws IOException, InterruptedException {
        for (Outcome outcome : outcomes) {
            String selector =
                    "%s{connection=\"%s\"}".formatted(Crowd.METRIC, Crowd.label(outcome.number()));
            assertThat(Answers.count(server, Crowd.TENANT, selector))
                    .as(outcome.toString())
                    .isEqualTo(outcome.status() == STORED ? Crowd.SAMPLES : 0);
        }
    }
}
