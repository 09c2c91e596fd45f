package io.tributary.model.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// Numbers as Go's `strconv.FormatFloat(v, form, -1, 64)` writes them: the fewest digits that read
/// back as the same number.
///
/// Most values that are stored are integers or decimals of few digits, and two different ones of at
/// most 15 digits are never the same `double`. So where `rint(v · 10^k)` is below 10^15 and,
/// divided by 10^k, gives `v` back, its digits are the ones. What is computed of them has 16 or 17
/// digits mostly: {@link ShortestDigits}. Powers of two and subnormals ask {@link Double#toString},
/// whose digits are the shortest too (JDK 19 and later), but for it wanting at least two: a few
/// subnormals need one only.
///
/// Reused; an instance is owned by one thread at a time.
public final class GoFloat {
    /// Longest text in any form, in bytes (a sign, "0.", and a subnormal's zeros and digits: 343).
    public static final int LENGTH_MAX = 350;

    /// What a number may look like.
    public enum Form {
        /// Go's `f`: digits and a point, however many.
        PLAIN,
        /// Go's `e`: `1.5e+21`.
        EXPONENT,
        /// Go's `g`: the plain form for exponents from -4 to 5, else the other.
        GENERAL,
        /// A sample's value in answers of Prometheus' API: plain from 1e-6 to below 1e21.
        SAMPLE
    }

    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3};
    private static final long MANY_ZEROS = 100_000_000;
    private static final double FEW_DIGITS_MAX = 1e15;
    private static final double SAMPLE_PLAIN_MIN = 1e-6;
    private static final double SAMPLE_PLAIN_END = 1e21;
    private static final int GENERAL_PLAIN_MIN = -4;
    private static final int GENERAL_PLAIN_END = 6;
    private static final int ROUNDED_DIGITS_MAX = 15;

    /// The number's digits, without zeros at the end, and the power of ten they are multiplied
    /// with.
    private long digits;

    private int exponent;

    private byte[] out = {};
    private int position;

    /// The plain form, in which PromQL prints numbers.
    public static String plain(double value) {
        return format(value, Form.PLAIN);
    }

    /// The form of `%g` and `%v`, in which messages name numbers.
    public static String general(double value) {
        return format(value, Form.GENERAL);
    }

    /// `%.<digits>g`: rounded, a half to the even digit, to so many significant digits; zeros at
    /// the end go.
    ///
    /// @param digits from 1 to 15: so few are the shortest text of the number they make, unless
    ///   that is subnormal
    public static String general(double value, int digits) {
        if (digits < 1 || digits > ROUNDED_DIGITS_MAX) {
            throw new IllegalArgumentException("BUG: rounded to %d digits".formatted(digits));
        }
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return plain(value);
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int leadingExponent = rounded.precision() - rounded.scale() - 1;
        boolean plain = leadingExponent >= GENERAL_PLAIN_MIN && leadingExponent < digits;
        return format(rounded.doubleValue(), plain ? Form.PLAIN : Form.EXPONENT);
    }

    public static String format(double value, Form form) {
        byte[] text = new byte[LENGTH_MAX];
        int length = new GoFloat().write(value, form, text, 0);
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// Writes `value` into `into` from `offset` on, where {@link #LENGTH_MAX} bytes are free.
    ///
    /// @return how many bytes it took
    public int write(double value, Form form, byte[] into, int offset) {
        out = into;
        position = offset;
        if (Double.isNaN(value)) {
            put("NaN");
        } else if (Double.isInfinite(value)) {
            put(value > 0 ? "+Inf" : "-Inf");
        } else {
            writeFinite(value, form);
        }
        return position - offset;
    }

    private void writeFinite(double value, Form form) {
        if (Double.doubleToRawLongBits(value) < 0) {
            put('-');
        }
        double magnitude = Math.abs(value);
        findDigits(magnitude);
        int count = DecimalDigits.count(digits);
        int leadingExponent = exponent + count - 1;
        boolean plain =
                switch (form) {
                    case PLAIN -> true;
                    case EXPONENT -> false;
                    case GENERAL ->
                            leadingExponent >= GENERAL_PLAIN_MIN
                                    && leadingExponent < GENERAL_PLAIN_END;
                    case SAMPLE ->
                            magnitude == 0
                                    || (magnitude >= SAMPLE_PLAIN_MIN
                                            && magnitude < SAMPLE_PLAIN_END);
                };
        if (plain) {
            writePlain(count);
        } else {
            writeExponent(count, leadingExponent);
        }
    }

    private void writePlain(int count) {
        int whole = count + exponent;
        if (whole <= 0) {
            put('0');
            put('.');
            putZeros(-whole);
            putDigits(count, -1);
        } else if (exponent < 0) {
            putDigits(count, whole);
        } else {
            putDigits(count, -1);
            putZeros(exponent);
        }
    }

    private void writeExponent(int count, int leadingExponent) {
        putDigits(count, count == 1 ? -1 : 1);
        put('e');
        put(leadingExponent < 0 ? '-' : '+');
        int rest = Math.abs(leadingExponent);
        if (rest >= 100) {
            put((char) ('0' + rest / 100));
        }
        put((char) ('0' + rest / 10 % 10));
        put((char) ('0' + rest % 10));
    }

    private void findDigits(double magnitude) {
        exponent = 0;
        if (magnitude == 0) {
            digits = 0;
            return;
        }
        if (!findFewDigits(magnitude)) {
            findAllDigits(magnitude);
        }
        if (digits % MANY_ZEROS == 0) {
            digits /= MANY_ZEROS;
            exponent += 8;
        }
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
    }

    private boolean findFewDigits(double magnitude) {
        for (int power = 0; power < POWERS_OF_TEN.length; power++) {
            double scaled = magnitude * POWERS_OF_TEN[power];
            if (scaled >= FEW_DIGITS_MAX) {
                return false;
            }
            double whole = Math.rint(scaled);
            if (whole / POWERS_OF_TEN[power] == magnitude) {
                digits = (long) whole;
                exponent = -power;
                return true;
            }
        }
        return false;
    }

    private void findAllDigits(double magnitude) {
        if (ShortestDigits.knows(magnitude)) {
            digits = ShortestDigits.digits(magnitude);
            exponent = ShortestDigits.exponent(magnitude);
        } else {
            findDigitsInText(magnitude);
        }
    }

    private void findDigitsInText(double magnitude) {
        String text = Double.toString(magnitude);
        int end = text.indexOf('E');
        exponent = end < 0 ? 0 : Integer.parseInt(text, end + 1, text.length(), 10);
        digits = 0;
        boolean fraction = false;
        for (int i = 0; i < (end < 0 ? text.length() : end); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                fraction = true;
                continue;
            }
            digits = 10 * digits + (c - '0');
            exponent -= fraction ? 1 : 0;
        }
        if (digits < 100 && magnitude < Double.MIN_NORMAL) {
            dropSecondDigit(magnitude);
        }
    }

    /// One digit where one is enough; of two such, the nearer.
    private void dropSecondDigit(double magnitude) {
        long rounded = (digits + 5) / 10;
        if (Double.parseDouble(rounded + "E" + (exponent + 1)) == magnitude) {
            digits = rounded;
            exponent++;
        }
    }

    /// Writes the digits, with a point behind the first `whole` of them unless that is -1.
    private void putDigits(int count, int whole) {
        if (whole < 0) {
            position = DecimalDigits.put(digits, count, out, position);
            return;
        }
        int behind = count - whole;
        position =
                DecimalDigits.put(digits / DecimalDigits.powerOfTen(behind), whole, out, position);
        put('.');
        position = DecimalDigits.put(digits, behind, out, position);
    }

    private void putZeros(int count) {
        for (int i = 0; i < count; i++) {
            put('0');
        }
    }

    private void put(char c) {
        out[position++] = (byte) c;
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }
}
