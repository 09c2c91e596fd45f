package io.tributary.promql.engine.numeric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/// Numbers as Go writes them, so that texts equal Prometheus' own: always the fewest digits that
/// read back as the same number.
public final class GoFloat {
    private static final int EXPONENT_MIN = -4;
    private static final int EXPONENT_MAX = 6;

    private GoFloat() {}

    /// Without exponent (`strconv.FormatFloat(v, 'f', -1, 64)`).
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return exact.toPlainString();
    }

    /// With an exponent where the number is small or large (`%g`).
    public static String general(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return plain(value);
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= EXPONENT_MIN && exponent < EXPONENT_MAX) {
            return exact.toPlainString();
        }
        return scientific(exact, exponent);
    }

    /// `%g` with at most `digits` significant digits.
    public static String general(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return plain(value);
        }
        BigDecimal rounded =
                new BigDecimal(value)
                        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= EXPONENT_MIN && exponent < digits) {
            return rounded.toPlainString();
        }
        return scientific(rounded, exponent);
    }

    /// The number that `strconv.ParseFloat` reads; empty where it reads none.
    public static OptionalDouble parse(String text) {
        String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        double sign = text.startsWith("-") ? -1 : 1;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
        }
        if (text.equalsIgnoreCase("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        if (!isPlain(unsigned)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(sign * Double.parseDouble(unsigned));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /// Java also reads blanks around a number, `1d` and `1f`; Go does not.
    private static boolean isPlain(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char first = text.charAt(0);
        return (first == '.' || (first >= '0' && first <= '9'))
                && text.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0);
    }

    private static String scientific(BigDecimal number, int exponent) {
        String digits = number.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder();
        if (number.signum() < 0) {
            text.append('-');
        }
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        int magnitude = Math.abs(exponent);
        text.append('e').append(exponent < 0 ? '-' : '+');
        if (magnitude < 10) {
            text.append('0');
        }
        return text.append(magnitude).toString();
    }
}
