package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.floats.FloatHistogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a query reads, when, and how often.
class SelectionTest {
    private static final double STALE = Double.longBitsToDouble(SampleBits.STALE_NAN);
    private static final Labels X = Labels.of("__name__", "x");

    private final Questions questions = Questions.namesRemovedEarly();

    @AfterEach
    void close() {
        questions.close();
    }

    @Test
    void selector_sampleAsOldAsTheLookback_isNotSeen() {
        questions.source.add(X, 0, 1);

        assertThat(questions.instant("x", 299)).containsExactly("{__name__=\"x\"} 1.0");
        assertThat(questions.instant("x", 300)).isEmpty();
    }

    @Test
    void range_sampleAtItsStart_isLeftOut() {
        questions.loadMinutes(X, 1, 2, 3);

        assertThat(questions.instant("count_over_time(x[1m])", 120)).containsExactly("{} 1.0");
        assertThat(questions.instant("count_over_time(x[61s])", 120)).containsExactly("{} 2.0");
    }

    @Test
    void selector_afterAStalenessMarker_isAbsent() {
        questions.loadMinutes(X, 1, STALE, 3);
        questions.source.add(X, 60_000, STALE);

        assertThat(questions.range("x", 0, 120, 60))
                .containsExactly("{__name__=\"x\"} 0=1.0 120=3.0");
        assertThat(questions.instant("count_over_time(x[5m])", 120)).containsExactly("{} 2.0");
    }

    @Test
    void timestamp_ofSelector_isTheSamplesOwnTime() {
        questions.loadMinutes(X, 1);

        assertThat(questions.instant("timestamp(x)", 100)).containsExactly("{} 0.0");
        assertThat(questions.instant("timestamp(abs(x))", 100)).containsExactly("{} 100.0");
    }

    @Test
    void query_ofManySelectors_selectsOnce() {
        questions.loadMinutes(X, 1, 2, 3);

        questions.instant("x + rate(x[4m]) + x offset 1m", 120);

        assertThat(questions.source.selects()).hasSize(1);
        assertThat(questions.source.selects().getFirst()).hasSize(3);
    }

    @Test
    void equalSelectors_ofOneQuery_areReadOnce() {
        questions.loadMinutes(X, 1, 2, 3);

        assertThat(questions.instant("rate(x[5m]) / rate(x[5m])", 120)).containsExactly("{} 1.0");
        assertThat(questions.source.selects().getFirst()).hasSize(1);
        assertThat(questions.source.reads()).isEqualTo(1);
    }

    @Test
    void answer_ofSelection_isDurableAndViewIsClosed() {
        questions.loadMinutes(X, 1);

        questions.instant("x", 0);

        assertThat(questions.source.awaits()).isEqualTo(1);
        assertThat(questions.source.isClosed()).isTrue();
    }

    @Test
    void literal_ofNoSelector_asksNothingOfTheSource() {
        assertThat(questions.instant("1 + 1", 0)).containsExactly("2.0");
        assertThat(questions.source.selects()).isEmpty();
    }

    @Test
    void pinnedSelector_inARange_hasOneValue() {
        questions.loadMinutes(X, 1, 2, 3);

        assertThat(questions.range("x @ 60", 0, 120, 60))
                .containsExactly("{__name__=\"x\"} 0=2.0 60=2.0 120=2.0");
        assertThat(questions.range("sum_over_time(x[2m] @ end())", 0, 120, 60))
                .containsExactly("{} 0=5.0 60=5.0 120=5.0");
    }

    @Test
    void subquery_steps_areMultiplesOfItsStepInAbsoluteTime() {
        questions.loadMinutes(X, 1, 2, 3);

        assertThat(questions.instant("timestamp(x)[50s:20s]", 70))
                .containsExactly("{} 40=0.0 60=60.0");
        assertThat(questions.instant("count_over_time(x[1m:20s])", 60)).containsExactly("{} 3.0");
    }

    @Test
    void subquery_parentsEndBetweenSteps_isAlignedDown() {
        questions.loadMinutes(X, 1, 2, 3, 4);

        questions.range("sum_over_time(x[1m:1m])", 0, 170, 60);

        assertThat(questions.source.selects().getFirst().getFirst().toMillis()).isEqualTo(120_000);
    }

    @Test
    void statistics_ofAQuery_countWhatWasRead() {
        questions.loadMinutes(X, 1, 2, 3);

        QueryStatistics statistics = questions.askInstant("sum_over_time(x[2m])", 120).statistics();

        assertThat(statistics.seriesRead()).isEqualTo(1);
        assertThat(statistics.samplesRead()).isEqualTo(2);
        assertThat(statistics.peakBytes()).isPositive();
    }

    @Test
    void selector_amongFloatsAndHistograms_givesTheNewest() {
        questions.loadMinutes(X, 1, 2, STALE, 4);
        questions.source.addHistogram(X, 60_000, FloatHistogram.EMPTY);

        assertThat(questions.instant("x", 90)).containsExactly("{__name__=\"x\"} histogram");
        assertThat(questions.instant("timestamp(x)", 90)).containsExactly("{} 60.0");
        assertThat(questions.instant("x", 180)).containsExactly("{__name__=\"x\"} 4.0");
        assertThat(questions.instant("count_over_time(x[3m])", 180)).containsExactly("{} 2.0");
        assertThat(questions.instant("x[3m]", 180))
                .containsExactly("{__name__=\"x\"} 60=histogram 180=4.0");
    }
}
