package io.tributary.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.model.text.RegexSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// An RE2 expression that must match a whole label value, with shortcuts where it is made of
/// literals.
///
/// Most expressions on dashboards are `a|b|c`, `prefix.*`, `.*suffix`, `.*inner.*` or `.+`: those
/// are answered by string comparison. All else goes to RE2/J, which is linear in the input, so no
/// expression can hang a query. A shortcut is taken only where every character of the literal parts
/// is free of meaning in RE2.
final class AnchoredRegex {
    /// Longest expression compiled, in characters; RE2's program is bounded by it.
    static final int LENGTH_MAX = 16 * 1024;

    private static final String META = "\\.+*?()|[]{}^$";

    private sealed interface Shape {
        /// @param known the literals once more, to be asked
        record OneOf(List<String> literals, Set<String> known) implements Shape {
            static OneOf of(Collection<String> texts) {
                Set<String> known = Set.copyOf(texts);
                return new OneOf(texts.stream().distinct().toList(), known);
            }
        }

        /// `prefix`, then anything (at least one character where `some`), then `suffix`.
        record Around(String prefix, boolean some, String suffix) implements Shape {}

        /// `.*inner.*`.
        record Contains(String inner) implements Shape {}

        record Program(Pattern pattern) implements Shape {}
    }

    private final Shape shape;

    private AnchoredRegex(Shape shape) {
        this.shape = shape;
    }

    /// @throws IllegalArgumentException if `expression` is not RE2, is longer than 16 Ki
    ///   characters, or too large a program ({@link RegexSize})
    static AnchoredRegex compile(String expression) {
        if (expression.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "regular expression of "
                            + expression.length()
                            + " characters, at most "
                            + LENGTH_MAX);
        }
        return new AnchoredRegex(shape(expression));
    }

    /// Matches these texts and no other, however many they are.
    static AnchoredRegex oneOf(Collection<String> texts) {
        return new AnchoredRegex(Shape.OneOf.of(texts));
    }

    /// The expression that matches these texts and no other, in their order.
    static String expression(Collection<String> texts) {
        StringJoiner alternatives = new StringJoiner("|");
        for (String text : texts) {
            StringBuilder quoted = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                if (isMeta(text.charAt(i))) {
                    quoted.append('\\');
                }
                quoted.append(text.charAt(i));
            }
            alternatives.add(quoted);
        }
        return alternatives.toString();
    }

    boolean matches(String text) {
        return switch (shape) {
            case Shape.OneOf(_, var known) -> known.contains(text);
            case Shape.Around(var prefix, var some, var suffix) ->
                    text.length() >= prefix.length() + suffix.length() + (some ? 1 : 0)
                            && text.startsWith(prefix)
                            && text.endsWith(suffix);
            case Shape.Contains(var inner) -> text.contains(inner);
            case Shape.Program(var pattern) -> pattern.matches(text);
        };
    }

    /// The values that match, where they are finitely many and known.
    Optional<List<String>> alternatives() {
        return shape instanceof Shape.OneOf(var literals, _)
                ? Optional.of(literals)
                : Optional.empty();
    }

    private static Shape shape(String expression) {
        List<String> literals = literals(expression);
        if (!literals.isEmpty()) {
            return Shape.OneOf.of(literals);
        }
        Optional<Shape> wildcard = wildcard(expression);
        if (wildcard.isPresent()) {
            return wildcard.get();
        }
        RegexSize.check(expression);
        try {
            return new Shape.Program(Pattern.compile(expression, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            // RE2/J shows the flags it was given as a part of the expression.
            String message = String.valueOf(e.getMessage()).replace("`(?s)", "`");
            throw new IllegalArgumentException(message, e);
        }
    }

    /// `a|b|c` or `(a|b|c)` of plain characters; empty if the expression is anything else.
    private static List<String> literals(String expression) {
        boolean grouped = expression.startsWith("(") && expression.endsWith(")");
        String body = grouped ? expression.substring(1, expression.length() - 1) : expression;
        List<String> literals = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= body.length(); i++) {
            if (i == body.length() || body.charAt(i) == '|') {
                literals.add(body.substring(start, i));
                start = i + 1;
            } else if (isMeta(body.charAt(i))) {
                return List.of();
            }
        }
        return literals;
    }

    /// `prefix.*suffix`, `prefix.+suffix` or `.*inner.*`.
    private static Optional<Shape> wildcard(String expression) {
        if (expression.length() >= 4
                && expression.startsWith(".*")
                && expression.endsWith(".*")
                && isLiteral(expression.substring(2, expression.length() - 2))) {
            return Optional.of(
                    new Shape.Contains(expression.substring(2, expression.length() - 2)));
        }
        int dot = expression.indexOf('.');
        if (dot < 0 || dot + 1 >= expression.length()) {
            return Optional.empty();
        }
        char repeat = expression.charAt(dot + 1);
        String prefix = expression.substring(0, dot);
        String suffix = expression.substring(dot + 2);
        if ((repeat != '*' && repeat != '+') || !isLiteral(prefix) || !isLiteral(suffix)) {
            return Optional.empty();
        }
        return Optional.of(new Shape.Around(prefix, repeat == '+', suffix));
    }

    private static boolean isLiteral(String text) {
        return text.chars().noneMatch(c -> isMeta((char) c));
    }

    private static boolean isMeta(char c) {
        return META.indexOf(c) >= 0;
    }
}
