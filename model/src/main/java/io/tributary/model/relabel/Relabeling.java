package io.tributary.model.relabel;

import io.tributary.model.flow.LabelPairs;
import io.tributary.model.text.RegexSize;
import java.util.List;

/// Rules that rewrite the labels of a series, or drop it, one after the other as Prometheus'
/// `metric_relabel_configs` do. Immutable; equal where the rules are; safe from any thread.
///
/// What a series may become on the way is bounded, so that rules which multiply labels end: such a
/// series is refused, not cut short.
public final class Relabeling {
    public static final int RULES_MAX = 500;

    /// Characters of all texts of all rules.
    public static final int CHARS_MAX = 256 * 1024;

    /// Lets every series be as it is.
    public static final Relabeling NONE = new Relabeling(List.of());

    /// What becomes of a series.
    public sealed interface Outcome {
        /// It goes on: its labels are sorted and have no empty values.
        record Kept() implements Outcome {}

        /// Rules drop it, or have left it no label.
        record Dropped() implements Outcome {}

        /// A rule made too much of it.
        ///
        /// @param why names the rule, the first being 1, and the bound
        record TooLarge(String why) implements Outcome {}
    }

    private static final Outcome KEPT = new Outcome.Kept();
    private static final Outcome DROPPED = new Outcome.Dropped();

    private final List<RelabelRule> rules;

    private Relabeling(List<RelabelRule> rules) {
        this.rules = rules;
    }

    /// These rules, in this order.
    ///
    /// @throws IllegalArgumentException if there are more than {@link #RULES_MAX} rules, more than
    ///   {@link #CHARS_MAX} characters in them, or their expressions are together a larger program
    ///   than one may be ({@link RegexSize#MAX})
    public static Relabeling of(List<RelabelRule> rules) {
        atMost("rules", rules.size(), RULES_MAX);
        atMost("characters", rules.stream().mapToLong(RelabelRule::chars).sum(), CHARS_MAX);
        atMost(
                "instructions of regular expressions",
                rules.stream().mapToLong(rule -> RegexSize.of(rule.regex().expression())).sum(),
                RegexSize.MAX);
        return rules.isEmpty() ? NONE : new Relabeling(List.copyOf(rules));
    }

    private static void atMost(String what, long found, long max) {
        if (found > max) {
            throw new IllegalArgumentException(
                    "relabeling rules: found %d %s, expected at most %d"
                            .formatted(found, what, max));
        }
    }

    public List<RelabelRule> rules() {
        return rules;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Applies the rules in place. Where the series does not go on, its labels are only sorted.
    ///
    /// A name that stands twice does so afterwards, too, unless a rule sets or removes it. Bytes
    /// that are no UTF-8 are U+FFFD to rules, and stay in labels that no rule sets.
    public Outcome apply(LabelPairs labels) {
        return apply(labels, RuleWatch.NONE);
    }

    /// The same, before the eyes of somebody.
    public Outcome apply(LabelPairs labels, RuleWatch watch) {
        labels.sort();
        LabelEdit edit = new LabelEdit(labels);
        boolean named = !edit.isEmpty();
        for (int i = 0; i < rules.size(); i++) {
            RuleStep.Result result = RuleStep.apply(rules.get(i), edit);
            watch.applied(i, rules.get(i), edit::now);
            switch (result) {
                case GO_ON -> {}
                case DROP -> {
                    return DROPPED;
                }
                case LONG_TEXT -> {
                    return tooLarge(i, "a text", RuleStep.TEXT_CHARS_MAX, "characters");
                }
                case MANY_LABELS -> {
                    return tooLarge(i, "a series", LabelEdit.SET_MAX, "new labels");
                }
                case LONG_LABELS -> {
                    return tooLarge(
                            i, "a series", LabelEdit.SET_CHARS_MAX, "characters of new labels");
                }
            }
        }
        if (named && edit.isEmpty()) {
            return DROPPED;
        }
        edit.write();
        return KEPT;
    }

    private Outcome tooLarge(int index, String what, int max, String unit) {
        return new Outcome.TooLarge(
                "relabeling rule %d (%s) makes %s of more than %d %s"
                        .formatted(index + 1, rules.get(index).action().word(), what, max, unit));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Relabeling that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
