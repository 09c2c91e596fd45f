package io.tributary.model.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The labels of one series as bytes, while a verdict on them is being made: what a decoder fills,
/// admission checks and sorts, and the store interns.
///
/// Each name and value is a range of one of two sources: the request's bytes, or bytes added here
/// (stamped, rewritten). Simplest of forms: everything is copied into one own buffer, name then
/// value, in the order added; `order` sorts. Reused; owned by one thread at a time.
public final class LabelPairs {
    private static final int COUNT_START = 16;
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_NUMBERS = {};

    private byte[] bytes = NO_BYTES;
    private int used;
    private int[] nameOffsets = NO_NUMBERS;
    private int[] nameLengths = NO_NUMBERS;
    private int[] valueLengths = NO_NUMBERS;
    private int count;

    public void clear() {
        used = 0;
        count = 0;
    }

    /// Adds a pair by copying it.
    public void add(
            byte[] source, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        reserve(nameLength + valueLength);
        nameOffsets[count] = used;
        nameLengths[count] = nameLength;
        valueLengths[count] = valueLength;
        System.arraycopy(source, nameOffset, bytes, used, nameLength);
        System.arraycopy(source, valueOffset, bytes, used + nameLength, valueLength);
        used += nameLength + valueLength;
        count++;
    }

    public void add(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(nameBytes, nameBytes.length + valueBytes.length);
        System.arraycopy(valueBytes, 0, both, nameBytes.length, valueBytes.length);
        add(both, 0, nameBytes.length, nameBytes.length, valueBytes.length);
    }

    /// Whether the pair at `index` has a name.
    public boolean isNamed(int index, byte[] name) {
        int from = nameOffsets[index];
        return nameLengths[index] == name.length
                && Arrays.equals(bytes, from, from + name.length, name, 0, name.length);
    }

    /// The first pair that has a name; -1 where there is none.
    public int find(byte[] name) {
        for (int i = 0; i < count; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /// Sorts by the bytes of the names. Nearly always sorted already: an insertion sort.
    public void sort() {
        for (int i = 1; i < count; i++) {
            for (int j = i; j > 0 && compareNames(j - 1, j) > 0; j--) {
                swap(j - 1, j);
            }
        }
    }

    /// Removes the pair at `index`, keeping the order of the others.
    public void remove(int index) {
        int after = count - index - 1;
        System.arraycopy(nameOffsets, index + 1, nameOffsets, index, after);
        System.arraycopy(nameLengths, index + 1, nameLengths, index, after);
        System.arraycopy(valueLengths, index + 1, valueLengths, index, after);
        count--;
    }

    /// Negative, zero or positive as the name at `left` sorts before, with or after the one at
    /// `right`.
    public int compareNames(int left, int right) {
        return Arrays.compareUnsigned(
                bytes,
                nameOffsets[left],
                nameOffsets[left] + nameLengths[left],
                bytes,
                nameOffsets[right],
                nameOffsets[right] + nameLengths[right]);
    }

    public int count() {
        return count;
    }

    /// Bytes of all names and values that were added.
    public int sizeBytes() {
        return used;
    }

    /// What the offsets point into; another array after an `add`.
    public byte[] bytes() {
        return bytes;
    }

    public int nameOffset(int index) {
        return nameOffsets[index];
    }

    public int nameLength(int index) {
        return nameLengths[index];
    }

    /// A value stands right behind its name.
    public int valueOffset(int index) {
        return nameOffsets[index] + nameLengths[index];
    }

    public int valueLength(int index) {
        return valueLengths[index];
    }

    public String name(int index) {
        return new String(bytes, nameOffsets[index], nameLengths[index], StandardCharsets.UTF_8);
    }

    public String value(int index) {
        return new String(bytes, valueOffset(index), valueLengths[index], StandardCharsets.UTF_8);
    }

    private void swap(int left, int right) {
        swap(nameOffsets, left, right);
        swap(nameLengths, left, right);
        swap(valueLengths, left, right);
    }

    private static void swap(int[] column, int left, int right) {
        int kept = column[left];
        column[left] = column[right];
        column[right] = kept;
    }

    private void reserve(int more) {
        if (used + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + more));
        }
        if (count == nameOffsets.length) {
            int size = Math.max(COUNT_START, count * 2);
            nameOffsets = Arrays.copyOf(nameOffsets, size);
            nameLengths = Arrays.copyOf(nameLengths, size);
            valueLengths = Arrays.copyOf(valueLengths, size);
        }
    }
}
