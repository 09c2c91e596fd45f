package io.tributary.promql.parser;

/// Finds where a number or a duration ends, and where one that is neither goes wrong, character by
/// character as upstream's lexer does (`scanNumber`, `acceptRemainingDuration`). What is taken for
/// a number need not be one (`0.7.5`, `0x`): reading it says so.
final class NumberScanner {
    private static final String DIGITS = "0123456789";
    private static final String HEX_DIGITS = "0123456789abcdefABCDEF";
    private static final String EXPONENT = "eE";
    private static final String NOT_AFTER_DOT = "_.";
    private static final String NOT_AFTER_OTHERS = "._eE";

    private final String query;
    private int at;
    private boolean dotSeen;
    private boolean exponentSeen;

    NumberScanner(String query, int start) {
        this.query = query;
        this.at = start;
    }

    /// One past what was scanned, or past the character that was too much.
    int end() {
        return Math.min(at, query.length());
    }

    /// Whether a number stands here, and no letter behind it.
    boolean isNumber() {
        boolean hex = accept("0") && accept("xX");
        if (hex) {
            accept("_");
        }
        String digits = hex ? HEX_DIGITS : DIGITS;
        accept(".");
        accept(digits);
        while (isOneOf(digits) || isOneOf("._eE")) {
            if (!part(digits, hex)) {
                return false;
            }
        }
        return !Lexer.isAlphaNumeric(current());
    }

    /// The next digits, dot, exponent or underscore; false where it may not stand.
    private boolean part(String digits, boolean hex) {
        if ((dotSeen && accept(".")) || (exponentSeen && accept(EXPONENT))) {
            return false;
        }
        if (accept(".")) {
            dotSeen = true;
            return !accept(NOT_AFTER_DOT) && !hex;
        }
        if (accept(EXPONENT)) {
            exponentSeen = true;
            accept("+-");
            return !accept(NOT_AFTER_OTHERS) && !isAtEnd();
        }
        if (accept("_")) {
            return !accept(NOT_AFTER_OTHERS) && !isAtEnd();
        }
        while (accept(digits)) {
            // All of them.
        }
        return true;
    }

    /// Whether what {@link #isNumber} refused is a duration: a unit, then digits and units in turn,
    /// no letter behind. Whether the units are in order is the parser's to say.
    boolean isDuration() {
        if (!accept("smhdwy")) {
            return false;
        }
        accept("s");
        while (accept(DIGITS)) {
            while (accept(DIGITS)) {
                // All of them.
            }
            if (!accept("smhdw")) {
                return false;
            }
            accept("s");
        }
        if (Lexer.isAlphaNumeric(current())) {
            at++;
            return false;
        }
        return true;
    }

    private boolean accept(String set) {
        boolean found = isOneOf(set);
        if (found) {
            at++;
        }
        return found;
    }

    private boolean isOneOf(String set) {
        return !isAtEnd() && set.indexOf(query.charAt(at)) >= 0;
    }

    private boolean isAtEnd() {
        return at >= query.length();
    }

    private char current() {
        return isAtEnd() ? 0 : query.charAt(at);
    }
}
