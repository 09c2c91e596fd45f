package io.tributary.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ArgonGateTest {
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

    @Test
    void enter_permitsTaken_isRefusedWhereNoWaitingIsWanted() throws Exception {
        ArgonGate gate = new ArgonGate(2);
        ArgonGate.Pass first = gate.enter("a", 0).orElseThrow();
        ArgonGate.Pass second = gate.enter("b", 0).orElseThrow();

        assertThat(gate.enter("c", 0)).isEmpty();
        assertThat(gate.placeCount()).isEqualTo(2);

        first.close();
        ArgonGate.Pass third = gate.enter("c", 0).orElseThrow();
        second.close();
        third.close();
        assertThat(gate.placeCount()).isZero();
    }

    @Test
    void enter_thirdOfARow_isRefusedAndOthersAreNot() throws Exception {
        ArgonGate gate = new ArgonGate(4);
        ArgonGate.Pass first = gate.enter("a", 0).orElseThrow();
        ArgonGate.Pass second = gate.enter("a", 0).orElseThrow();

        assertThat(gate.enter("a", LONG_NANOS)).isEmpty();
        ArgonGate.Pass other = gate.enter("b", 0).orElseThrow();

        first.close();
        ArgonGate.Pass third = gate.enter("a", 0).orElseThrow();
        List.of(second, third, other).forEach(ArgonGate.Pass::close);
        assertThat(gate.placeCount()).isZero();
    }

    @Test
    void enter_allAtOnce_soManyRunSoManyWaitAndOthersAreRefused() throws Exception {
        ArgonGate gate = new ArgonGate(2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int placesMax = 2 * (1 + ArgonGate.PLACES_PER_PERMIT);
        List<ArgonGate.Pass> held = new ArrayList<>();
        held.add(gate.enter("x", 0).orElseThrow());
        held.add(gate.enter("y", 0).orElseThrow());
        Thread letGo =
                Thread.ofPlatform()
                        .start(() -> {
                            while (gate.placeCount() < placesMax) {
                                Thread.onSpinWait();
                            }
                            held.forEach(ArgonGate.Pass::close);
                        });

        List<Boolean> in =
                Crowd.ask(
                        2 * placesMax,
                        i ->
                                () -> {
                                    Optional<ArgonGate.Pass> pass =
                                            gate.enter("row-" + i, LONG_NANOS);
                                    if (pass.isEmpty()) {
                                        return false;
                                    }
                                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    spin();
                                    running.decrementAndGet();
                                    pass.get().close();
                                    return true;
                                });
        letGo.join();

        assertThat(in.stream().filter(i -> i).count()).isGreaterThanOrEqualTo(placesMax - 2);
        assertThat(in).contains(false);
        assertThat(most).hasValueLessThanOrEqualTo(2);
        assertThat(gate.placeCount()).isZero();
    }

    @Test
    void enter_interrupted_givesThePlaceBack() throws Exception {
        ArgonGate gate = new ArgonGate(1);
        ArgonGate.Pass pass = gate.enter("a", 0).orElseThrow();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.enter("b", LONG_NANOS))
                .isInstanceOf(InterruptedException.class);

        assertThat(gate.placeCount()).isEqualTo(1);
        pass.close();
        gate.enter("b", 0).orElseThrow().close();
    }

    /// Holds a permit for long enough to meet others.
    private static void spin() {
        for (int i = 0; i < 1_000; i++) {
            Thread.onSpinWait();
        }
    }
}
