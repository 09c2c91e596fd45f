package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.LabelPairs;
import io.tributary.model.relabel.Relabeling.Outcome;
import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random rules over random series.
class RelabelingPropertyTest {
    @Test
    void apply_agreesWithANaiveEvaluator() {
        Map<Action, Integer> changed = new EnumMap<>(Action.class);
        SeededCases.run(
                20_000,
                random -> {
                    List<RelabelRule> rules = RandomRules.list(random);
                    Map<String, String> series = RandomRules.series(random);
                    Optional<Map<String, String>> expected = NaiveRelabeling.apply(rules, series);
                    LabelPairs labels = Series.of(series);

                    Outcome outcome = Relabeling.of(rules).apply(labels);

                    assertThat(outcome instanceof Outcome.Kept)
                            .as("%s over %s: %s", rules, series, outcome)
                            .isEqualTo(expected.isPresent());
                    expected.ifPresent(map ->
                            assertThat(Series.map(labels))
                                    .as("%s over %s", rules, series)
                                    .isEqualTo(map));
                    List<RelabelRule> first = rules.subList(0, 1);
                    if (!NaiveRelabeling.apply(first, series)
                            .equals(NaiveRelabeling.apply(List.of(), series))) {
                        changed.merge(rules.getFirst().action(), 1, Integer::sum);
                    }
                });
        assertThat(changed).as("actions that did something").containsOnlyKeys(Action.values());
    }

    @Test
    void apply_leavesTheCanonicalForm() {
        SeededCases.run(
                5_000,
                random -> {
                    Relabeling rules = Relabeling.of(RandomRules.list(random));
                    List<Map.Entry<String, String>> sent =
                            new ArrayList<>(RandomRules.series(random).entrySet());
                    Collections.shuffle(sent, new java.util.Random(random.nextLong()));
                    LabelPairs labels = new LabelPairs();
                    sent.forEach(label -> labels.add(label.getKey(), label.getValue()));
                    if (!(rules.apply(labels) instanceof Outcome.Kept)) {
                        return;
                    }
                    assertCanonical(labels);
                    String once = Series.text(labels);

                    assertThat(Relabeling.NONE.apply(labels)).isInstanceOf(Outcome.Kept.class);
                    assertThat(Series.text(labels)).isEqualTo(once);
                });
    }

    @Test
    void keepAndDrop_ofTheSameExpression_areOpposite() {
        SeededCases.run(
                5_000,
                random -> {
                    RelabelRule keep =
                            RelabelRule.builder()
                                    .action("keep")
                                    .sourceLabels(RandomRules.rule(random).sourceLabels())
                                    .regex(RandomRules.rule(random).regex().expression())
                                    .build();
                    RelabelRule drop =
                            RelabelRule.builder()
                                    .action("drop")
                                    .sourceLabels(keep.sourceLabels())
                                    .regex(keep.regex().expression())
                                    .build();
                    Map<String, String> series = new TreeMap<>(RandomRules.series(random));

                    boolean kept = applied(keep, series) instanceof Outcome.Kept;
                    assertThat(applied(drop, series) instanceof Outcome.Dropped).isEqualTo(kept);
                });
    }

    private static Outcome applied(RelabelRule rule, Map<String, String> series) {
        return Relabeling.of(List.of(rule)).apply(Series.of(series));
    }

    private static void assertCanonical(LabelPairs labels) {
        for (int i = 0; i < labels.count(); i++) {
            assertThat(labels.valueLength(i)).isPositive();
            if (i > 0) {
                assertThat(labels.compareNames(i - 1, i)).isNegative();
            }
        }
    }
}
