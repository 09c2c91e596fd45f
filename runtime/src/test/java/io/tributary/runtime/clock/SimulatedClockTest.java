package io.tributary.runtime.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SimulatedClockTest {
    private final SimulatedClock clock = new SimulatedClock(1_000);

    @Test
    void advance_movesBothClocks() {
        clock.advance(5);

        assertThat(clock.wallMillis()).isEqualTo(1_005);
        assertThat(clock.monotonicNanos()).isEqualTo(5_000_000);
    }

    @Test
    void jumpAndSet_moveTheWallAlone() {
        clock.jumpWall(-400);
        assertThat(clock.wallMillis()).isEqualTo(600);

        clock.setWall(7);
        assertThat(clock.wallMillis()).isEqualTo(7);
        assertThat(clock.monotonicNanos()).isZero();
    }

    @Test
    void advance_backwards_isOurFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(-1));
    }
}
