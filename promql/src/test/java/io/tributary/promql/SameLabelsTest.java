package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import org.junit.jupiter.api.Test;

/// Series that have the same labels once their names are gone: four rules.
class SameLabelsTest {
    private static final String SAME = "vector cannot contain metrics with the same labelset";
    private static final String BOTH = "{__name__=~\"a|b\"}";

    /// `a` has a sample at 0 s, `b` one at 600 s: they never meet.
    private static void loadApart(Questions questions) {
        questions.source.add(Labels.of("__name__", "a"), 0, 1);
        questions.source.add(Labels.of("__name__", "b"), 600_000, 2);
    }

    @Test
    void rangeFunction_ofSeriesThatNeverMeet_failsAllTheSame() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            loadApart(questions);

            assertThatThrownBy(
                            () -> questions.range("sum_over_time(" + BOTH + "[1m])", 0, 600, 600))
                    .isInstanceOf(QueryException.class)
                    .hasMessage(SAME);
        }
    }

    @Test
    void rangeFunction_ofSeriesWithoutAValue_doesNotCountThem() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            loadApart(questions);

            assertThat(questions.range("sum_over_time(" + BOTH + "[1m])", 0, 60, 60))
                    .containsExactly("{} 0=1.0");
        }
    }

    @Test
    void unaryMinus_ofSeriesThatNeverMeet_merges() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            loadApart(questions);

            assertThat(questions.range("-" + BOTH, 0, 600, 600))
                    .containsExactly("{} 0=-1.0 600=-2.0");
        }
    }

    @Test
    void function_ofSeriesThatNeverMeet_merges() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            loadApart(questions);

            assertThat(questions.range("abs(" + BOTH + ")", 0, 600, 600))
                    .containsExactly("{} 0=1.0 600=2.0");
        }
    }

    @Test
    void function_ofSeriesThatMeet_fails() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            loadApart(questions);
            questions.source.add(Labels.of("__name__", "a"), 600_000, 1);

            assertThatThrownBy(() -> questions.range("abs(" + BOTH + ")", 0, 600, 600))
                    .hasMessage(SAME);
            assertThatThrownBy(() -> questions.instant(BOTH + " * 2", 600)).hasMessage(SAME);
        }
    }

    @Test
    void namesRemovedLate_ofSeriesThatMeetInTheMiddle_matterOnlyAtTheEnd() {
        try (Questions early = Questions.namesRemovedEarly();
                Questions late = Questions.namesRemovedLate()) {
            for (Questions questions : new Questions[] {early, late}) {
                loadApart(questions);
                questions.source.add(Labels.of("__name__", "a"), 600_000, 1);
            }
            String query = "count(abs(" + BOTH + "))";

            assertThatThrownBy(() -> early.instant(query, 600)).hasMessage(SAME);
            assertThat(late.instant(query, 600)).containsExactly("{} 2.0");
        }
    }

    @Test
    void namesRemovedLate_atTheEnd_failWhereTwoMeet() {
        try (Questions questions = Questions.namesRemovedLate()) {
            loadApart(questions);
            assertThat(questions.range("rate(" + BOTH + "[1m]) or abs(" + BOTH + ")", 0, 600, 600))
                    .containsExactly("{} 0=1.0 600=2.0");
            questions.source.add(Labels.of("__name__", "a"), 600_000, 1);

            assertThatThrownBy(() -> questions.instant("abs(" + BOTH + ")", 600)).hasMessage(SAME);
        }
    }

    @Test
    void namesRemovedLate_aggregationByName_dropsItAsItsLastStepSays() {
        try (Questions questions = Questions.namesRemovedLate()) {
            Labels plain = Labels.of("__name__", "m", "l", "kept");
            Labels dropped = Labels.of("__name__", "m", "l", "dropped");
            questions.source.add(plain, 600_000, 1);
            questions.source.add(dropped, 0, 1);

            String query = "sum by (__name__) (m{l=\"kept\"} or abs(m{l=\"dropped\"}))";
            assertThat(questions.range(query, 0, 600, 600))
                    .containsExactly("{__name__=\"m\"} 0=1.0 600=1.0");
            assertThat(questions.range(query, 0, 60, 60)).containsExactly("{} 0=1.0 60=1.0");
        }
    }

    @Test
    void labelReplace_intoEqualLabels_fails() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(Labels.of("__name__", "a", "l", "1"), 1);
            questions.loadMinutes(Labels.of("__name__", "a", "l", "2"), 1);

            assertThatThrownBy(
                            () -> questions.instant("label_replace(a, \"l\", \"\", \"\", \"\")", 0))
                    .hasMessage(SAME);
        }
    }
}
