package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `anchored` and `smoothed`: what is expected a real Prometheus 3.14.0 has answered.
class ExtendedRangeTest {
    private static final double NONE = Double.NaN;
    private static final String A = "{__name__=\"m\", l=\"a\"} ";
    private static final String B = "{__name__=\"m\", l=\"b\"} ";

    private final Questions questions = Questions.namesRemovedEarly();

    @BeforeEach
    void load() {
        questions.loadMinutes(Labels.of("__name__", "m", "l", "a"), 1, 3, NONE, 7, 2, 9);
        questions.loadMinutes(
                Labels.of("__name__", "m", "l", "b"), NONE, NONE, NONE, NONE, NONE, 4);
    }

    @AfterEach
    void close() {
        questions.close();
    }

    @Test
    void range_anchored_hasTheLastValueUpToEachBorder() {
        assertThat(questions.instant("m[2m] anchored", 210))
                .containsExactly(A + "90=3.0 180=7.0 210=7.0");
    }

    @Test
    void range_smoothed_hasTheValueOnTheLineAtEachBorder() {
        assertThat(questions.instant("m[2m] smoothed", 210))
                .containsExactly(A + "90=4.0 180=7.0 210=4.5", B + "90=4.0 210=4.0");
        assertThat(questions.instant("m[2m] smoothed offset 1m", 210))
                .containsExactly(A + "30=2.0 60=3.0 150=6.0", B + "30=4.0 150=4.0");
        assertThat(questions.instant("m[1m] smoothed", 1000)).isEmpty();
    }

    @Test
    void instant_smoothed_isOnTheLineAndNeedsOneBefore() {
        assertThat(questions.range("m smoothed", 120, 210, 90))
                .containsExactly(A + "120=5.0 210=4.5");
        assertThat(questions.range("m @ 210 smoothed", 0, 60, 60))
                .containsExactly(A + "0=4.5 60=4.5");
    }

    @Test
    void instant_smoothed_withNothingBehind_keepsTheLastForTheLookback() {
        assertThat(questions.range("m{l=\"b\"} smoothed", 240, 660, 60))
                .containsExactly(B + "300=4.0 360=4.0 420=4.0 480=4.0 540=4.0");
    }

    @Test
    void instant_anchored_isAsWithout() {
        assertThat(questions.instant("m anchored", 210)).containsExactly(A + "7.0");
        assertThat(questions.instant("timestamp(m smoothed)", 210))
                .containsExactly("{l=\"a\"} 180.0");
    }

    @ParameterizedTest
    @CsvSource({"anchored, 4.0", "smoothed, 4.0"})
    void increase_goesFromBorderToBorder(String modifier, String increase) {
        assertThat(questions.instant("increase(m{l=\"a\"}[2m] " + modifier + ")", 210))
                .containsExactly("{l=\"a\"} " + increase);
    }

    @Test
    void extended_inASubquery_readsBesideItsOwnSteps() {
        assertThat(questions.instant("max_over_time(delta(m[1m] anchored)[3m:1m])", 240))
                .containsExactly("{l=\"a\"} 4.0");
        assertThat(questions.source.selects().getFirst().getFirst().fromMillis())
                .isEqualTo(120_000 - 60_000 - 300_000);
    }

    @Test
    void function_thatKnowsNoSuchRange_isRefused() {
        assertThatThrownBy(() -> questions.instant("irate(m[2m] anchored)", 0))
                .hasMessage(
                        "anchored modifier can only be used with: changes, delta, increase, rate,"
                                + " resets - not with irate");
        assertThatThrownBy(() -> questions.instant("changes(m[2m] smoothed)", 0))
                .hasMessage(
                        "smoothed modifier can only be used with: delta, increase, rate - not with"
                                + " changes");
    }
}
