package io.tributary.model.relabel;

import java.util.List;

/// One rule of relabeling, as one entry of Prometheus' `metric_relabel_configs` (3.14,
/// `model/relabel/relabel.go`), checked as there with names of any UTF-8.
///
/// ```
/// RelabelRule.builder()
///         .sourceLabels(List.of("__name__"))
///         .regex("go_gc_.*")
///         .action("drop")
///         .build();
/// ```
///
/// @param sourceLabels whose values are joined; a label that is not there has the empty value
/// @param separator between them
/// @param regex must match the whole of what is matched
/// @param modulus of {@link Action#HASHMOD}; 0 is none
/// @param targetLabel a name; for {@link Action#REPLACE} a template, if there is a `$` in it; empty
///   is none
/// @param replacement a template, see {@link Regex#expand(String, String)}
public record RelabelRule(
        List<String> sourceLabels,
        String separator,
        Regex regex,
        long modulus,
        String targetLabel,
        String replacement,
        Action action) {

    static final String SEPARATOR = ";";
    static final Regex REGEX = Regex.compile("(.*)");
    static final String REPLACEMENT = "$1";

    /// @throws IllegalArgumentException naming the field, what was found in it and what is expected
    public RelabelRule {
        sourceLabels = List.copyOf(sourceLabels);
        RuleCheck check = new RuleCheck(action);
        check.texts(sourceLabels, separator, targetLabel, replacement);
        check.modulus(modulus);
        check.target(targetLabel);
        check.replacement(replacement);
        if (action.comparesTarget() || action.takesLabelsAway()) {
            check.none("modulus", modulus, 0L);
            check.none("separator", separator, SEPARATOR);
            check.none("replacement", replacement, REPLACEMENT);
        }
        if (action.comparesTarget()) {
            check.none("regex", regex.expression(), REGEX.expression());
        }
        if (action.takesLabelsAway()) {
            check.none("source_labels", sourceLabels, List.of());
            check.none("target_label", targetLabel, "");
        }
    }

    /// With Prometheus' defaults: replaces by `$1` where `(.*)` matches; `;` between values.
    public static Builder builder() {
        return new Builder();
    }

    /// Characters of all its texts.
    int chars() {
        return sourceLabels.stream().mapToInt(String::length).sum()
                + separator.length()
                + regex.expression().length()
                + targetLabel.length()
                + replacement.length();
    }

    /// Collects the fields of a rule under the names they have in a configuration. One thread.
    public static final class Builder {
        private List<String> sourceLabels = List.of();
        private String separator = SEPARATOR;
        private Regex regex = REGEX;
        private long modulus;
        private String targetLabel = "";
        private String replacement = REPLACEMENT;
        private Action action = Action.REPLACE;

        private Builder() {}

        public Builder sourceLabels(List<String> names) {
            sourceLabels = List.copyOf(names);
            return this;
        }

        public Builder separator(String text) {
            separator = text;
            return this;
        }

        /// Compiles the expression.
        ///
        /// @throws IllegalArgumentException if it is none, or too large a one
        public Builder regex(String expression) {
            try {
                regex = Regex.compile(expression);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        RuleCheck.finding("regex", expression, "an RE2 expression")
                                + ": "
                                + e.getMessage(),
                        e);
            }
            return this;
        }

        public Builder modulus(long number) {
            modulus = number;
            return this;
        }

        public Builder targetLabel(String name) {
            targetLabel = name;
            return this;
        }

        public Builder replacement(String template) {
            replacement = template;
            return this;
        }

        /// Sets the action by its word.
        ///
        /// @throws IllegalArgumentException if there is no such action
        public Builder action(String word) {
            action = Action.of(word);
            return this;
        }

        /// The rule of these fields.
        ///
        /// @throws IllegalArgumentException naming the field, what was found in it and what is
        ///   expected
        public RelabelRule build() {
            return new RelabelRule(
                    sourceLabels, separator, regex, modulus, targetLabel, replacement, action);
        }
    }
}
