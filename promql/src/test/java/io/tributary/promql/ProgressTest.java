package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Labels X = Labels.of("__name__", "x");

    @Test
    void statistics_ofAQueryThatWaits_areItsWait() {
        AtomicLong nanos = new AtomicLong(100);
        QueryControl control = QueryControl.startingNow(nanos::get, 10, new ReadBudget(1));
        nanos.set(150);

        assertThat(control.statistics()).isEqualTo(new QueryStatistics(0, 0, 0, 50, 0));
    }

    @Test
    void statistics_ofAQueryThatEnded_stay() throws Exception {
        AtomicLong nanos = new AtomicLong();
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(X, 1, 2, 3);
            QueryControl control =
                    QueryControl.startingNow(
                            nanos::incrementAndGet, 60_000, new ReadBudget(1 << 20));
            QueryAnswer answer =
                    questions.engine.instant(
                            questions.source,
                            Questions.SCOPE,
                            "count_over_time(x[2m])",
                            120_000,
                            control);
            nanos.set(1_000_000);

            assertThat(control.statistics()).isEqualTo(answer.statistics());
            assertThat(answer.statistics().samplesRead()).isEqualTo(2);
            assertThat(answer.statistics().waitedNanos()).isBetween(1L, 1_000L);
            assertThat(answer.statistics().evaluatedNanos()).isBetween(1L, 1_000L);
        }
    }

    @Test
    void statistics_ofAQueryThatFailed_areWhatItHadRead() {
        EngineSettings settings = EngineSettings.defaults().withLimits(1 << 20, 2, 1000);
        try (Questions questions = Questions.with(settings)) {
            questions.loadMinutes(X, 1, 2, 3);
            QueryControl control = Questions.control();

            assertThatThrownBy(() ->
                            questions.engine.instant(
                                    questions.source,
                                    Questions.SCOPE,
                                    "sum_over_time(x[5m])",
                                    120_000,
                                    control))
                    .hasMessageContaining("the limit is 2");
            assertThat(control.statistics().samplesRead()).isEqualTo(3);
            assertThat(control.statistics().seriesRead()).isEqualTo(1);
            assertThat(control.statistics().peakBytes()).isPositive();
        }
    }
}
