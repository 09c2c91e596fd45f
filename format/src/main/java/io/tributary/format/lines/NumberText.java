package io.tributary.format.lines;

import io.tributary.model.SampleBits;
import io.tributary.model.text.GoFloatReader;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/// Numbers read from bytes, in place. Reused; owned by one thread at a time.
///
/// A decimal of at most 15 digits that is multiplied with or divided by a power of ten up to 10^22
/// needs one rounding only, for both are exact (Clinger, "How to Read Floating Point Numbers
/// Accurately", 1990): nearly every number there is. The others become a `String`.
public final class NumberText {
    /// Longest number, in bytes: the longest exact `double` has 767 digits.
    public static final int BYTES_MAX = 1100;

    private static final int DIGITS_MAX = 15;
    private static final int EXPONENT_END = 1_000_000;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private long bits;
    private long whole;

    /// Reads `bytes[from .. to)` as Go's `strconv.ParseFloat(text, 64)` does, hexadecimal digits
    /// and underscores excepted, and as Prometheus does: any NaN is {@link SampleBits#NORMAL_NAN}.
    ///
    /// @return whether it is such a number; {@link #bits} then holds it
    public boolean readFloat(byte[] bytes, int from, int to) {
        return readShort(bytes, from, to) || readAny(bytes, from, to);
    }

    /// Reads `bytes[from .. to)` as a whole number in digits, with a minus or without.
    ///
    /// @return whether it is one of 64 bits; {@link #whole} then holds it
    public boolean readWhole(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int at = negative ? from + 1 : from;
        if (at == to) {
            return false;
        }
        long sum = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            // Kept negative: there is one more of those.
            if (digit < 0 || digit > 9 || sum < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            sum = 10 * sum - digit;
        }
        whole = negative ? sum : -sum;
        return negative || sum != Long.MIN_VALUE;
    }

    /// Reads `bytes[from .. to)` as a whole number in digits, without a sign.
    ///
    /// @return whether it is one of 64 bits, unsigned; {@link #whole} then holds it
    public boolean readUnsigned(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int at = from; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0
                    || digit > 9
                    || Long.compareUnsigned(sum, Long.divideUnsigned(-1 - digit, 10)) > 0) {
                return false;
            }
            sum = 10 * sum + digit;
        }
        whole = sum;
        return from < to;
    }

    /// The number read last as raw IEEE 754 bits.
    public long bits() {
        return bits;
    }

    /// The whole number read last.
    public long whole() {
        return whole;
    }

    /// Digits with a point or without, and an exponent, where one rounding is enough.
    private boolean readShort(byte[] bytes, int from, int to) {
        int at = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        long digits = 0;
        int count = 0;
        int behindPoint = -1;
        int start = at;
        for (; at < to; at++) {
            byte c = bytes[at];
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + (c - '0');
                count += digits == 0 ? 0 : 1;
                behindPoint += behindPoint < 0 ? 0 : 1;
            } else if (c == '.' && behindPoint < 0) {
                behindPoint = 0;
            } else {
                break;
            }
            if (count > DIGITS_MAX) {
                return false;
            }
        }
        boolean digitsRead = at - start > (behindPoint < 0 ? 0 : 1);
        if (!digitsRead || !(at == to || readExponent(bytes, at, to))) {
            return false;
        }
        int exponent = (at == to ? 0 : (int) whole) - Math.max(0, behindPoint);
        if (Math.abs(exponent) >= POWERS_OF_TEN.length) {
            return false;
        }
        double value =
                exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
        bits = Double.doubleToRawLongBits(bytes[from] == '-' ? -value : value);
        return true;
    }

    private boolean readExponent(byte[] bytes, int at, int to) {
        if (bytes[at] != 'e' && bytes[at] != 'E') {
            return false;
        }
        int from = at + 1 < to && bytes[at + 1] == '+' ? at + 2 : at + 1;
        boolean twoSigns = from == at + 2 && from < to && bytes[from] == '-';
        return !twoSigns && readWhole(bytes, from, to) && Math.abs(whole) < EXPONENT_END;
    }

    private boolean readAny(byte[] bytes, int from, int to) {
        if (to - from > BYTES_MAX) {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == 'x' || c == 'X' || c == 'p' || c == 'P') {
                return false;
            }
        }
        OptionalDouble value =
                GoFloatReader.read(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        if (value.isEmpty()) {
            return false;
        }
        double read = value.getAsDouble();
        bits = Double.isNaN(read) ? SampleBits.NORMAL_NAN : Double.doubleToRawLongBits(read);
        return true;
    }
}
