package io.tributary.model.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.model.text.RegexSize;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// An RE2 expression with groups, for rewriting text. It must match a whole text; `.` matches a
/// line break too. Immutable; safe from any thread.
///
/// `(.*)` and `a|b|c`, which most rules have, are answered without RE2/J.
public final class Regex {
    /// Longest expression compiled, in characters; RE2's program is bounded by it.
    static final int LENGTH_MAX = 16 * 1024;

    private static final String ANYTHING = "(.*)";
    private static final String META = "\\.+*?()[]{}^$";

    private sealed interface Shape {
        /// `(.*)`.
        record Anything() implements Shape {}

        /// `a|b|c` of plain characters.
        record OneOf(Set<String> texts) implements Shape {}

        record Program(Pattern pattern) implements Shape {}
    }

    private final String expression;
    private final Shape shape;

    private Regex(String expression, Shape shape) {
        this.expression = expression;
        this.shape = shape;
    }

    /// Compiles an expression.
    ///
    /// @throws IllegalArgumentException if `expression` is not RE2, is longer than 16 Ki
    ///   characters, or too large a program ({@link RegexSize})
    public static Regex compile(String expression) {
        if (expression.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "regular expression of "
                            + expression.length()
                            + " characters, at most "
                            + LENGTH_MAX);
        }
        return new Regex(expression, shape(expression));
    }

    private static Shape shape(String expression) {
        if (expression.equals(ANYTHING)) {
            return new Shape.Anything();
        }
        if (expression.chars().noneMatch(c -> META.indexOf(c) >= 0)) {
            return new Shape.OneOf(Set.copyOf(Arrays.asList(expression.split("\\|", -1))));
        }
        RegexSize.check(expression);
        try {
            return new Shape.Program(Pattern.compile(expression, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The text it was compiled from.
    public String expression() {
        return expression;
    }

    /// Whether it matches all of `text`.
    public boolean matches(String text) {
        return switch (shape) {
            case Shape.Anything() -> true;
            case Shape.OneOf(var texts) -> texts.contains(text);
            case Shape.Program(var pattern) -> pattern.matches(text);
        };
    }

    /// `template` with `$1`, `${1}`, `$name`, `${name}` replaced by the groups of the match and
    /// `$$` by `$` (Go's `Regexp.Expand`: a group that does not exist is empty, any other `$`
    /// stands for itself). Empty if `text` as a whole does not match.
    public Optional<String> expand(String text, String template) {
        return expand(text, template, Integer.MAX_VALUE);
    }

    /// The same, bounded: what would be longer than `lengthMax` is longer than that, but not all of
    /// it.
    Optional<String> expand(String text, String template, int lengthMax) {
        Optional<UnaryOperator<String>> groups = groups(text);
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (int dollar = template.indexOf('$');
                dollar >= 0 && expanded.length() <= lengthMax;
                dollar = template.indexOf('$', from)) {
            expanded.append(template, from, dollar);
            from = expandOne(template, dollar, groups.get(), expanded);
        }
        if (expanded.length() <= lengthMax) {
            expanded.append(template, from, template.length());
        }
        return Optional.of(expanded.toString());
    }

    /// Appends what the `$` at `dollar` stands for.
    ///
    /// @return where the template goes on
    private static int expandOne(
            String template, int dollar, UnaryOperator<String> groups, StringBuilder expanded) {
        int start = dollar + 1;
        if (start < template.length() && template.charAt(start) == '$') {
            expanded.append('$');
            return start + 1;
        }
        boolean braced = start < template.length() && template.charAt(start) == '{';
        int nameStart = braced ? start + 1 : start;
        int nameEnd = nameStart;
        while (nameEnd < template.length() && isWord(template.codePointAt(nameEnd))) {
            nameEnd += Character.charCount(template.codePointAt(nameEnd));
        }
        boolean closed =
                !braced || (nameEnd < template.length() && template.charAt(nameEnd) == '}');
        if (nameEnd == nameStart || !closed) {
            expanded.append('$');
            return start;
        }
        expanded.append(groups.apply(template.substring(nameStart, nameEnd)));
        return braced ? nameEnd + 1 : nameEnd;
    }

    /// What the groups hold, by name or number, where all of `text` matches. None is empty.
    private Optional<UnaryOperator<String>> groups(String text) {
        return switch (shape) {
            case Shape.Anything() -> Optional.of(name -> number(name, 1) < 0 ? "" : text);
            case Shape.OneOf(var texts) ->
                    texts.contains(text)
                            ? Optional.of(name -> number(name, 0) < 0 ? "" : text)
                            : Optional.empty();
            case Shape.Program(var pattern) -> {
                Matcher match = pattern.matcher(text);
                yield match.matches() ? Optional.of(name -> group(match, name)) : Optional.empty();
            }
        };
    }

    private static String group(Matcher match, String name) {
        int number = number(name, match.groupCount());
        if (number < 0) {
            number = match.pattern().namedGroups().getOrDefault(name, -1);
        }
        String group = number < 0 ? null : match.group(number);
        return group == null ? "" : group;
    }

    /// -1 if `name` is not a number up to `max`; Go reads at most eight digits, and none behind a
    /// zero.
    private static int number(String name, int max) {
        if (name.length() > 1 && name.startsWith("0")) {
            return -1;
        }
        boolean digits = name.length() <= 8 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(name) : -1;
        return number <= max ? number : -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex that && expression.equals(that.expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression();
    }

    private static boolean isWord(int c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
