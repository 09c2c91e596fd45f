package io.tributary.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private static final int THREADS = 50;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void take_byManyThreads_neverLetsMoreInThanThereAre() throws InterruptedException {
        Permits permits = new Permits(3);
        AtomicInteger inside = new AtomicInteger();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(() -> compute(permits, inside, seen)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(seen).hasSize(THREADS).allMatch(count -> count >= 1 && count <= 3);
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void take_whenAllAreTaken_waitsInOrder() throws InterruptedException {
        Permits permits = new Permits(1);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (Permits.Permit _ = permits.take()) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try (Permits.Permit _ = permits.take()) {
                                        order.add(number);
                                    } catch (InterruptedException e) {
                                        order.add(-1);
                                    }
                                }));
                while (permits.waitingCount() <= i) {
                    Thread.onSpinWait();
                }
            }
            assertThat(order).isEmpty();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void close_twice_givesBackOnce() throws InterruptedException {
        Permits permits = new Permits(2);
        Permits.Permit first = permits.take();
        Permits.Permit second = permits.take();
        first.close();
        first.close();

        assertThat(permits.takenCount()).isEqualTo(1);
        second.close();
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void take_onAnInterruptedThread_takesNothing() {
        Permits permits = new Permits(1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(permits::take).isInstanceOf(InterruptedException.class);
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void leave_whileWaiting_endsTheWaitAndLetsTheNextCome() throws InterruptedException {
        Permits permits = new Permits(1);
        Permits.Permit first = permits.take();
        Permits.Turn left = permits.queue();
        Permits.Turn next = permits.queue();
        left.leave();

        assertThat(left.await(Long.MAX_VALUE)).isEmpty();
        assertThat(permits.waitingCount()).isEqualTo(1);
        first.close();
        try (Permits.Permit _ = next.await(Long.MAX_VALUE).orElseThrow()) {
            next.leave();
            assertThat(permits.takenCount()).isEqualTo(1);
        }
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void await_longerThanItMay_givesThePlaceUp() throws InterruptedException {
        Permits permits = new Permits(1);
        try (Permits.Permit _ = permits.take()) {
            assertThat(permits.queue().await(1_000)).isEmpty();
            assertThat(permits.waitingCount()).isZero();
        }
        assertThat(permits.takenCount()).isZero();
    }

    @Test
    void leave_whileTheTurnComes_losesNoPermit() throws InterruptedException {
        Permits permits = new Permits(1);
        for (int i = 0; i < 2_000; i++) {
            Permits.Permit first = permits.take();
            Permits.Turn turn = permits.queue();
            Thread leaving = Thread.ofPlatform().start(turn::leave);
            first.close();
            turn.await(Long.MAX_VALUE).ifPresent(Permits.Permit::close);
            leaving.join();
            assertThat(permits.takenCount()).isZero();
            assertThat(permits.waitingCount()).isZero();
        }
    }

    @Test
    void count_belowOne_isOurFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Permits(0));
    }

    private static void compute(Permits permits, AtomicInteger inside, List<Integer> seen) {
        try (Permits.Permit _ = permits.take()) {
            seen.add(inside.incrementAndGet());
            inside.decrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
