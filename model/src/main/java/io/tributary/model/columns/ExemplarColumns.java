package io.tributary.model.columns;

import java.util.Arrays;

/// The exemplars of a write.
///
/// ```
/// exemplar j :  series(j)  timeMillis(j)  valueBits(j)
///               bytes()[labelsOffset(j) .. labelsOffset(j) + labelsLength(j))
/// ```
///
/// The label bytes are copies, fields as remote write 1.0 has them, one behind the other: whatever
/// dialect the series' labels are in.
///
/// A decoder begins an exemplar, adds its label fields, and ends or drops it. Reused from request
/// to request: columns grow and are kept. Owned by one thread at a time.
public final class ExemplarColumns {
    private static final int START = 16;
    private static final int BYTES_START = 512;

    private static final int LABEL_TAG = 0x0a;
    private static final int NAME_TAG = 0x0a;
    private static final int VALUE_TAG = 0x12;

    private byte[] bytes = new byte[BYTES_START];
    private int used;
    private int[] ends = new int[START];
    private int[] series = new int[START];
    private long[] times = new long[START];
    private long[] valueBits = new long[START];
    private int count;
    private int droppedCount;

    public void clear() {
        used = 0;
        count = 0;
        droppedCount = 0;
    }

    /// Copies a label field into the exemplar being made.
    public void addLabel(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, used, length);
        used += length;
    }

    /// Adds a label to the exemplar being made, as such a field.
    public void addLabel(
            byte[] source, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        int size = fieldBytes(nameLength) + fieldBytes(valueLength);
        reserve(fieldBytes(size));
        writeTag(LABEL_TAG, size);
        writeTag(NAME_TAG, nameLength);
        System.arraycopy(source, nameOffset, bytes, used, nameLength);
        used += nameLength;
        writeTag(VALUE_TAG, valueLength);
        System.arraycopy(source, valueOffset, bytes, used, valueLength);
        used += valueLength;
    }

    /// Ends the exemplar being made.
    ///
    /// @param ofSeries the series of the batch it belongs to
    public void end(int ofSeries, long timeMillis, long bits) {
        if (count == times.length) {
            int size = count * 2;
            ends = Arrays.copyOf(ends, size);
            series = Arrays.copyOf(series, size);
            times = Arrays.copyOf(times, size);
            valueBits = Arrays.copyOf(valueBits, size);
        }
        ends[count] = used;
        series[count] = ofSeries;
        times[count] = timeMillis;
        valueBits[count] = bits;
        count++;
    }

    /// Drops the exemplar being made, and counts it.
    public void drop() {
        used = labelsEnd(count);
        droppedCount++;
    }

    /// Counts others that were not what they should be.
    public void dropped(int others) {
        droppedCount += others;
    }

    /// How many are kept.
    public int count() {
        return count;
    }

    /// How many were not what they should be.
    public int droppedCount() {
        return droppedCount;
    }

    public int series(int exemplar) {
        return series[exemplar];
    }

    /// Milliseconds since 1970.
    public long timeMillis(int exemplar) {
        return times[exemplar];
    }

    /// Raw IEEE 754 bits.
    public long valueBits(int exemplar) {
        return valueBits[exemplar];
    }

    /// What the offsets point into; another array after an `addLabel`.
    public byte[] bytes() {
        return bytes;
    }

    public int labelsOffset(int exemplar) {
        return labelsEnd(exemplar);
    }

    public int labelsLength(int exemplar) {
        return ends[exemplar] - labelsEnd(exemplar);
    }

    private void reserve(int more) {
        if (more > bytes.length - used) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + more));
        }
    }

    private void writeTag(int tag, int length) {
        bytes[used++] = (byte) tag;
        int rest = length;
        while (rest >= 0x80) {
            bytes[used++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[used++] = (byte) rest;
    }

    /// What a field of so many bytes takes, with tag and length.
    private static int fieldBytes(int length) {
        int size = 2 + length;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    /// Where the labels before `exemplar` end.
    private int labelsEnd(int exemplar) {
        return exemplar == 0 ? 0 : ends[exemplar - 1];
    }
}
