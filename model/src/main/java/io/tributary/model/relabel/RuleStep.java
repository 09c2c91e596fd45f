package io.tributary.model.relabel;

import io.tributary.model.Label;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// One rule over the labels of one series (Prometheus: `model/relabel/relabel.go`, `relabel`).
final class RuleStep {
    /// Longest text that a rule joins of values, or makes by a replacement, in characters: as long
    /// as the longest value that limits may allow.
    static final int TEXT_CHARS_MAX = 64 * 1024;

    /// What comes of it.
    enum Result {
        GO_ON,
        DROP,
        /// A text longer than {@link #TEXT_CHARS_MAX}.
        LONG_TEXT,
        /// More labels than {@link LabelEdit#SET_MAX}.
        MANY_LABELS,
        /// More characters of labels than {@link LabelEdit#SET_CHARS_MAX}.
        LONG_LABELS
    }

    private final RelabelRule rule;
    private final LabelEdit labels;

    private RuleStep(RelabelRule rule, LabelEdit labels) {
        this.rule = rule;
        this.labels = labels;
    }

    static Result apply(RelabelRule rule, LabelEdit labels) {
        return new RuleStep(rule, labels).run();
    }

    private Result run() {
        Regex regex = rule.regex();
        return switch (rule.action()) {
            case LABELMAP -> copyLabels();
            case LABELDROP -> {
                labels.removeIf(regex::matches);
                yield Result.GO_ON;
            }
            case LABELKEEP -> {
                labels.removeIf(name -> !regex.matches(name));
                yield Result.GO_ON;
            }
            case REPLACE, KEEP, DROP, KEEPEQUAL, DROPEQUAL, HASHMOD, LOWERCASE, UPPERCASE ->
                    withSource();
        };
    }

    private Result withSource() {
        String source = labels.join(rule.sourceLabels(), rule.separator(), TEXT_CHARS_MAX);
        if (source.length() > TEXT_CHARS_MAX) {
            return Result.LONG_TEXT;
        }
        String target = rule.targetLabel();
        return switch (rule.action()) {
            case KEEP -> dropUnless(rule.regex().matches(source));
            case DROP -> dropUnless(!rule.regex().matches(source));
            case KEEPEQUAL -> dropUnless(labels.value(target).equals(source));
            case DROPEQUAL -> dropUnless(!labels.value(target).equals(source));
            case REPLACE -> replace(source);
            case HASHMOD -> set(target, hash(source));
            case LOWERCASE -> set(target, mapped(source, Character::toLowerCase));
            case UPPERCASE -> set(target, mapped(source, Character::toUpperCase));
            case LABELMAP, LABELDROP, LABELKEEP ->
                    throw new IllegalStateException("BUG: " + rule.action() + " reads no values");
        };
    }

    private static Result dropUnless(boolean kept) {
        return kept ? Result.GO_ON : Result.DROP;
    }

    private Result replace(String source) {
        Optional<String> value = rule.regex().expand(source, rule.replacement(), TEXT_CHARS_MAX);
        if (value.isEmpty()) {
            return Result.GO_ON;
        }
        String target = rule.targetLabel();
        if (target.indexOf('$') >= 0) {
            target = rule.regex().expand(source, target, TEXT_CHARS_MAX).orElseThrow();
        }
        // A name made of groups may be empty: then nothing is named, and nothing replaced.
        return target.isEmpty() ? Result.GO_ON : set(target, value.get());
    }

    private Result copyLabels() {
        for (Label label : labels.labels(rule.regex()::matches)) {
            String name =
                    rule.regex()
                            .expand(label.name(), rule.replacement(), TEXT_CHARS_MAX)
                            .orElseThrow();
            Result result = set(name, label.value());
            if (result != Result.GO_ON) {
                return result;
            }
        }
        return Result.GO_ON;
    }

    private Result set(String name, String value) {
        if (name.length() > TEXT_CHARS_MAX || value.length() > TEXT_CHARS_MAX) {
            return Result.LONG_TEXT;
        }
        labels.set(name, value);
        if (labels.isTooMany()) {
            return Result.MANY_LABELS;
        }
        return labels.isTooLong() ? Result.LONG_LABELS : Result.GO_ON;
    }

    /// The last eight bytes of the source's MD5, modulo the modulus.
    private String hash(String source) {
        long hash =
                ByteBuffer.wrap(md5().digest(source.getBytes(StandardCharsets.UTF_8)))
                        .getLong(Long.BYTES);
        return Long.toString(Long.remainderUnsigned(hash, rule.modulus()));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java has MD5", e);
        }
    }

    /// Character by character as Go does: `ß` stays, and no letter becomes two.
    private static String mapped(String text, IntUnaryOperator mapping) {
        return text.codePoints()
                .map(mapping)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
