package io.tributary.gateway.registry.text;

import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.Relabeling;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a list of relabeling rules, by the names that Prometheus gives their fields.
public final class RelabelReader {
    private static final int MODULUS_DIGITS_MAX = 18;

    private RelabelReader() {}

    /// The rules of a field; none where it is absent, or something is wrong and was noted.
    public static Relabeling read(String key, Fields fields) {
        List<RelabelRule> rules = new ArrayList<>();
        for (Fields rule : fields.objects(key)) {
            rule(rule).ifPresent(rules::add);
        }
        try {
            return Relabeling.of(rules);
        } catch (IllegalArgumentException e) {
            fields.problem(key, String.valueOf(e.getMessage()));
            return Relabeling.NONE;
        }
    }

    private static Optional<RelabelRule> rule(Fields fields) {
        RelabelRule.Builder rule = RelabelRule.builder();
        try {
            fields.text("action").ifPresent(rule::action);
            rule.sourceLabels(fields.texts("source_labels"));
            fields.anyText("separator").ifPresent(rule::separator);
            fields.anyText("regex").ifPresent(rule::regex);
            fields.text("target_label").ifPresent(rule::targetLabel);
            fields.anyText("replacement").ifPresent(rule::replacement);
            fields.text("modulus").ifPresent(text -> rule.modulus(modulus(text)));
            fields.end();
            return Optional.of(rule.build());
        } catch (IllegalArgumentException e) {
            fields.problem("", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static long modulus(String text) {
        if (text.length() > MODULUS_DIGITS_MAX
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "modulus: found %s, expected a whole number above 0"
                            .formatted(Problems.shown(text)));
        }
        return Long.parseLong(text);
    }
}
