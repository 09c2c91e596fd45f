package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Semantics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Since when samples count, and what functions of counters make of it.
class StartTimestampsTest {
    private static final Labels DELTA = Labels.of("__name__", "d_total");
    private static final Labels OVERLAPPING = Labels.of("__name__", "o_total");

    private final Questions with =
            Questions.with(
                    EngineSettings.defaults().withSemantics(new Semantics(false, true, false)));
    private final Questions without = Questions.namesRemovedEarly();

    @AfterEach
    void close() {
        with.close();
        without.close();
    }

    /// Each sample counts since the one ahead of it; of the first two that is unknown.
    private static void loadDeltas(Questions questions) {
        questions.loadMinutes(DELTA, 5, 5, 5, 5);
        for (int i = 2; i < 4; i++) {
            questions.source.start(DELTA, i * 60_000L, (i - 1) * 60_000L);
        }
    }

    @Test
    void increase_ofDeltas_sumsThemWhereStartsAreLookedAt() {
        loadDeltas(with);
        loadDeltas(without);

        assertThat(with.instant("increase(d_total[2m])", 180)).containsExactly("{} 10.0");
        assertThat(without.instant("increase(d_total[2m])", 180)).containsExactly("{} 0.0");
    }

    @Test
    void resets_ofDeltas_areThereWhereStartsAreLookedAt() {
        loadDeltas(with);
        loadDeltas(without);

        assertThat(with.instant("resets(d_total[2m])", 180)).containsExactly("{} 1.0");
        assertThat(without.instant("resets(d_total[2m])", 180)).containsExactly("{} 0.0");
    }

    @Test
    void increase_ofOneSample_countsSinceAStartWithinTheRange() {
        with.source.add(DELTA, 120_000, 6);
        with.source.start(DELTA, 120_000, 60_000);

        assertThat(with.instant("increase(d_total[90s])", 120)).containsExactly("{} 6.0");
        assertThat(with.instant("increase(d_total[1m])", 120)).isEmpty();
        assertThat(with.instant("idelta(d_total[90s])", 120)).isEmpty();
    }

    @Test
    void starts_ofASubquery_areGone() {
        loadDeltas(with);

        assertThat(with.instant("increase(d_total[2m:1m])", 180)).containsExactly("{} 0.0");
        assertThat(with.instant("start_timestamp(d_total * 1)", 180)).isEmpty();
    }

    @Test
    void startTimestamp_ofASelector_isTheSamplesOrZero() {
        loadDeltas(with);
        loadDeltas(without);

        assertThat(with.range("start_timestamp(d_total)", 0, 120, 60))
                .containsExactly("{} 0=0.0 60=0.0 120=60.0");
        assertThat(with.instant("start_timestamp((d_total @ 180))", 0)).containsExactly("{} 120.0");
        assertThat(without.instant("start_timestamp(d_total)", 180)).isEmpty();
    }

    @Test
    void overlaps_ofManyWindows_areOneWarningWithACount() {
        with.loadMinutes(OVERLAPPING, 1, 2, 3, 4);
        for (int i = 1; i < 4; i++) {
            with.source.start(OVERLAPPING, i * 60_000L, i * 60_000L - 90_000L);
        }

        assertThat(with.askInstant("rate(o_total[2m])", 180).warnings())
                .containsExactly(
                        "PromQL warning: sample has start time that overlaps with previous sample"
                                + " timestamp for metric \"o_total\" (1:6)");
        assertThat(with.askRange("rate(o_total[2m])", 120, 180, 60).warnings())
                .containsExactly(
                        "PromQL warning: sample has start time that overlaps with previous sample"
                                + " timestamp for metric \"o_total\" (2 occurrences) (1:6)");
        assertThat(with.askInstant("delta(o_total[2m])", 180).warnings()).isEmpty();
    }
}
