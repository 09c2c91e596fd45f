package io.tributary.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.LabelPairs;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.Relabeling;
import io.tributary.model.relabel.Relabeling.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Jazzer target: fields are no rule, and the refusal says so; or rules leave a series in its
/// canonical form, the same twice. Stands here because `model` has no Jazzer.
///
/// A line of fields between tabs: names and values of the labels on the first, then one rule a
/// line: action, source labels (commas between), separator, expression, modulus, target,
/// replacement.
public final class RelabelFuzzer {
    private static final int FIELDS = 7;

    private RelabelFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", -1);
        Relabeling relabeling;
        try {
            List<RelabelRule> rules = new ArrayList<>();
            for (String line : Arrays.asList(lines).subList(1, lines.length)) {
                rules.add(rule(line.split("\t", -1)));
            }
            relabeling = Relabeling.of(rules);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining(": found ").hasMessageContaining(", expected ");
            return;
        }
        LabelPairs labels = labels(lines[0]);
        Outcome outcome = relabeling.apply(labels);
        if (!(outcome instanceof Outcome.Kept)) {
            return;
        }
        assertCanonical(labels);
        LabelPairs again = labels(lines[0]);
        assertThat(relabeling.apply(again)).isEqualTo(outcome);
        assertThat(text(again)).isEqualTo(text(labels));
    }

    private static RelabelRule rule(String[] sent) {
        String[] fields = Arrays.copyOf(sent, FIELDS);
        RelabelRule.Builder rule = RelabelRule.builder();
        for (int i = 0; i < Math.min(FIELDS, sent.length); i++) {
            if (!fields[i].isEmpty()) {
                set(rule, i, fields[i]);
            }
        }
        return rule.build();
    }

    private static void set(RelabelRule.Builder rule, int field, String text) {
        switch (field) {
            case 0 -> rule.action(text);
            case 1 -> rule.sourceLabels(List.of(text.split(",", -1)));
            case 2 -> rule.separator(text);
            case 3 -> rule.regex(text);
            case 4 -> rule.modulus(text.charAt(0) - 'a');
            case 5 -> rule.targetLabel(text);
            default -> rule.replacement(text);
        }
    }

    /// Each name once, as admission has seen to.
    private static LabelPairs labels(String line) {
        String[] fields = line.split("\t", -1);
        LabelPairs labels = new LabelPairs();
        List<String> names = new ArrayList<>();
        for (int i = 0; i + 1 < fields.length; i += 2) {
            if (!names.contains(fields[i])) {
                names.add(fields[i]);
                labels.add(fields[i], fields[i + 1]);
            }
        }
        return labels;
    }

    private static void assertCanonical(LabelPairs labels) {
        for (int i = 0; i < labels.count(); i++) {
            assertThat(labels.valueLength(i)).isPositive();
            assertThat(i == 0 || labels.compareNames(i - 1, i) < 0).isTrue();
        }
    }

    private static String text(LabelPairs labels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < labels.count(); i++) {
            text.append(labels.name(i)).append('\t').append(labels.value(i)).append('\n');
        }
        return text.toString();
    }
}
