package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process, killed in mid-load: what it acknowledged is there when it is started again, and
/// so is what a query showed; what `dump` reads from its directory is what it then answers.
/// `-Dkill.rounds=N` kills more often.
///
/// A server is always closed before the threads that send to it: their closing waits for them, and
/// they send until it is gone.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
    private static final int SERIES = 50;
    private static final int REQUESTS_BEFORE_KILL = 300;
    private static final int PAIRS_BEFORE_KILL = 40;
    private static final int PAIRS_UNDER_WAY = 4;
    private static final int STORED = 204;
    private static final int CONFLICT = 400;

    @TempDir private Path directory;

    @Test
    void kill_inMidLoad_losesNothingThatWasAcknowledged() throws Exception {
        Load load = new Load(SERIES);
        long shownBefore = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            try (ExecutorService writers = Executors.newCachedThreadPool();
                    ServerProcess server = start()) {
                assertThat(Answers.count(server, Load.METRIC)).isGreaterThanOrEqualTo(shownBefore);
                long goal = load.answered() + REQUESTS_BEFORE_KILL;
                List<Future<?>> running = load.start(server, writers);
                while (load.answered() < goal) {
                    assertThat(running).as(server.log()).noneMatch(Future::isDone);
                    shownBefore = Answers.count(server, Load.METRIC);
                }
                server.kill();
                for (Future<?> writer : running) {
                    writer.get();
                }
            }
            assertThat(assertDumpIsWhatIsAnswered(load)).isGreaterThanOrEqualTo(shownBefore);
        }
        try (ServerProcess server = start()) {
            assertThat(server.stop()).isZero();
        }
        assertDumpIsWhatIsAnswered(load);
    }

    @Test
    void kill_betweenTheSameRequestTwice_losesNeitherAndTakesItAgain() throws Exception {
        long first = System.currentTimeMillis() - 3_600_000;
        Set<Long> acknowledged = new TreeSet<>();
        int sent = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<CompletableFuture<Integer>> underWay = new ArrayList<>();
            int from = sent;
            try (ExecutorService senders = Executors.newCachedThreadPool();
                    ServerProcess server = start()) {
                for (; sent < from + PAIRS_BEFORE_KILL; sent++) {
                    long time = first + sent;
                    List<CompletableFuture<Integer>> pair = twice(server, time, senders);
                    assertThat(pair)
                            .allSatisfy(status -> assertThat(status.join()).isEqualTo(STORED));
                    acknowledged.add(time);
                }
                for (int i = 0; i < PAIRS_UNDER_WAY; i++) {
                    underWay.addAll(twice(server, first + sent + i, senders));
                }
                CompletableFuture.anyOf(underWay.toArray(CompletableFuture[]::new)).join();
                server.kill();
                for (int i = 0; i < underWay.size(); i++) {
                    if (underWay.get(i).join() == STORED) {
                        acknowledged.add(first + sent + i / 2);
                    }
                }
            }
            sent += PAIRS_UNDER_WAY;
            assertThat(twiceSent()).containsAll(acknowledged);
            try (ExecutorService senders = Executors.newCachedThreadPool();
                    ServerProcess server = start()) {
                for (int i = from; i < sent; i++) {
                    assertThat(twice(server, first + i, senders))
                            .allSatisfy(status -> assertThat(status.join()).isEqualTo(STORED));
                    acknowledged.add(first + i);
                }
                assertThat(Answers.count(server, "twice")).isEqualTo(sent);
                server.kill();
            }
            assertThat(twiceSent()).isEqualTo(acknowledged);
        }
    }

    /// Two values for one slot at once: one is stored, the other a conflict. Whoever is told of a
    /// conflict is told that the other value is there for good, whether or not its own sender was.
    @Test
    void kill_betweenConflictingRequests_keepsWhatAConflictShowed() throws Exception {
        long first = System.currentTimeMillis() - 3_600_000;
        Map<Long, String> shown = new TreeMap<>();
        int sent = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<CompletableFuture<Integer>> underWay = new ArrayList<>();
            try (ExecutorService senders = Executors.newCachedThreadPool();
                    ServerProcess server = start()) {
                int to = sent + PAIRS_BEFORE_KILL;
                for (; sent < to; sent++) {
                    long time = first + sent;
                    List<CompletableFuture<Integer>> pair = conflicting(server, time, senders);
                    assertThat(pair)
                            .extracting(CompletableFuture::join)
                            .containsExactlyInAnyOrder(STORED, CONFLICT);
                    shown(pair).ifPresent(value -> shown.put(time, value));
                }
                for (int i = 0; i < PAIRS_UNDER_WAY; i++) {
                    underWay.addAll(conflicting(server, first + sent + i, senders));
                }
                CompletableFuture.anyOf(underWay.toArray(CompletableFuture[]::new)).join();
                server.kill();
                for (int i = 0; i < PAIRS_UNDER_WAY; i++) {
                    long time = first + sent + i;
                    shown(underWay.subList(2 * i, 2 * i + 2))
                            .ifPresent(value -> shown.put(time, value));
                }
            }
            sent += PAIRS_UNDER_WAY;
            assertThat(onlySeries()).containsAllEntriesOf(shown);
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(data(), directory.resolve("log"));
    }

    private Path data() {
        return directory.resolve("data");
    }

    /// Compares the directory, the load, and the answers of a server that is then killed; how many
    /// samples there are.
    private long assertDumpIsWhatIsAnswered(Load load) throws Exception {
        Dumped dumped = Dumped.of(data());
        assertThat(dumped.code()).as(dumped.err()).isZero();
        assertThat(dumped.losses()).isEmpty();
        load.assertIn(dumped.samples());
        try (ServerProcess server = start()) {
            assertThat(Answers.samples(server, Load.METRIC)).isEqualTo(dumped.samples());
        }
        assertThat(Dumped.of(data()).samples()).isEqualTo(dumped.samples());
        return dumped.samples().values().stream().mapToLong(Map::size).sum();
    }

    /// The times of the series that {@link #twice} writes.
    private Set<Long> twiceSent() {
        return onlySeries().keySet();
    }

    private Map<Long, String> onlySeries() {
        Dumped dumped = Dumped.of(data());
        assertThat(dumped.losses()).isEmpty();
        assertThat(dumped.samples()).hasSize(1);
        return dumped.samples().values().iterator().next();
    }

    /// Sends the same request twice at once; the statuses, 0 where there was no answer.
    private static List<CompletableFuture<Integer>> twice(
            ServerProcess server, long time, ExecutorService senders) {
        return List.of(
                send(server, time, 0.5 * time, senders), send(server, time, 0.5 * time, senders));
    }

    /// Sends the values 0 and 1 for one slot at once; the statuses.
    private static List<CompletableFuture<Integer>> conflicting(
            ServerProcess server, long time, ExecutorService senders) {
        return List.of(send(server, time, 0, senders), send(server, time, 1, senders));
    }

    /// What the statuses of such a pair say is stored.
    private static Optional<String> shown(List<CompletableFuture<Integer>> pair) {
        int zero = pair.get(0).join();
        int one = pair.get(1).join();
        if (zero == STORED || one == CONFLICT) {
            return Optional.of("0");
        }
        return one == STORED || zero == CONFLICT ? Optional.of("1") : Optional.empty();
    }

    private static CompletableFuture<Integer> send(
            ServerProcess server, long time, double value, ExecutorService senders) {
        byte[] request = new WriteRequestBytes().sample(time, value, "__name__", "twice").snappy();
        return CompletableFuture.supplyAsync(() -> status(server, request), senders);
    }

    private static int status(ServerProcess server, byte[] request) {
        try {
            return server.push(request);
        } catch (IOException e) {
            return 0; // Killed: what was not answered may be there or not.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
