package io.tributary.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.lifecycle.Lifecycle.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final RecordingTerminator terminator = new RecordingTerminator();
    private final Lifecycle lifecycle = new Lifecycle(terminator);
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void state_fromStartToStop_isToldInOrder() {
        assertThat(lifecycle.state()).isEqualTo(State.STARTING);
        lifecycle.start(() -> assertThat(lifecycle.state()).isEqualTo(State.STARTING));
        assertThat(lifecycle.state()).isEqualTo(State.READY);
        lifecycle.add("probe", LONG, () -> assertThat(lifecycle.state()).isEqualTo(State.STOPPING));
        terminator.signal();
        assertThat(lifecycle.state()).isEqualTo(State.STOPPING);
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_OK);
    }

    @Test
    void signal_closesPartsInReverseOnceAndExitsClean() {
        lifecycle.start(() -> List.of("disk", "head", "http").forEach(this::addPart));

        terminator.signal();
        lifecycle.stop();

        assertThat(closed).containsExactly("http", "head", "disk");
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_OK);
    }

    @Test
    void stop_withPartsThatFail_closesTheOthersAndIsNotClean() {
        addPart("disk");
        lifecycle.add(
                "broken",
                LONG,
                () -> {
                    throw new IOException("broken");
                });
        lifecycle.add(
                "bug",
                LONG,
                () -> {
                    throw new AssertionError("bug");
                });
        addPart("http");

        terminator.signal();

        assertThat(closed).containsExactly("http", "disk");
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_FAILED);
    }

    @Test
    void stop_withAPartThatHangs_interruptsItAndGoesOn() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        addPart("disk");
        lifecycle.add(
                "hanging",
                SHORT,
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                });

        terminator.signal();

        interrupted.await();
        assertThat(closed).containsExactly("disk");
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_FAILED);
    }

    @Test
    void stop_fromManyThreads_closesOnceAndAllReturnAfterwards() throws InterruptedException {
        AtomicInteger closings = new AtomicInteger();
        lifecycle.add("disk", LONG, closings::incrementAndGet);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                lifecycle.stop();
                                seen.add(closings.get());
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(seen).hasSize(8).containsOnly(1);
    }

    @Test
    void start_thatFails_closesWhatWasBuiltAndExitsWithOne() {
        lifecycle.start(() -> {
            addPart("disk");
            throw new IOException("port is taken");
        });

        assertThat(closed).containsExactly("disk");
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_FAILED);
        assertThat(lifecycle.state()).isEqualTo(State.STOPPING);
    }

    @Test
    void start_whileToldToStop_closesLateParts_andIsNoFailure() {
        lifecycle.start(() -> {
            addPart("disk");
            terminator.signal();
            addPart("head");
            throw new IOException("disk is closed");
        });

        assertThat(closed).containsExactly("disk", "head");
        assertThat(lifecycle.state()).isEqualTo(State.STOPPING);
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_OK);
    }

    @Test
    void fatal_haltsWithOneAndClosesNothing() {
        addPart("disk");

        Thread.currentThread().interrupt();
        lifecycle.fatal("cannot sync wal", new IOException("EIO"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(terminator.codes()).containsExactly(Lifecycle.EXIT_FAILED);
        assertThat(closed).isEmpty();
    }

    @Test
    void process_onSigterm_closesAndExitsWithZero() throws Exception {
        Process process = LifecycleProgram.start("wait");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            process.toHandle().destroy();
            assertThat(out.readLine()).isEqualTo("closed");
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void process_onFatal_exitsWithOneAtOnce() throws Exception {
        Process process = LifecycleProgram.start("fatal");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readAllAsString()).isEqualTo("ready\n");
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    private void addPart(String name) {
        lifecycle.add(name, LONG, () -> closed.add(name));
    }
}
