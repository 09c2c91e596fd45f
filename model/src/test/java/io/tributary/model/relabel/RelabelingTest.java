package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.flow.LabelPairs;
import io.tributary.model.relabel.Relabeling.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelabelingTest {
    private static final String DROPPED = "dropped";

    @Test
    void replace_sourceMatches_setsTheTarget() {
        RelabelRule.Builder rule =
                rule("replace", "host", "port").regex("([a-z]+)\\d*;(.*)").targetLabel("address");

        assertThat(after(rule.replacement("${1}:$2"), "host", "db7", "port", "80"))
                .isEqualTo("address=db:80 host=db7 port=80");
        assertThat(after(rule.replacement("fixed"), "host", "db7", "port", "80"))
                .isEqualTo("address=fixed host=db7 port=80");
        assertThat(after(rule.targetLabel("host"), "host", "db7"))
                .as("an absent label has the empty value")
                .isEqualTo("host=fixed");
    }

    @Test
    void replace_onlyAPartMatches_changesNothing() {
        RelabelRule.Builder rule = rule("replace", "a").regex("oo").targetLabel("b");

        assertThat(after(rule.replacement("x"), "a", "foo")).isEqualTo("a=foo");
    }

    @Test
    void replace_resultIsEmpty_takesTheTargetAway() {
        assertThat(after(rule("replace", "none").targetLabel("a"), "a", "1", "b", "2"))
                .isEqualTo("b=2");
        assertThat(
                        after(
                                rule("replace", "b").targetLabel("a").replacement("$2"),
                                "a",
                                "1",
                                "b",
                                "2"))
                .isEqualTo("b=2");
    }

    @Test
    void replace_defaultsWithoutSource_setsAConstant() {
        assertThat(after(RelabelRule.builder().targetLabel("env").replacement("prod"), "a", "1"))
                .isEqualTo("a=1 env=prod");
    }

    @Test
    void replace_targetIsATemplate_isNamedByTheGroups() {
        RelabelRule.Builder rule = rule("replace", "tag").regex("(\\w+)=(?P<v>.*)");

        assertThat(after(rule.targetLabel("${1}").replacement("$v"), "tag", "zone=eu"))
                .isEqualTo("tag=zone=eu zone=eu");
        assertThat(after(rule.targetLabel("on.$1/é"), "tag", "zone=eu"))
                .isEqualTo("on.zone/é=eu tag=zone=eu");
        assertThat(after(rule.targetLabel("$7"), "tag", "zone=eu"))
                .as("a template that names nothing")
                .isEqualTo("tag=zone=eu");
    }

    @Test
    void replace_dotAndLineBreak_match() {
        RelabelRule.Builder rule = rule("replace", "a").regex("x.y").targetLabel("b");

        assertThat(after(rule.replacement("yes"), "a", "x\ny")).isEqualTo("a=x\ny b=yes");
    }

    @Test
    void replace_targetWithABareDollar_isANameWithOne() {
        assertThat(after(rule("replace", "a").targetLabel("x$$y").replacement("$$$1$"), "a", "1"))
                .isEqualTo("a=1 x$y=$1$");
    }

    @Test
    void source_ofSeveralLabels_isJoinedInTheOrderOfTheRule() {
        RelabelRule.Builder rule = rule("replace", "b", "none", "a").targetLabel("c");

        assertThat(after(rule, "a", "1", "b", "2")).isEqualTo("a=1 b=2 c=2;;1");
        assertThat(after(rule.separator(""), "a", "1", "b", "2")).isEqualTo("a=1 b=2 c=21");
        assertThat(after(rule.separator("·"), "a", "1", "b", "2")).isEqualTo("a=1 b=2 c=2··1");
    }

    @Test
    void keepAndDrop_areOppositeAndAnchored() {
        assertThat(after(rule("keep", "a").regex("f.*"), "a", "foo")).isEqualTo("a=foo");
        assertThat(after(rule("keep", "a").regex("f"), "a", "foo")).isEqualTo(DROPPED);
        assertThat(after(rule("drop", "a").regex("f|o"), "a", "foo")).isEqualTo("a=foo");
        assertThat(after(rule("drop", "a").regex("f|foo"), "a", "foo")).isEqualTo(DROPPED);
        assertThat(after(rule("drop", "none").regex(""), "a", "foo")).isEqualTo(DROPPED);
        assertThat(after(rule("keep", "none").regex("^$"), "a", "foo")).isEqualTo("a=foo");
    }

    @Test
    void keepequalAndDropequal_compareWithTheTarget() {
        RelabelRule.Builder keep = rule("keepequal", "a").targetLabel("b");
        RelabelRule.Builder drop = rule("dropequal", "a").targetLabel("b");

        assertThat(after(keep, "a", "1", "b", "1")).isEqualTo("a=1 b=1");
        assertThat(after(keep, "a", "1", "b", "2")).isEqualTo(DROPPED);
        assertThat(after(drop, "a", "1", "b", "1")).isEqualTo(DROPPED);
        assertThat(after(drop, "a", "1", "b", "2")).isEqualTo("a=1 b=2");
        assertThat(after(keep, "c", "1")).as("both absent").isEqualTo("c=1");
        assertThat(after(rule("dropequal", "a", "c").targetLabel("b"), "a", "1", "b", "1;"))
                .isEqualTo(DROPPED);
    }

    /// Expected: the last sixteen hexadecimal digits of `md5sum`, modulo, worked out apart.
    @Test
    void hashmod_isTheLastEightBytesOfMd5() {
        RelabelRule.Builder rule = rule("hashmod", "a", "b").targetLabel("shard");

        assertThat(after(rule.modulus(1_000), "a", "web", "b", "é"))
                .isEqualTo("a=web b=é shard=295");
        assertThat(after(rule.modulus(Long.MAX_VALUE), "a", "web", "b", "é"))
                .isEqualTo("a=web b=é shard=5777290531301892295");
        assertThat(after(rule.modulus(1), "a", "web")).isEqualTo("a=web shard=0");
        assertThat(after(rule.modulus(1_000)))
                .as("of nothing, but a separator")
                .isEqualTo("shard=393");
    }

    @Test
    void labelmap_copiesEachLabelWhoseNameMatches() {
        RelabelRule.Builder rule = rule("labelmap").regex("k8s_(.+)");

        assertThat(after(rule, "k8s_pod", "p", "k8s_ns", "n", "a", "1"))
                .isEqualTo("a=1 k8s_ns=n k8s_pod=p ns=n pod=p");
        assertThat(after(rule.replacement("x.${1}.y"), "k8s_pod", "p"))
                .isEqualTo("k8s_pod=p x.pod.y=p");
        assertThat(after(rule.replacement("fixed"), "k8s_a", "1", "k8s_b", "2"))
                .as("of two, the later in the order of names stays")
                .isEqualTo("fixed=2 k8s_a=1 k8s_b=2");
    }

    @Test
    void labelmap_seesWhatWasThereBefore() {
        assertThat(after(rule("labelmap").regex("a(.*)").replacement("aa$1"), "a", "1", "aa", "2"))
                .isEqualTo("a=1 aa=1 aaa=2");
    }

    @Test
    void labelmap_overLabelsThatRulesSet_takesThemLast() {
        List<RelabelRule> rules =
                List.of(
                        rule("replace", "z").targetLabel("a").build(),
                        rule("labelmap").regex("[a-z]").replacement("last").build());

        assertThat(after(rules, "a", "1", "m", "2", "z", "3")).isEqualTo("a=3 last=3 m=2 z=3");
    }

    @Test
    void labelmap_toNoName_leavesALabelWithoutOne() {
        assertThat(after(rule("labelmap").regex("a").replacement("$1"), "a", "1"))
                .as("for admission to refuse, as Prometheus refuses the scrape")
                .isEqualTo("=1 a=1");
    }

    @Test
    void labeldropAndLabelkeep_goByNames() {
        assertThat(after(rule("labeldrop").regex("b.*"), "a", "1", "b", "2", "bc", "3"))
                .isEqualTo("a=1");
        assertThat(after(rule("labelkeep").regex("b.*"), "a", "1", "b", "2", "bc", "3"))
                .isEqualTo("b=2 bc=3");
        assertThat(
                        after(
                                List.of(
                                        rule("replace", "a").targetLabel("new").build(),
                                        rule("labeldrop").regex("n.*|a").build(),
                                        rule("replace", "new", "a").targetLabel("seen").build()),
                                "a",
                                "1"))
                .as("labels that rules set go, too, and are not seen afterwards")
                .isEqualTo("seen=;");
    }

    @Test
    void labeldrop_ofAll_dropsTheSeries() {
        assertThat(after(rule("labeldrop").regex(".*"), "a", "1")).isEqualTo(DROPPED);
        assertThat(after(rule("labeldrop").regex(".*"))).as("had none before").isEmpty();
    }

    @Test
    void lowercaseAndUppercase_mapCharacterByCharacter() {
        assertThat(after(rule("lowercase", "a", "b").targetLabel("c"), "a", "FoO", "b", "İΣ"))
                .isEqualTo("a=FoO b=İΣ c=foo;iσ");
        assertThat(after(rule("uppercase", "a").targetLabel("a"), "a", "straße ŉ 𐐨 ǆ"))
                .isEqualTo("a=STRAßE ŉ 𐐀 Ǆ");
        assertThat(after(rule("lowercase", "none").targetLabel("a"), "a", "1", "b", "2"))
                .as("an empty result")
                .isEqualTo("b=2");
    }

    @Test
    void rules_areAppliedInTheirOrder() {
        List<RelabelRule> rules =
                List.of(
                        rule("replace", "a")
                                .regex("(.)(.*)")
                                .targetLabel("a")
                                .replacement("$2$1")
                                .build(),
                        rule("replace", "a")
                                .regex("(.)(.*)")
                                .targetLabel("a")
                                .replacement("$2$1")
                                .build(),
                        rule("keep", "a").regex("cab").build());

        assertThat(after(rules, "a", "abc")).isEqualTo("a=cab");
    }

    @Test
    void drop_endsTheRules() {
        List<RelabelRule> rules =
                List.of(
                        rule("drop", "a").regex("1").build(),
                        rule("replace").targetLabel("a").replacement("2").build());
        LabelPairs labels = Series.of("b", "1", "a", "1");

        assertThat(Relabeling.of(rules).apply(labels)).isInstanceOf(Outcome.Dropped.class);
        assertThat(Series.text(labels)).as("sorted and else as sent").isEqualTo("a=1 b=1");
    }

    @Test
    void none_sortsAndTakesEmptyValuesAway() {
        assertThat(after(List.of(), "b", "2", "c", "", "a", "1")).isEqualTo("a=1 b=2");
        assertThat(Relabeling.of(List.of())).isSameAs(Relabeling.NONE);
        assertThat(Relabeling.NONE.isEmpty()).isTrue();
    }

    @Test
    void emptyValue_isNoLabel() {
        assertThat(after(rule("labelmap").regex("(.*)").replacement("x_$1"), "a", "", "b", "1"))
                .isEqualTo("b=1 x_b=1");
    }

    @Test
    void bytesThatAreNoText_stayWhereNoRuleSetsThem() {
        LabelPairs labels = new LabelPairs();
        labels.add(new byte[] {'a', (byte) 0xFF, '!'}, 0, 1, 1, 2);
        Relabeling rules = Relabeling.of(List.of(rule("replace", "a").targetLabel("b").build()));

        assertThat(rules.apply(labels)).isInstanceOf(Outcome.Kept.class);
        assertThat(labels.bytes()[labels.valueOffset(0)]).isEqualTo((byte) 0xFF);
        assertThat(labels.value(1)).isEqualTo("\uFFFD!");
    }

    @Test
    void text_longerThanAnyLimit_isTooLarge() {
        RelabelRule doubled = rule("replace", "a").targetLabel("a").replacement("$1$1").build();
        List<RelabelRule> rules = Collections.nCopies(100, doubled);

        assertThat(Relabeling.of(rules).apply(Series.of("a", "x")))
                .isEqualTo(
                        new Outcome.TooLarge(
                                "relabeling rule 17 (replace) makes a text of more than 65536 characters"));
        assertThat(after(rules.subList(0, 16), "a", "x")).hasSize(2 + 65_536);
    }

    @Test
    void text_multipliedAtOnce_isNotMade() {
        RelabelRule rule =
                rule("replace", "a").targetLabel("a").replacement("$0".repeat(8_000)).build();
        LabelPairs labels = Series.of("a", "x".repeat(60_000));

        assertThat(Relabeling.of(List.of(rule)).apply(labels)).isInstanceOf(Outcome.TooLarge.class);
    }

    @Test
    void source_joinedOfLongValues_isTooLarge() {
        LabelPairs labels = Series.of("a", "x".repeat(40_000));

        assertThat(Relabeling.of(List.of(rule("drop", "a", "a").build())).apply(labels))
                .isInstanceOf(Outcome.TooLarge.class);
    }

    @Test
    void labels_thatMultiply_areTooLarge() {
        RelabelRule doubled = rule("labelmap").regex("(.*)").replacement("x$1").build();
        List<RelabelRule> rules =
                IntStream.range(0, 40)
                        .mapToObj(
                                i -> rule("labelmap").regex("(.*)").replacement(i + "_$1").build())
                        .toList();

        assertThat(Relabeling.of(rules).apply(Series.of("a", "x")))
                .isEqualTo(
                        new Outcome.TooLarge(
                                "relabeling rule 11 (labelmap) makes a series of more than 1024 new labels"));
        assertThat(Relabeling.of(List.of(doubled, doubled)).apply(Series.of("a", "1")))
                .isInstanceOf(Outcome.Kept.class);
    }

    @Test
    void labels_thatAreLongTogether_areTooLarge() {
        List<RelabelRule> rules =
                IntStream.range(0, 9)
                        .mapToObj(i -> rule("replace", "a").targetLabel("b" + i).build())
                        .toList();
        String value = "x".repeat(32 * 1024);

        assertThat(Relabeling.of(rules).apply(Series.of("a", value)))
                .isEqualTo(
                        new Outcome.TooLarge(
                                "relabeling rule 8 (replace) makes a series of more than 262144 characters of new labels"));
    }

    @Test
    void labels_takenAwayAndSetAgain_areCountedOnce() {
        List<RelabelRule> once =
                List.of(
                        rule("replace", "a").targetLabel("b").build(),
                        rule("replace", "a").targetLabel("b").build(),
                        rule("labeldrop").regex("b").build());
        List<RelabelRule> rules =
                Collections.nCopies(100, once).stream().flatMap(List::stream).toList();

        assertThat(after(rules, "a", "x".repeat(10_000))).hasSize(2 + 10_000);
    }

    @Test
    void of_moreThanItsBounds_isRefused() {
        RelabelRule rule = rule("labeldrop").regex("a").build();
        assertThatThrownBy(() -> Relabeling.of(Collections.nCopies(501, rule)))
                .hasMessage("relabeling rules: found 501 rules, expected at most 500");

        RelabelRule large = rule("labeldrop").regex("(a{300}){300}").build();
        assertThatThrownBy(() -> Relabeling.of(List.of(large, large)))
                .hasMessageContaining(
                        "instructions of regular expressions, expected at most 100000");

        RelabelRule longOne = rule("labelmap").replacement("x".repeat(16_000)).build();
        assertThatThrownBy(() -> Relabeling.of(Collections.nCopies(17, longOne)))
                .hasMessageContaining("characters, expected at most 262144");
    }

    @Test
    void relabelings_ofEqualRules_areEqual() {
        assertThat(Relabeling.of(List.of(rule("drop", "a").regex("x").build())))
                .isEqualTo(Relabeling.of(List.of(rule("DROP", "a").regex("x").build())))
                .hasSameHashCodeAs(Relabeling.of(List.of(rule("drop", "a").regex("x").build())))
                .isNotEqualTo(Relabeling.of(List.of(rule("drop", "a").regex("y").build())));
    }

    @Test
    void names_areSortedByTheirBytes() {
        assertThat(
                        after(
                                rule("replace").targetLabel("\uFFFC").replacement("1"),
                                "😀",
                                "2",
                                "a",
                                "3"))
                .isEqualTo("a=3 \uFFFC=1 😀=2");
        assertThat("\uFFFC".getBytes(StandardCharsets.UTF_8)).hasSize(3);
    }

    private static RelabelRule.Builder rule(String action, String... sourceLabels) {
        return RelabelRule.builder().action(action).sourceLabels(List.of(sourceLabels));
    }

    private static String after(RelabelRule.Builder rule, String... namesAndValues) {
        return after(List.of(rule.build()), namesAndValues);
    }

    private static String after(List<RelabelRule> rules, String... namesAndValues) {
        LabelPairs labels = Series.of(namesAndValues);
        return switch (Relabeling.of(rules).apply(labels)) {
            case Outcome.Kept() -> Series.text(labels);
            case Outcome.Dropped() -> DROPPED;
            case Outcome.TooLarge(String why) -> why;
        };
    }
}
