package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Where Prometheus' operators do what one would not guess.
class OperatorTrapsTest {
    private static final double NONE = Double.NaN;

    private final Questions questions = Questions.namesRemovedEarly();

    @AfterEach
    void close() {
        questions.close();
    }

    private void load(String name, String label, double... values) {
        questions.loadMinutes(Labels.of("__name__", name, "l", label), values);
    }

    private static Labels metric(String name) {
        return Labels.of("__name__", name);
    }

    @Test
    void sum_ofHugeAndSmall_losesNothing() {
        load("m", "a", 1e100);
        load("m", "b", 1);
        load("m", "c", -1e100);

        assertThat(questions.instant("sum(m)", 0)).containsExactly("{} 1.0");
        assertThat(questions.instant("avg(m) * 3", 0)).containsExactly("{} 1.0");
    }

    @Test
    void avg_whoseSumOverflows_isStillFinite() {
        load("m", "a", 1.5e308);
        load("m", "b", 1.5e308);

        assertThat(questions.instant("avg(m)", 0)).containsExactly("{} 1.5E308");
        assertThat(questions.instant("sum(m)", 0)).containsExactly("{} Infinity");
    }

    @Test
    void min_ofNanAndANumber_isTheNumber() {
        questions.source.add(Labels.of("__name__", "m", "l", "a"), 0, Double.NaN);
        load("m", "b", 3);

        assertThat(questions.instant("min(m)", 0)).containsExactly("{} 3.0");
        assertThat(questions.instant("max(m)", 0)).containsExactly("{} 3.0");
    }

    @Test
    void topk_whoseKChanges_picksAnewEachStep() {
        load("m", "a", 1, 2, 3);
        load("m", "b", 3, 2.5, 1);

        questions.loadMinutes(metric("k"), 1, 0, 2);

        assertThat(questions.range("topk(scalar(k), m)", 0, 120, 60))
                .containsExactly(
                        "{__name__=\"m\", l=\"a\"} 120=3.0",
                        "{__name__=\"m\", l=\"b\"} 0=3.0 120=1.0");
    }

    @Test
    void topk_nan_losesToEveryNumber() {
        questions.source.add(Labels.of("__name__", "m", "l", "a"), 0, Double.NaN);
        load("m", "b", -5);

        assertThat(questions.instant("topk(1, m)", 0))
                .containsExactly("{__name__=\"m\", l=\"b\"} -5.0");
        assertThat(questions.instant("bottomk(1, m)", 0))
                .containsExactly("{__name__=\"m\", l=\"b\"} -5.0");
    }

    @Test
    void topk_answers_areOrderedByValueInAnInstantByLabelsInARange() {
        load("m", "a", 1);
        load("m", "b", 3);
        load("m", "c", 2);

        assertThat(questions.instant("topk(2, m)", 0))
                .containsExactly("{__name__=\"m\", l=\"b\"} 3.0", "{__name__=\"m\", l=\"c\"} 2.0");
        assertThat(questions.range("topk(3, m)", 0, 0, 60))
                .extracting(line -> line.substring(0, 22))
                .isSorted();
    }

    @Test
    void limitk_eachStep_takesTheFirstThatAreThere() {
        load("m", "a", NONE, NONE, NONE, 1);
        load("m", "b", 1, NONE, 1, 1);

        assertThat(questions.range("limitk(1, m)", 0, 180, 180))
                .containsExactly(
                        "{__name__=\"m\", l=\"a\"} 180=1.0", "{__name__=\"m\", l=\"b\"} 0=1.0");
    }

    @Test
    void limitRatio_takesTheSeriesThatPrometheusTakes() {
        for (int i = 0; i < 10; i++) {
            load("m", "" + i, 1);
        }

        assertThat(questions.instant("limit_ratio(0.11, m)", 0))
                .containsExactly(
                        "{__name__=\"m\", l=\"0\"} 1.0",
                        "{__name__=\"m\", l=\"5\"} 1.0",
                        "{__name__=\"m\", l=\"7\"} 1.0");
        assertThat(questions.instant("limit_ratio(-0.4, m)", 0))
                .containsExactly("{__name__=\"m\", l=\"1\"} 1.0", "{__name__=\"m\", l=\"9\"} 1.0");
    }

    @Test
    void limitRatio_andItsComplement_areAllAtEachStep() {
        for (int i = 0; i < 50; i++) {
            load("m", "" + i, 1, 1, 1);
        }
        questions.loadMinutes(metric("r"), 0.1, 0.5, 0.9);
        String taken = "limit_ratio(scalar(r), m)";
        String left = "limit_ratio(scalar(r) - 1, m)";

        assertThat(questions.range("count(" + taken + " or " + left + ")", 0, 120, 60))
                .containsExactly("{} 0=50.0 60=50.0 120=50.0");
        assertThat(questions.range("count(" + taken + " and " + left + ")", 0, 120, 60)).isEmpty();
    }

    @Test
    void limitRatio_outsideOfItsBounds_isCappedAndSaidSo() {
        load("m", "a", 1);

        QueryAnswer answer = questions.askInstant("limit_ratio(-1.5, m)", 0);

        assertThat(answer.warnings())
                .containsExactly(
                        "PromQL warning: ratio value should be between -1 and 1, got -1.5, capping"
                                + " to -1 (1:13)");
        assertThat(questions.instant("limit_ratio(-1.5, m)", 0)).hasSize(1);
        assertThatThrownBy(() -> questions.instant("limit_ratio(NaN, nothing)", 0))
                .hasMessage("Ratio value is NaN");
    }

    @Test
    void countValues_label_hasNoExponent() {
        load("m", "a", 1e21);
        load("m", "b", 0.0000001);

        assertThat(questions.instant("count_values(\"v\", m)", 0))
                .containsExactlyInAnyOrder(
                        "{v=\"1000000000000000000000\"} 1.0", "{v=\"0.0000001\"} 1.0");
    }

    @Test
    void join_duplicatesOnTheOneSideThatNothingMatches_fail() {
        load("one", "a", 1);
        questions.loadMinutes(Labels.of("__name__", "one", "l", "a", "x", "1"), 1);
        load("many", "b", 1);

        assertThatThrownBy(() -> questions.instant("many + on(l) one", 0))
                .hasMessageStartingWith(
                        "found duplicate series for the match group {l=\"a\"} on the right"
                                + " hand-side of the operation");
    }

    @Test
    void join_duplicatesWhereTheOtherSideIsEmpty_pass() {
        load("one", "a", 1);
        questions.loadMinutes(Labels.of("__name__", "one", "l", "a", "x", "1"), 1);
        questions.source.add(Labels.of("__name__", "many", "l", "a"), 600_000, 1);

        assertThat(questions.range("many + on(l) one", 0, 60, 60)).isEmpty();
    }

    @Test
    void join_multipleMatchesThatAComparisonWouldFilter_fail() {
        load("many", "a", 1);
        questions.loadMinutes(Labels.of("__name__", "many", "l", "a", "x", "1"), 1);
        load("one", "a", 5);

        assertThatThrownBy(() -> questions.instant("many > on(l) one", 0))
                .hasMessage(
                        "multiple matches for labels: many-to-one matching must be explicit"
                                + " (group_left/group_right)");
    }

    @Test
    void join_fill_addsTheUnmatched() {
        load("left", "a", 1);
        load("right", "b", 2);

        assertThat(questions.instant("left - fill(10) right", 0))
                .containsExactly("{l=\"a\"} -9.0", "{l=\"b\"} 8.0");
    }

    @Test
    void or_ofOneSeriesFromBothSides_isOneSeries() {
        questions.source.add(metric("m"), 0, 1);
        questions.source.add(metric("n"), 600_000, 2);

        assertThat(questions.range("sum(m) or sum(n)", 0, 600, 600))
                .containsExactly("{} 0=1.0 600=2.0");
    }

    @Test
    void unless_atStepsWithoutRight_keepsLeft() {
        questions.loadMinutes(metric("m"), 1, 1);
        questions.source.add(metric("n"), 60_000, 2);

        assertThat(questions.range("m unless on() n", 0, 60, 60))
                .containsExactly("{__name__=\"m\"} 0=1.0");
    }

    @Test
    void scalar_ofTwoSeriesAtAStep_isNanThere() {
        load("m", "a", 1, 1);
        questions.source.add(Labels.of("__name__", "m", "l", "b"), 60_000, 2);

        assertThat(questions.range("scalar(m)", 0, 60, 60)).containsExactly("{} 0=1.0 60=NaN");
    }

    @Test
    void absent_ofASelector_hasTheLabelsAskedForByEquality() {
        assertThat(questions.instant("absent(m{a=\"1\", b=~\"x\", c=\"2\", c=\"3\"})", 0))
                .containsExactly("{a=\"1\"} 1.0");
    }

    @Test
    void absentOverTime_inTheDefaultMode_asksForNoDistinctNames() {
        questions.loadMinutes(metric("a"), 1);
        questions.loadMinutes(metric("b"), 1);

        assertThat(questions.range("absent_over_time({__name__=~\"a|b\"}[1m])", 0, 120, 60))
                .containsExactly("{} 60=1.0 120=1.0");
    }

    @Test
    void histogramQuantile_ofCountsThatShrink_saysSo() {
        bucket("1", 10);
        bucket("2", 5);
        bucket("+Inf", 20);

        QueryAnswer answer = questions.askInstant("histogram_quantile(0.5, h_bucket)", 0);

        assertThat(answer.infos())
                .containsExactly(
                        "PromQL info: input to histogram_quantile needed to be fixed for"
                                + " monotonicity (see"
                                + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile),"
                                + " from buckets 2 to 2, with a max diff of 5, over 1 samples from"
                                + " 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z (1:25)");
    }

    private void bucket(String bound, double count) {
        questions.loadMinutes(Labels.of("__name__", "h_bucket", "le", bound), count);
    }

    @Test
    void sort_inARange_isAWarning() {
        load("m", "a", 2, 2);
        load("m", "b", 1, 1);

        QueryAnswer range = questions.askRange("sort(m)", 0, 60, 60);

        assertThat(range.warnings())
                .containsExactly(
                        "PromQL warning: sort is ineffective for range queries since results are"
                                + " always ordered by labels (1:1)");
        assertThat(questions.instant("sort(m)", 0))
                .containsExactly("{__name__=\"m\", l=\"b\"} 1.0", "{__name__=\"m\", l=\"a\"} 2.0");
    }

    @Test
    void annotations_ofManyTexts_areCapped() {
        for (int i = 0; i < EngineSettings.ANNOTATIONS_MAX + 5; i++) {
            questions.loadMinutes(Labels.of("__name__", "gauge" + i, "l", "" + i), 1, 2);
        }

        List<String> infos = questions.askInstant("rate({l=~\".+\"}[5m])", 60).infos();

        assertThat(infos).hasSize(EngineSettings.ANNOTATIONS_MAX + 1);
        assertThat(infos.getLast()).isEqualTo("5 more annotations omitted");
    }
}
