package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelabelRuleTest {
    @Test
    void builder_nothingSet_hasTheDefaultsOfPrometheus() {
        RelabelRule rule = RelabelRule.builder().targetLabel("a").build();

        assertThat(rule)
                .isEqualTo(
                        new RelabelRule(
                                List.of(),
                                ";",
                                Regex.compile("(.*)"),
                                0,
                                "a",
                                "$1",
                                Action.REPLACE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replace | target_label: found nothing, expected the name of a label (action replace)",
                "hashmod | modulus: found 0, expected 1 or more (action hashmod)",
                "Lowercase | target_label: found nothing, expected the name of a label (action lowercase)",
                "uppercase | target_label: found nothing, expected the name of a label (action uppercase)",
                "keepequal | target_label: found nothing, expected the name of a label (action keepequal)",
                "dropequal | target_label: found nothing, expected the name of a label (action dropequal)",
            })
    void build_withoutWhatTheActionNeeds_isRefused(String action, String why) {
        assertRefused(RelabelRule.builder().action(action), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "drop", "labelmap", "labeldrop", "LabelKeep"})
    void build_withAnActionAlone_isFine(String action) {
        assertThatCode(() -> RelabelRule.builder().action(action).build())
                .doesNotThrowAnyException();
    }

    @Test
    void action_unknown_isRefusedNamingThoseThereAre() {
        assertThatThrownBy(() -> RelabelRule.builder().action("label_drop"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "action: found \"label_drop\", expected one of replace, keep, drop,"
                                + " keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep,"
                                + " lowercase, uppercase");
    }

    @Test
    void regex_thatIsNone_isRefusedNamingItsFault() {
        assertThatThrownBy(() -> RelabelRule.builder().regex("a("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("regex: found \"a(\", expected an RE2 expression: ")
                .hasMessageContaining("missing closing )");
        assertThatThrownBy(() -> RelabelRule.builder().regex("(?=a)"))
                .hasMessageContaining("expected an RE2 expression");
        assertThatThrownBy(() -> RelabelRule.builder().regex("((a{500}){500}){500}"))
                .hasMessageContaining("instructions, at most 100000");
        assertThatThrownBy(() -> RelabelRule.builder().regex("a".repeat(20_000)))
                .hasMessageContaining("20000 characters, at most 16384")
                .hasMessageContaining("a…\"")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"labeldrop", "labelkeep"})
    void build_labelsTakenAway_takesNothingButARegex(String action) {
        String none = ", expected none (action " + action + ")";
        assertRefused(
                rule(action).sourceLabels(List.of("a", "b")), "source_labels: found [a, b]" + none);
        assertRefused(rule(action).targetLabel("a"), "target_label: found \"a\"" + none);
        assertRefused(rule(action).modulus(7), "modulus: found 7" + none);
        assertRefused(rule(action).separator(","), "separator: found \",\"" + none);
        assertRefused(rule(action).replacement(""), "replacement: found \"\"" + none);
        assertThatCode(() -> rule(action).regex("a").separator(";").replacement("$1").build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keepequal", "dropequal"})
    void build_comparison_takesNothingButSourceAndTarget(String action) {
        String none = ", expected none (action " + action + ")";
        assertRefused(rule(action).targetLabel("a").regex("x"), "regex: found \"x\"" + none);
        assertRefused(rule(action).targetLabel("a").modulus(7), "modulus: found 7" + none);
        assertRefused(rule(action).targetLabel("a").separator(""), "separator: found \"\"" + none);
        assertRefused(
                rule(action).targetLabel("a").replacement("x"), "replacement: found \"x\"" + none);
        assertThatCode(() -> rule(action).targetLabel("a").sourceLabels(List.of("b")).build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lowercase", "uppercase"})
    void build_changeOfCase_takesNoReplacement(String action) {
        assertRefused(
                rule(action).targetLabel("a").replacement("x"),
                "replacement: found \"x\", expected none (action " + action + ")");
        assertThatCode(() -> rule(action).targetLabel("${3}").regex("x").modulus(2).build())
                .as("what has no meaning there, but Prometheus lets pass")
                .doesNotThrowAnyException();
    }

    @Test
    void build_labelmapToNothing_isRefused() {
        assertRefused(
                rule("labelmap").replacement(""),
                "replacement: found nothing, expected the name of a label (action labelmap)");
    }

    @Test
    void modulus_negative_isRefused() {
        assertRefused(
                rule("hashmod").targetLabel("a").modulus(-1),
                "modulus: found -1, expected 1 or more (action hashmod)");
        assertRefused(rule("keep").modulus(-1), "modulus: found -1, expected 0 or more");
    }

    @Test
    void texts_thatAreNoText_areRefused() {
        String half = "a\uD800";
        assertRefused(
                rule("replace").targetLabel(half),
                "target_label: found half of a character, expected text that can be written as UTF-8");
        assertRefused(
                rule("replace").targetLabel("a").replacement(half),
                "replacement: found half of a character, expected text that can be written as UTF-8");
        assertRefused(
                rule("keep").separator(half),
                "separator: found half of a character, expected text that can be written as UTF-8");
        assertRefused(
                rule("keep").sourceLabels(List.of("ok", half)),
                "source_labels: found half of a character, expected text that can be written as UTF-8");
        assertThatCode(() -> rule("replace").targetLabel("😀 a.b/c").build())
                .doesNotThrowAnyException();
    }

    @Test
    void sourceLabels_emptyOrTooMany_areRefused() {
        assertRefused(
                rule("keep").sourceLabels(List.of("a", "")),
                "source_labels: found \"\", expected names of labels");
        assertRefused(
                rule("keep").sourceLabels(Collections.nCopies(65, "a")),
                "source_labels: found 65 names, expected at most 64");
    }

    @Test
    void texts_tooLong_areRefused() {
        assertRefused(
                rule("replace").targetLabel("a").replacement("x".repeat(16_385)),
                "replacement: found 16385 characters, expected at most 16384");
    }

    private static RelabelRule.Builder rule(String action) {
        return RelabelRule.builder().action(action);
    }

    private static void assertRefused(RelabelRule.Builder rule, String why) {
        assertThatThrownBy(rule::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
