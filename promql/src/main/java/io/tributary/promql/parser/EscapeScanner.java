package io.tributary.promql.parser;

import java.util.function.Function;

/// Checks an escape sequence of a quoted string, as Go's scanner does.
final class EscapeScanner {
    private final String query;
    private final char quote;
    private final Function<String, ParseException> error;

    EscapeScanner(String query, char quote, Function<String, ParseException> error) {
        this.query = query;
        this.quote = quote;
        this.error = error;
    }

    /// One past the sequence whose backslash stands before `at`.
    int end(int at) {
        if (at >= query.length()) {
            throw error.apply("escape sequence not terminated");
        }
        char c = query.charAt(at);
        if ("abfnrtv\\".indexOf(c) >= 0 || c == quote) {
            return at + 1;
        }
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(at, 3, 8, 255);
            case 'x' -> digits(at + 1, 2, 16, 255);
            case 'u' -> digits(at + 1, 4, 16, Character.MAX_CODE_POINT);
            case 'U' -> digits(at + 1, 8, 16, Character.MAX_CODE_POINT);
            default -> throw error.apply("unknown escape sequence " + named(at));
        };
    }

    private int digits(int from, int count, int base, long max) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            if (i >= query.length()) {
                throw error.apply("escape sequence not terminated");
            }
            int digit = Character.digit(query.charAt(i), base);
            if (digit < 0 || query.charAt(i) > 0x7F) {
                throw error.apply("illegal character " + named(i) + " in escape sequence");
            }
            value = value * base + digit;
        }
        if (value > max || (value >= 0xD800 && value < 0xE000)) {
            throw error.apply("escape sequence is an invalid Unicode code point");
        }
        return from + count;
    }

    /// `U+0071 'q'`.
    private String named(int at) {
        int codePoint = query.codePointAt(at);
        return "U+%04X '%s'".formatted(codePoint, Character.toString(codePoint));
    }
}
