package io.tributary.model.relabel;

import io.tributary.model.GoQuote;
import java.util.List;

/// Refuses a rule whose fields do not fit its action, as Prometheus does when it reads one.
///
/// Each method fails with an `IllegalArgumentException` that names the field.
final class RuleCheck {
    static final int SOURCE_LABELS_MAX = 64;

    /// Longest separator, name or template, in characters.
    static final int TEXT_CHARS_MAX = Regex.LENGTH_MAX;

    /// How much of a field is shown, in characters.
    private static final int SHOWN_MAX = 100;

    private final Action action;

    RuleCheck(Action action) {
        this.action = action;
    }

    void texts(
            List<String> sourceLabels, String separator, String targetLabel, String replacement) {
        if (sourceLabels.size() > SOURCE_LABELS_MAX) {
            throw failure(
                    "source_labels",
                    sourceLabels.size() + " names",
                    "at most " + SOURCE_LABELS_MAX);
        }
        for (String name : sourceLabels) {
            if (name.isEmpty()) {
                throw failure("source_labels", quoted(name), "names of labels");
            }
            text("source_labels", name);
        }
        text("separator", separator);
        text("target_label", targetLabel);
        text("replacement", replacement);
    }

    void modulus(long modulus) {
        if (modulus < 0 || (modulus == 0 && action == Action.HASHMOD)) {
            throw failure(
                    "modulus",
                    Long.toString(modulus),
                    action == Action.HASHMOD ? "1 or more" + forAction() : "0 or more");
        }
    }

    void target(String targetLabel) {
        boolean needed = action.writesTarget() || action.comparesTarget();
        if (needed && targetLabel.isEmpty()) {
            throw failure("target_label", "nothing", "the name of a label" + forAction());
        }
    }

    void replacement(String replacement) {
        if (action == Action.LABELMAP && replacement.isEmpty()) {
            throw failure("replacement", "nothing", "the name of a label" + forAction());
        }
        if (action.changesCase()) {
            none("replacement", replacement, RelabelRule.REPLACEMENT);
        }
    }

    /// A field that means nothing to the action has its default.
    void none(String field, Object found, Object byDefault) {
        if (!found.equals(byDefault)) {
            String shown = found instanceof String text ? quoted(text) : found.toString();
            throw failure(field, shown, "none" + forAction());
        }
    }

    /// What is wrong with a field that is a text.
    static String finding(String field, String found, String expected) {
        return "%s: found %s, expected %s".formatted(field, quoted(found), expected);
    }

    private static void text(String field, String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw failure(field, text.length() + " characters", "at most " + TEXT_CHARS_MAX);
        }
        if (text.codePoints().anyMatch(RuleCheck::isHalf)) {
            throw failure(field, "half of a character", "text that can be written as UTF-8");
        }
    }

    /// Half of a surrogate pair has no UTF-8.
    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private String forAction() {
        return " (action " + action.word() + ")";
    }

    private static IllegalArgumentException failure(String field, String found, String expected) {
        return new IllegalArgumentException(
                "%s: found %s, expected %s".formatted(field, found, expected));
    }

    private static String quoted(String text) {
        return GoQuote.quote(text, SHOWN_MAX);
    }
}
