package io.tributary.format.influx;

import java.util.Arrays;

/// The fields of one line that are stored: the series' name as a range of text, and the value's
/// bits. Reused; owned by one thread at a time.
final class InfluxFields {
    private static final int START = 32;

    private int[] nameOffsets = new int[START];
    private int[] nameLengths = new int[START];
    private long[] valueBits = new long[START];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int nameOffset, int nameLength, long bits) {
        if (count == valueBits.length) {
            int size = count * 2;
            nameOffsets = Arrays.copyOf(nameOffsets, size);
            nameLengths = Arrays.copyOf(nameLengths, size);
            valueBits = Arrays.copyOf(valueBits, size);
        }
        nameOffsets[count] = nameOffset;
        nameLengths[count] = nameLength;
        valueBits[count] = bits;
        count++;
    }

    int count() {
        return count;
    }

    int nameOffset(int field) {
        return nameOffsets[field];
    }

    int nameLength(int field) {
        return nameLengths[field];
    }

    long valueBits(int field) {
        return valueBits[field];
    }
}
