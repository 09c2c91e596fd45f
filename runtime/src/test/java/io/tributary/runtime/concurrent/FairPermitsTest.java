package io.tributary.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FairPermitsTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    @Test
    void queue_whileThereAreFreePermits_isATurnAtOnce() throws Exception {
        FairPermits<String> permits = new FairPermits<>(2, 10, 100);

        FairPermits<String>.Permit first = take(permits, "a");
        FairPermits<String>.Permit second = take(permits, "a");
        assertThat(permits.takenCount()).isEqualTo(2);
        first.costs(1_000_000);
        first.close();
        first.close();
        assertThat(permits.takenCount()).isEqualTo(1);
        second.close();
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void queue_whoOwes_waitsForOthers() throws Exception {
        FairPermits<String> permits = new FairPermits<>(1, 10, 100);
        FairPermits<String>.Permit held = take(permits, "a");
        FairPermits<String>.Turn ofA = permits.queue("a", "x").orElseThrow();
        List<FairPermits<String>.Turn> ofB = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ofB.add(permits.queue("b", "x").orElseThrow());
        }
        held.costs(1_000);
        held.close();

        for (FairPermits<String>.Turn turn : ofB) {
            try (FairPermits<String>.Permit permit = turn.await(FOR_EVER).orElseThrow()) {
                permit.costs(10);
                assertThat(permits.waitingCount("a")).isEqualTo(1);
            }
        }
        ofA.await(FOR_EVER).orElseThrow().close();
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void queue_moreThanMayWait_isTurnedAwayAndOthersAreNot() throws Exception {
        FairPermits<String> permits = new FairPermits<>(1, 10, 3);
        FairPermits<String>.Permit held = take(permits, "a");
        List<FairPermits<String>.Turn> turns = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            turns.add(permits.queue("a", "x" + i).orElseThrow());
        }

        assertThat(permits.queue("a", "y")).isEmpty();
        FairPermits<String>.Turn other = permits.queue("b", "x").orElseThrow();
        turns.getFirst().leave();
        assertThat(turns.getFirst().await(FOR_EVER)).isEmpty();
        turns.add(permits.queue("a", "y").orElseThrow());
        turns.add(other);
        List<Callable<Boolean>> waiting = new ArrayList<>();
        for (FairPermits<String>.Turn turn : turns.subList(1, turns.size())) {
            waiting.add(() -> {
                Optional<FairPermits<String>.Permit> permit = turn.await(FOR_EVER);
                permit.ifPresent(FairPermits.Permit::close);
                return permit.isPresent();
            });
        }
        held.close();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> served : threads.invokeAll(waiting)) {
                assertThat(served.get()).isTrue();
            }
        }
        assertThat(permits.waitingCount()).isZero();
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void queue_beyondWhatTheGroupMayHold_waitsAlthoughPermitsAreFree() throws Exception {
        FairPermits<String> permits = new FairPermits<>(4, 10, 100);
        FairPermits<String>.Permit first =
                permits.queue("a", "x", 1).orElseThrow().await(FOR_EVER).orElseThrow();
        FairPermits<String>.Turn second = permits.queue("a", "x", 1).orElseThrow();

        take(permits, "b").close();
        assertThat(permits.waitingCount("a")).isEqualTo(1);
        first.close();
        second.await(FOR_EVER).orElseThrow().close();
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void await_timeOver_givesThePlaceUp() throws Exception {
        FairPermits<String> permits = new FairPermits<>(1, 10, 100);
        FairPermits<String>.Permit held = take(permits, "a");

        assertThat(permits.queue("a", "x").orElseThrow().await(1)).isEmpty();
        assertThat(permits.waitingCount()).isZero();
        held.close();
        take(permits, "a").close();
    }

    /// Threads that take, leave, are interrupted and give back at random: never too many at once,
    /// and none is lost.
    @Test
    void permits_byManyThreads_areNeverTooManyAndNoneIsLost() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        FairPermits<Integer> permits = new FairPermits<>(3, 5, 1_000);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        List<Callable<Integer>> senders = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Random random = new Random(seed + i);
            int group = i % 4;
            senders.add(() -> {
                for (int j = 0; j < 500; j++) {
                    FairPermits<Integer>.Turn turn =
                            permits.queue(group, random.nextInt(3)).orElseThrow();
                    if (random.nextInt(10) == 0) {
                        turn.leave();
                    }
                    Optional<FairPermits<Integer>.Permit> permit =
                            turn.await(random.nextInt(10) == 0 ? 1_000 : FOR_EVER);
                    if (permit.isPresent()) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        taken.incrementAndGet();
                        permit.get().costs(random.nextInt(20));
                        inside.decrementAndGet();
                        permit.get().close();
                    }
                }
                return 0;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : threads.invokeAll(senders)) {
                done.get();
            }
        }

        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(taken.get()).isGreaterThan(4_000);
        assertThat(permits.takenCount()).isZero();
        assertThat(permits.waitingCount()).isZero();
    }

    private static FairPermits<String>.Permit take(FairPermits<String> permits, String group)
            throws InterruptedException {
        return permits.queue(group, "x").orElseThrow().await(FOR_EVER).orElseThrow();
    }
}
