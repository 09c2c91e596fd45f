package io.tributary.tsdb.record;

import io.tributary.model.SampleBits;
import io.tributary.tsdb.wal.RecordWriter;

/// Writes one changed value, see {@link ValueCodes}.
///
/// A series' coder state is five bits. 0 to 15: its decimal exponent. Above: no short decimal was
/// found, and none is sought until 15 further values have been written raw (a search costs 16
/// divisions).
final class ValueEncoder {
    /// The state of a series that has written nothing yet.
    static final int STATE_NONE = SampleEncoder.STATE_NONE;

    private static final int STATE_RAW = 31;

    private ValueEncoder() {}

    /// Writes `bits` and answers the series' new state.
    ///
    /// @param known whether `lastBits` was written since the last reset point; if not, nothing is
    ///   referred to
    static int write(RecordWriter out, long bits, boolean known, long lastBits, int state) {
        if (bits == SampleBits.STALE_NAN) {
            out.varint(ValueCodes.STALE);
            return state;
        }
        if (known && state <= Decimals.EXPONENT_MAX) {
            long mantissa = Decimals.mantissa(bits, state);
            long last = Decimals.mantissa(lastBits, state);
            if (mantissa != Decimals.NONE && last != Decimals.NONE) {
                long delta = mantissa - last;
                out.varint(((delta << 1) ^ (delta >> 63)) + ValueCodes.DELTA);
                return state;
            }
        }
        int exponent = state > STATE_NONE ? exponentOfInteger(bits) : Decimals.exponent(bits);
        if (exponent >= 0) {
            out.varint(ValueCodes.DECIMAL);
            out.u8(exponent);
            out.zigzag(Decimals.mantissa(bits, exponent));
            return exponent;
        }
        writeRaw(out, bits ^ (known ? lastBits : 0));
        return state > STATE_NONE ? state - 1 : STATE_RAW;
    }

    private static int exponentOfInteger(long bits) {
        return Decimals.mantissa(bits, 0) != Decimals.NONE ? 0 : -1;
    }

    private static void writeRaw(RecordWriter out, long difference) {
        int leading = difference == 0 ? 7 : Long.numberOfLeadingZeros(difference) >>> 3;
        int trailing = difference == 0 ? 0 : Long.numberOfTrailingZeros(difference) >>> 3;
        out.varint(ValueCodes.RAW);
        out.u8((leading << 4) | trailing);
        long rest = difference >>> (trailing * 8);
        for (int i = leading + trailing; i < 8; i++) {
            out.u8((int) rest);
            rest >>>= 8;
        }
    }
}
