package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.promql.ast.Durations;
import io.tributary.promql.ast.Expr;
import java.math.BigInteger;

/// Numbers and durations as values.
final class Literals {
    private static final int HEX = 16;
    private static final int OCTAL = 8;

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
        return switch (Durations.read(token.text())) {
            case Durations.Reading.Millis(long millis) -> millis / 1000.0;
            case Durations.Reading.Refused(String why) -> throw tokens.error(token.position(), why);
        };
    }

    /// Integers of 64 bits in Go's notations (hexadecimal, octal by a leading 0), else a float.
    private double value(Token token) {
        String text = token.text().replace("_", "");
        if (text.equalsIgnoreCase("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (token.text().contains("__") || token.text().endsWith("_")) {
            throw invalid(token, "invalid syntax");
        }
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        if (hex && isHex(text.substring(2))) {
            BigInteger integer = new BigInteger(text.substring(2), HEX);
            if (integer.bitLength() < Long.SIZE) {
                return integer.longValue();
            }
        }
        if (text.length() > 1 && text.startsWith("0") && isOctal(text)) {
            BigInteger integer = new BigInteger(text, OCTAL);
            if (integer.bitLength() < Long.SIZE) {
                return integer.longValue();
            }
        }
        return decimal(token, text);
    }

    private double decimal(Token token, String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw invalid(token, "invalid syntax");
        }
        if (Double.isInfinite(value)) {
            throw invalid(token, "value out of range");
        }
        return value;
    }

    private ParseException invalid(Token token, String why) {
        return tokens.error(
                token.position(),
                "error parsing number: strconv.ParseFloat: parsing %s: %s"
                        .formatted(GoQuote.quote(token.text()), why));
    }

    private static boolean isHex(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, HEX) >= 0);
    }

    private static boolean isOctal(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '7');
    }
}
