package io.tributary.server.query;

import io.tributary.model.relabel.Regex;
import io.tributary.promql.parser.ParserOptions;
import java.util.function.Predicate;

/// Which queries are blocked, and why: a line of `query.blocked`.
///
/// ```
/// exact sum(rate(cpu_seconds_total[1m])) # takes all memory, see the recording rule
/// regex .*\\{.*env="prod".*\\}.*            # ask the prod store
/// ```
///
/// The reason is what stands behind the last ` # `; where there is none, the operator does not say.
///
/// @param reason for who asked
record BlockedPattern(Predicate<String> queries, String reason) {
    /// What a line is, in words.
    static final String EXPECTED =
            "lines such as exact sum(up) # REASON, or regex .*up.* # REASON (RE2, the whole query)";

    private static final String REASON_MARK = " # ";
    private static final String NO_REASON = "the operator of this server does not have it answered";
    private static final String EXACT = "exact ";
    private static final String REGEX = "regex ";

    /// Reads a line.
    ///
    /// @throws IllegalArgumentException if it is none; says what was found and expected
    static BlockedPattern read(String line, ParserOptions syntax) {
        int mark = line.lastIndexOf(REASON_MARK);
        String rule = (mark < 0 ? line : line.substring(0, mark)).strip();
        String reason = mark < 0 ? "" : line.substring(mark + REASON_MARK.length()).strip();
        return new BlockedPattern(queries(rule, syntax), reason.isEmpty() ? NO_REASON : reason);
    }

    boolean matches(String query) {
        return queries.test(query);
    }

    private static Predicate<String> queries(String rule, ParserOptions syntax) {
        if (rule.startsWith(EXACT)) {
            String query = rule.substring(EXACT.length()).strip();
            String printed = BlockedQueries.printed(query, syntax).orElse(query);
            return asked -> asked.equals(query) || asked.equals(printed);
        }
        if (rule.startsWith(REGEX)) {
            return regex(rule.substring(REGEX.length()).strip())::matches;
        }
        throw new IllegalArgumentException(
                "found %s, expected exact QUERY or regex EXPRESSION".formatted(shown(rule)));
    }

    private static Regex regex(String expression) {
        try {
            return Regex.compile(expression);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "found regex %s, expected an RE2 expression: %s"
                            .formatted(shown(expression), e.getMessage()),
                    e);
        }
    }

    private static String shown(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
