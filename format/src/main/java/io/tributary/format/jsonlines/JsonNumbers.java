package io.tributary.format.jsonlines;

import io.tributary.format.json.JsonCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.NumberText;
import io.tributary.model.SampleBits;

/// Reads numbers where a {@link JsonCursor} stands. Reused; owned by one thread at a time.
final class JsonNumbers {
    private static final int BITS_DIGITS = 16;
    private static final byte[] NULL = JsonCursor.word("null");
    private static final byte[] NAN_BITS = JsonCursor.word("NaN:");
    private static final byte[][] NAN = {
        JsonCursor.word("NaN"),
        JsonCursor.word("nan"),
        JsonCursor.word("null"),
        JsonCursor.word("Null")
    };
    private static final byte[][] INFINITY = {
        JsonCursor.word("Infinity"),
        JsonCursor.word("infinity"),
        JsonCursor.word("Inf"),
        JsonCursor.word("inf")
    };
    private static final byte[][] MINUS_INFINITY = {
        JsonCursor.word("-Infinity"),
        JsonCursor.word("-infinity"),
        JsonCursor.word("-Inf"),
        JsonCursor.word("-inf")
    };

    private final JsonCursor<LineException> in;
    private final NumberText numbers = new NumberText();

    JsonNumbers(JsonCursor<LineException> in) {
        this.in = in;
    }

    /// The bits of a value: a number, `null`, or a string that VictoriaMetrics knows.
    long value() throws LineException {
        if (in.peek() != '"') {
            in.token();
            if (in.is(NULL)) {
                return SampleBits.NORMAL_NAN;
            }
            if (numbers.readFloat(in.bytes(), in.from(), in.to())) {
                return numbers.bits();
            }
            throw noNumber();
        }
        in.string();
        if (isOneOf(NAN)) {
            return SampleBits.NORMAL_NAN;
        }
        if (isOneOf(INFINITY)) {
            return Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
        }
        if (isOneOf(MINUS_INFINITY)) {
            return Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
        }
        throw noNumber();
    }

    /// Likewise, or the bits of a NaN as `"NaN:7ff8000000000001"`.
    long exactValue() throws LineException {
        if (in.peek() == '"') {
            int start = in.position();
            in.string();
            int digits = in.from() + NAN_BITS.length;
            if (in.to() == digits + BITS_DIGITS && startsWith(NAN_BITS)) {
                return nan(digits, in.to());
            }
            in.moveTo(start);
        }
        return value();
    }

    /// The bits of a NaN, as a string of 16 hexadecimal digits.
    long nanBits() throws LineException {
        in.string();
        return nan(in.from(), in.to());
    }

    /// A moment in milliseconds since 1970.
    long time() throws LineException {
        in.token();
        if (!numbers.readWhole(in.bytes(), in.from(), in.to())) {
            throw new LineException(
                    LineFault.TIME, "a time is no whole number of milliseconds", in.from());
        }
        return numbers.whole();
    }

    /// A whole number without a sign, of 64 bits.
    long unsigned() throws LineException {
        in.token();
        if (!numbers.readUnsigned(in.bytes(), in.from(), in.to())) {
            throw noNumber();
        }
        return numbers.whole();
    }

    /// A whole number of 32 bits.
    int integer() throws LineException {
        in.token();
        if (!numbers.readWhole(in.bytes(), in.from(), in.to())
                || numbers.whole() != (int) numbers.whole()) {
            throw noNumber();
        }
        return (int) numbers.whole();
    }

    private long nan(int from, int to) throws LineException {
        if (to - from != BITS_DIGITS) {
            throw noNumber();
        }
        long bits = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(in.bytes()[i], 16);
            if (digit < 0) {
                throw noNumber();
            }
            bits = 16 * bits + digit;
        }
        if (!Double.isNaN(Double.longBitsToDouble(bits))) {
            throw noNumber();
        }
        return bits;
    }

    private boolean isOneOf(byte[][] words) {
        for (byte[] word : words) {
            if (in.is(word)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (in.bytes()[in.from() + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private LineException noNumber() {
        return new LineException(LineFault.VALUE, "a value is no number", in.from());
    }
}
