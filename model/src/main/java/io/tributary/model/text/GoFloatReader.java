package io.tributary.model.text;

import java.util.OptionalDouble;

/// Numbers read as Go's `strconv.ParseFloat(text, 64)` reads them, underscores excepted.
public final class GoFloatReader {
    private static final String DECIMAL = "0123456789.eE+-";
    private static final String HEXADECIMAL = "0123456789abcdefABCDEF.pP+-";

    private GoFloatReader() {}

    /// The number; empty where the text is none, or one whose magnitude no `double` reaches.
    public static OptionalDouble read(String text) {
        if (text.equalsIgnoreCase("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        boolean signed = text.startsWith("+") || text.startsWith("-");
        String unsigned = signed ? text.substring(1) : text;
        double sign = text.startsWith("-") ? -1 : 1;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
        }
        if (!isNumber(unsigned)) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(unsigned);
            return Double.isInfinite(value)
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(sign * value);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /// Java also reads blanks around a number, `1d` and `1f`, and a second sign; Go does not.
    private static boolean isNumber(String text) {
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        String digits = hexadecimal ? text.substring(2) : text;
        String allowed = hexadecimal ? HEXADECIMAL : DECIMAL;
        return !digits.isEmpty()
                && digits.charAt(0) != '+'
                && digits.charAt(0) != '-'
                && digits.chars().allMatch(c -> allowed.indexOf(c) >= 0);
    }
}
