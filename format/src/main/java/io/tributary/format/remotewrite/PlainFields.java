package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The shapes that nearly every label and sample has, passed over and read in loops with nothing
/// else in them. Whatever looks different is left where it stands, for {@link ProtoCursor}.
///
/// ```
/// label    0A length | 0A length name | 12 length value        all lengths in one byte
/// sample   12 length | 09 value (8) | 10 time (varint, 1 to 8)
/// refs     0A length | refs of labels (varints of 1 to 3)        all lengths in one byte
/// ```
///
/// Hot path.
final class PlainFields {
    private static final byte LABELS_TAG = 0x0A;
    private static final byte LABEL_NAME_TAG = 0x0A;
    private static final byte LABEL_VALUE_TAG = 0x12;

    /// Tags and one-byte lengths of a name and a value.
    private static final int LABEL_OVERHEAD = 4;

    private static final byte SAMPLES_TAG = 0x12;
    private static final byte SAMPLE_VALUE_TAG = 0x09;
    private static final byte SAMPLE_TIME_TAG = 0x10;

    /// Where value and time begin in a sample, tag and length included.
    private static final int VALUE_AT = 3;

    private static final int TIME_TAG_AT = VALUE_AT + Long.BYTES;
    private static final int TIME_AT = TIME_TAG_AT + 1;

    /// By how many bits the last byte of a plain ref stands.
    private static final int REF_SHIFT_MAX = 14;

    private static final long VARINT_MORE = 0x8080_8080_8080_8080L;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PlainFields() {}

    /// Answers where the plain labels that stand at `start` end: nearly always all of a series'.
    static int skipLabels(byte[] bytes, int start, int limit) {
        int position = start;
        while (limit - position >= 2 && bytes[position] == LABELS_TAG && bytes[position + 1] >= 0) {
            int end = position + 2 + bytes[position + 1];
            if (end > limit || !isLabel(bytes, position + 2, end)) {
                return position;
            }
            position = end;
        }
        return position;
    }

    /// Adds the plain samples that stand at `start` to the batch, and answers where they end.
    static int readSamples(byte[] bytes, int start, int limit, WriteBatch into) {
        int position = start;
        // The time is read as a whole long, so the array must not end within it.
        int last = Math.min(limit, bytes.length - Long.BYTES) - TIME_AT;
        while (position <= last
                && bytes[position] == SAMPLES_TAG
                && bytes[position + 2] == SAMPLE_VALUE_TAG
                && bytes[position + TIME_TAG_AT] == SAMPLE_TIME_TAG) {
            int timeLength = bytes[position + 1] - (TIME_AT - 2);
            long time = (long) LONG.get(bytes, position + TIME_AT);
            int end = position + TIME_AT + timeLength;
            if (timeLength < 1
                    || timeLength > Long.BYTES
                    || end > limit
                    || varintLength(time) != timeLength) {
                return position;
            }
            into.addSample(varint(time, timeLength), (long) LONG.get(bytes, position + VALUE_AT));
            position = end;
        }
        return position;
    }

    /// Adds the plain refs of labels that stand at `start`, and answers where they end: nearly
    /// always all of a series'.
    static int readRefs(byte[] bytes, int start, int limit, SymbolColumns into) {
        if (limit - start < 2 || bytes[start] != LABELS_TAG || bytes[start + 1] < 0) {
            return start;
        }
        int end = start + 2 + bytes[start + 1];
        if (end > limit) {
            return start;
        }
        int[] refs = into.room(end - start);
        int count = into.refCount();
        int position = start + 2;
        while (position < end) {
            int ref = bytes[position++];
            for (int shift = 7; ref < 0; shift += 7) {
                if (position == end || shift > REF_SHIFT_MAX) {
                    return start;
                }
                // The byte read is below 0 as long as another follows.
                ref = (ref & ((1 << shift) - 1)) | (bytes[position++] << shift);
            }
            refs[count++] = ref;
        }
        into.take(count);
        return end;
    }

    /// Whether a message is a name, then a value, both shorter than 128 bytes.
    private static boolean isLabel(byte[] bytes, int start, int end) {
        if (end - start < LABEL_OVERHEAD
                || bytes[start] != LABEL_NAME_TAG
                || bytes[start + 1] < 0) {
            return false;
        }
        int value = start + 2 + bytes[start + 1];
        return value + 2 <= end
                && bytes[value] == LABEL_VALUE_TAG
                && bytes[value + 1] >= 0
                && value + 2 + bytes[value + 1] == end;
    }

    /// How many bytes the varint has that a long begins with; 9 if it does not end in it.
    private static int varintLength(long word) {
        return (Long.numberOfTrailingZeros(~word & VARINT_MORE) >>> 3) + 1;
    }

    /// Seven bits of each of the lowest bytes, closed up.
    private static long varint(long word, int length) {
        long groups = word & ~VARINT_MORE & (-1L >>> (64 - 8 * length));
        long pairs = (groups & 0x007F_007F_007F_007FL) | ((groups & 0x7F00_7F00_7F00_7F00L) >>> 1);
        long fours = (pairs & 0x0000_3FFF_0000_3FFFL) | ((pairs & 0x3FFF_0000_3FFF_0000L) >>> 2);
        return (fours & 0x0FFF_FFFFL) | ((fours & 0x0FFF_FFFF_0000_0000L) >>> 4);
    }
}
