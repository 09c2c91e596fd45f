package io.tributary.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A condition on one label: `name="value"`, `!=`, `=~`, `!~`. An absent label has the empty value.
///
/// Regular expressions are RE2 and anchored at both ends, `.` matching a line break too
/// (Prometheus: `model/labels/regexp.go`). Immutable; matching is safe from any thread.
public final class Matcher {
    /// What is asked of the label.
    public enum Type {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String symbol;

        Type(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        /// Whether a label passes by differing.
        public boolean isNegative() {
            return this == NOT_EQUAL || this == NOT_REGEX;
        }

        public boolean isRegex() {
            return this == REGEX || this == NOT_REGEX;
        }
    }

    private final Type type;
    private final String name;
    private final String value;
    private final Optional<AnchoredRegex> regex;

    /// @throws IllegalArgumentException if the type is a regular expression and `value` is not one;
    ///   the message is RE2's own
    public Matcher(Type type, String name, String value) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.regex = type.isRegex() ? Optional.of(AnchoredRegex.compile(value)) : Optional.empty();
    }

    private Matcher(String name, String value, AnchoredRegex regex) {
        this.type = Type.REGEX;
        this.name = name;
        this.value = value;
        this.regex = Optional.of(regex);
    }

    /// What `name=~"a|b|c"` is, of texts in which no character has a meaning; there may be more of
    /// them than an expression can hold.
    ///
    /// @param values one at least
    public static Matcher oneOf(String name, Collection<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("BUG: one of no values of " + name);
        }
        return new Matcher(name, AnchoredRegex.expression(values), AnchoredRegex.oneOf(values));
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    /// Whether a label of this value (empty: absent) satisfies the matcher.
    public boolean matches(String labelValue) {
        return switch (type) {
            case EQUAL -> value.equals(labelValue);
            case NOT_EQUAL -> !value.equals(labelValue);
            case REGEX -> regex.orElseThrow().matches(labelValue);
            case NOT_REGEX -> !regex.orElseThrow().matches(labelValue);
        };
    }

    public boolean matches(Labels labels) {
        return matches(labels.value(name));
    }

    /// The finite set of values that alone can satisfy (`=`, `=~`) or alone fail (`!=`, `!~`) the
    /// matcher, if it is known without looking at any label: postings of these few are read instead
    /// of testing every value.
    public Optional<List<String>> alternatives() {
        return regex.isPresent() ? regex.get().alternatives() : Optional.of(List.of(value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matcher that
                && type == that.type
                && name.equals(that.name)
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return (type.hashCode() * 31 + name.hashCode()) * 31 + value.hashCode();
    }

    @Override
    public String toString() {
        return name + type.symbol() + GoQuote.quote(value);
    }
}
