package io.tributary.promql.parser;

/// Finds where a number ends: decimal, hexadecimal or octal integers, floats with exponents,
/// underscores between digits.
final class NumberScanner {
    private final String query;
    private final int start;

    NumberScanner(String query, int start) {
        this.query = query;
        this.start = start;
    }

    /// One past the number, or -1 if there is none.
    int end() {
        boolean hex = at(start) == '0' && (at(start + 1) == 'x' || at(start + 1) == 'X');
        return hex ? hexEnd() : decimalEnd();
    }

    private int hexEnd() {
        int end = start + 2;
        while (Character.digit(at(end), 16) >= 0 || at(end) == '_') {
            end++;
        }
        return end > start + 2 && at(end - 1) != '_' ? end : -1;
    }

    private int decimalEnd() {
        int end = digits(start);
        if (at(end) == '.') {
            if (at(end + 1) == '_') {
                return -1;
            }
            end = digits(end + 1);
        }
        if (end > start && at(end - 1) == '_') {
            return -1;
        }
        if (at(end) == 'e' || at(end) == 'E') {
            int sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
            int exponent = digits(end + 1 + sign);
            if (exponent == end + 1 + sign || at(exponent - 1) == '_') {
                return -1;
            }
            end = exponent;
        }
        return end;
    }

    private int digits(int from) {
        int end = from;
        while (Lexer.isDigit(at(end)) || (at(end) == '_' && end > from)) {
            end++;
        }
        return end;
    }

    private char at(int index) {
        return index < query.length() ? query.charAt(index) : 0;
    }
}
