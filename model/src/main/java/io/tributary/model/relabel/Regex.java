package io.tributary.model.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.model.text.RegexSize;
import java.util.Optional;

/// An RE2 expression with groups, for rewriting text. It must match a whole text; `.` matches a
/// line break too. Immutable; safe from any thread.
public final class Regex {
    /// Longest expression compiled, in characters; RE2's program is bounded by it.
    static final int LENGTH_MAX = 16 * 1024;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
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
        RegexSize.check(expression);
        try {
            return new Regex(Pattern.compile(expression, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The text it was compiled from.
    public String expression() {
        return pattern.pattern();
    }

    /// Whether it matches all of `text`.
    public boolean matches(String text) {
        return pattern.matches(text);
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
        Matcher match = pattern.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        for (int dollar = template.indexOf('$');
                dollar >= 0 && expanded.length() <= lengthMax;
                dollar = template.indexOf('$', from)) {
            expanded.append(template, from, dollar);
            from = expandOne(template, dollar, match, expanded);
        }
        if (expanded.length() <= lengthMax) {
            expanded.append(template, from, template.length());
        }
        return Optional.of(expanded.toString());
    }

    /// Appends what the `$` at `dollar` stands for.
    ///
    /// @return where the template goes on
    private int expandOne(String template, int dollar, Matcher match, StringBuilder expanded) {
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
        expanded.append(group(match, template.substring(nameStart, nameEnd)));
        return braced ? nameEnd + 1 : nameEnd;
    }

    private String group(Matcher match, String name) {
        int number = number(name);
        if (number < 0) {
            number = pattern.namedGroups().getOrDefault(name, -1);
        }
        if (number < 0 || number > match.groupCount()) {
            return "";
        }
        String group = match.group(number);
        return group == null ? "" : group;
    }

    /// -1 if `name` is not a number; Go reads at most eight digits, and none behind a zero.
    private static int number(String name) {
        if (name.length() > 1 && name.startsWith("0")) {
            return -1;
        }
        boolean digits = name.length() <= 8 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(name) : -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex that && expression().equals(that.expression());
    }

    @Override
    public int hashCode() {
        return expression().hashCode();
    }

    @Override
    public String toString() {
        return expression();
    }

    private static boolean isWord(int c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
