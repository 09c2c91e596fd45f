package io.tributary.server.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTimesTest {
    private final ScrapeTimes times = new ScrapeTimes(15_000, 1_000);

    @Test
    void next_nearlyAnInterval_isSetRight() {
        assertThat(times.next(1_000_000)).isEqualTo(1_000_000);
        assertThat(times.next(1_015_120)).isEqualTo(1_015_000);
        assertThat(times.next(1_029_901)).isEqualTo(1_030_000);
    }

    @Test
    void next_intervalsLeftOut_areCounted() {
        times.next(1_000_000);

        assertThat(times.next(1_060_009)).isEqualTo(1_060_000);
    }

    @Test
    void next_anotherTime_isTheClocks() {
        times.next(1_000_000);

        assertThat(times.next(1_007_000)).isEqualTo(1_007_000);
        assertThat(times.next(900_000)).isEqualTo(900_000);
    }

    @Test
    void end_clockStoodStill_isAfterTheLastRound() {
        times.next(1_000_000);

        assertThat(times.end(1_000_000)).isEqualTo(1_000_001);
        assertThat(times.end(1_000_500)).isEqualTo(1_000_500);
    }

    @Test
    void nanosToNext_anyMoment_leadsToTheGrid() {
        assertThat(times.nanosToNext(1_000)).isEqualTo(15_000_000_000L);
        assertThat(times.nanosToNext(1_000 + 14_000_000_000L)).isEqualTo(1_000_000_000L);
        assertThat(times.nanosToNext(1_000 + 31_000_000_000L)).isEqualTo(14_000_000_000L);
    }
}
