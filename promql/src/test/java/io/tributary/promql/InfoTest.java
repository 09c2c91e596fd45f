package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `info`: which series describe which, when, and what is selected for it.
class InfoTest {
    private final Questions questions = Questions.namesRemovedEarly();

    @AfterEach
    void close() {
        questions.close();
    }

    private void load(String name, String instance, String data, double... values) {
        questions.loadMinutes(
                Labels.of("__name__", name).toBuilder()
                        .set("instance", instance)
                        .set("job", "j")
                        .set("data", data)
                        .build(),
                values);
    }

    private void end(String name, String instance, String data, long seconds) {
        questions.source.add(
                Labels.of("__name__", name, "instance", instance, "job", "j", "data", data),
                seconds * 1000,
                Double.longBitsToDouble(SampleBits.STALE_NAN));
    }

    @Test
    void info_descriptionThatChanges_makesSeveralSeriesOfOne() {
        load("m", "a", "", 1, 2, 3);
        load("target_info", "a", "old", 1, 1);
        end("target_info", "a", "old", 120);
        load("target_info", "a", "new", Double.NaN, Double.NaN, 1);

        assertThat(questions.range("info(m)", 0, 120, 60))
                .containsExactly(
                        "{__name__=\"m\", data=\"new\", instance=\"a\", job=\"j\"} 120=3.0",
                        "{__name__=\"m\", data=\"old\", instance=\"a\", job=\"j\"} 0=1.0 60=2.0");
    }

    @Test
    void info_secondSelection_isInTheSameScopeAndAsksForTheValuesSeen() {
        load("m", "a.b|c", "", 1);
        load("m", "b", "", 1);
        load("target_info", "a.b|c", "x", 1);
        load("target_info", "aXb", "y", 1);

        List<String> answer = questions.instant("info(m)", 0);

        assertThat(answer)
                .containsExactlyInAnyOrder(
                        "{__name__=\"m\", data=\"x\", instance=\"a.b|c\", job=\"j\"} 1.0",
                        "{__name__=\"m\", instance=\"b\", job=\"j\"} 1.0");
        assertThat(questions.source.scopes()).containsExactly(Questions.SCOPE, Questions.SCOPE);
        assertThat(questions.source.selects().get(1).getFirst().matchers())
                .extracting(Object::toString)
                .containsExactly(
                        "instance=~\"a\\\\.b\\\\|c|b\"", "job=~\"j\"", "__name__=\"target_info\"");
        assertThat(questions.source.awaits()).isEqualTo(2);
    }

    @Test
    void info_seriesWithoutIdentity_selectsNothingMore() {
        questions.loadMinutes(Labels.of("__name__", "m"), 1);

        assertThat(questions.instant("info(m)", 0)).containsExactly("{__name__=\"m\"} 1.0");
        assertThat(questions.instant("info(m, {data=~\".+\"})", 0)).isEmpty();
        assertThat(questions.source.selects()).hasSize(2);
    }

    @Test
    void info_atAndOffset_lookUpTheDescriptionOfThatTime() {
        load("m", "a", "", 0, 1, 2, 3, 4, 5);
        load("target_info", "a", "old", 1, 1);
        end("target_info", "a", "old", 120);
        load("target_info", "a", "new", Double.NaN, Double.NaN, 1, 1, 1, 1);

        assertThat(questions.range("info(m offset 2m)", 180, 240, 60))
                .containsExactly(
                        "{__name__=\"m\", data=\"new\", instance=\"a\", job=\"j\"} 240=2.0",
                        "{__name__=\"m\", data=\"old\", instance=\"a\", job=\"j\"} 180=1.0");
        assertThat(questions.instant("info(last_over_time(m[5m:1m] @ 60))", 3000))
                .containsExactly("{__name__=\"m\", data=\"old\", instance=\"a\", job=\"j\"} 1.0");
        assertThat(questions.instant("info(last_over_time((m offset 1m)[5m:1m] offset 1m))", 240))
                .containsExactly("{__name__=\"m\", data=\"new\", instance=\"a\", job=\"j\"} 2.0");
    }

    @Test
    void info_twoDescriptionsOfOneTime_fail() {
        load("m", "a", "", 1);
        load("target_info", "a", "x", 1);
        load("target_info", "a", "y", 1);

        assertThatThrownBy(() -> questions.instant("info(m)", 0))
                .hasMessage(
                        "found duplicate series for info metric: existing"
                                + " {__name__=\"target_info\", data=\"x\", instance=\"a\","
                                + " job=\"j\"} @ 0, new {__name__=\"target_info\", data=\"y\","
                                + " instance=\"a\", job=\"j\"} @ 0");
    }

    @Test
    void info_ofSeveralFailures_tellsTheEarliestStep() {
        load("m", "a", "", 1, 1, 1);
        load("m", "b", "", 1, 1, 1);
        load("target_info", "a", "x", Double.NaN, Double.NaN, 1);
        load("target_info", "a", "y", Double.NaN, Double.NaN, 1);
        load("target_info", "b", "x", 1, 1, 1);
        load("build_info", "b", "y", Double.NaN, 1);

        assertThatThrownBy(() -> questions.range("info(m, {__name__=~\".+_info\"})", 0, 120, 60))
                .hasMessage("conflicting label: data");
    }

    @Test
    void info_ofADescribingSeries_leavesItAsItIs() {
        load("target_info", "a", "x", 1);

        assertThat(questions.instant("info(target_info)", 0))
                .containsExactly(
                        "{__name__=\"target_info\", data=\"x\", instance=\"a\", job=\"j\"} 1.0");
        assertThat(questions.source.selects()).hasSize(1);
    }

    @Test
    void info_ofSeriesThatLostTheirNames_givesThemNone() {
        load("m", "a", "", 1);
        load("target_info", "a", "x", 1);

        assertThat(questions.instant("info(floor(m))", 0))
                .containsExactly("{data=\"x\", instance=\"a\", job=\"j\"} 1.0");
    }
}
