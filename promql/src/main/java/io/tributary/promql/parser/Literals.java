package io.tributary.promql.parser;

import io.tributary.promql.ast.Durations;
import io.tributary.promql.ast.Expr;
import java.math.BigInteger;
import java.util.OptionalLong;

/// Numbers and durations as values.
final class Literals {
    /// 64 bits.
    private static final int HEX_LENGTH_MAX = 18;

    private final TokenStream tokens;

    Literals(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// The next token, a number or a duration.
    Expr.NumberLiteral number() {
        Token token = tokens.next();
        boolean duration = token.is(TokenType.DURATION);
        return new Expr.NumberLiteral(
                duration ? seconds(token) : value(token), duration, token.position());
    }

    private double seconds(Token token) {
        OptionalLong millis = Durations.parse(token.text());
        if (millis.isEmpty()) {
            throw tokens.error(
                    token.position(), "not a valid duration string: \"" + token.text() + "\"");
        }
        return millis.getAsLong() / 1000.0;
    }

    /// Integers in Go's notations (hexadecimal, octal by a leading 0), else a float.
    private double value(Token token) {
        String text = token.text().replace("_", "");
        if (text.equalsIgnoreCase("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        if (token.text().contains("__") || (hex && text.length() > HEX_LENGTH_MAX)) {
            throw tokens.error(token.position(), "error parsing number: " + token.text());
        }
        if (hex) {
            return new BigInteger(text.substring(2), 16).doubleValue();
        }
        if (text.length() > 1 && text.startsWith("0") && isOctal(text)) {
            return new BigInteger(text, 8).doubleValue();
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw tokens.error(
                    token.position(), "error parsing number: " + text + " is out of range");
        }
        return value;
    }

    private static boolean isOctal(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '7');
    }
}
