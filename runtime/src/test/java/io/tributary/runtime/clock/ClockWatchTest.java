package io.tributary.runtime.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final SimulatedClock clock = new SimulatedClock(NOW);

    @Test
    void isSuspect_ofAClockThatRuns_isFalse() {
        ClockWatch watch = new ClockWatch(clock);
        watch.hasPassed(NOW - 1);
        for (int i = 0; i < 1_000; i++) {
            clock.advance(10 * MINUTE);
            assertThat(watch.isSuspect()).isFalse();
        }
    }

    @Test
    void isSuspect_afterSmallSteps_isFalse() {
        ClockWatch watch = new ClockWatch(clock);
        for (int i = 0; i < 100; i++) {
            clock.jumpWall(i % 2 == 0 ? MINUTE / 2 : -MINUTE / 3);
            assertThat(watch.isSuspect()).isFalse();
        }
    }

    @Test
    void isSuspect_afterAJump_untilItWasBackForAnHour() {
        ClockWatch watch = new ClockWatch(clock);
        clock.jumpWall(-HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(3 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.jumpWall(HOUR + MINUTE / 2);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(HOUR - 1);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(1);
        assertThat(watch.isSuspect()).isFalse();
    }

    @Test
    void isSuspect_whereItJumpsAgainWhileOnProbation_beginsAnew() {
        ClockWatch watch = new ClockWatch(clock);
        clock.jumpWall(72 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.jumpWall(-72 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(HOUR / 2);
        clock.jumpWall(-2 * MINUTE);
        assertThat(watch.isSuspect()).isTrue();
        clock.jumpWall(2 * MINUTE);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(HOUR / 2);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(HOUR / 2);
        assertThat(watch.isSuspect()).isFalse();
    }

    @Test
    void isSuspect_atAStartBeforeATimeThatHasPassed_untilItIsBehindItForAnHour() {
        ClockWatch watch = new ClockWatch(clock);
        watch.hasPassed(NOW + 2 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(3 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.jumpWall(5 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        clock.advance(HOUR);
        assertThat(watch.isSuspect()).isFalse();
    }

    @Test
    void trusted_whileSuspect_goesOnAsIfTheClockHadNotBeenSet() {
        ClockWatch watch = new ClockWatch(clock);
        Clock trusted = watch.trusted();
        assertThat(trusted.wallMillis()).isEqualTo(NOW);
        clock.jumpWall(-HOUR);
        clock.advance(MINUTE);
        assertThat(trusted.wallMillis()).isEqualTo(NOW + MINUTE);
        clock.jumpWall(HOUR + 1);
        assertThat(trusted.wallMillis()).isEqualTo(NOW + MINUTE);
        clock.advance(HOUR);
        assertThat(trusted.wallMillis()).isEqualTo(NOW + MINUTE + HOUR + 1);
    }

    @Test
    void trusted_beforeATimeThatHasPassed_goesOnFromThere() {
        ClockWatch watch = new ClockWatch(clock);
        watch.hasPassed(NOW + 2 * HOUR);
        clock.advance(MINUTE);
        assertThat(watch.trusted().wallMillis()).isEqualTo(NOW + 2 * HOUR + MINUTE);
    }

    @Test
    void trust_takesTheClockAsItIs() {
        ClockWatch watch = new ClockWatch(clock);
        clock.jumpWall(72 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
        watch.trust();
        assertThat(watch.isSuspect()).isFalse();
        assertThat(watch.wallMillis()).isEqualTo(NOW + 72 * HOUR);
        clock.jumpWall(-72 * HOUR);
        assertThat(watch.isSuspect()).isTrue();
    }
}
