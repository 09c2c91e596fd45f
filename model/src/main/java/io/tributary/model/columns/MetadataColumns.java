package io.tributary.model.columns;

import java.util.Arrays;

/// The metadata entries of a write: type, family name, help and unit, texts as ranges of the
/// request's bytes, unchecked.
///
/// Reused from request to request: columns grow and are kept. Owned by one thread at a time.
public final class MetadataColumns {
    private static final int START = 16;

    /// Numbers an entry takes in `ranges`: offset and length of family, help and unit.
    private static final int STRIDE = 6;

    private int[] types = new int[START];
    private int[] ranges = new int[START * STRIDE];
    private int count;

    public void clear() {
        count = 0;
    }

    /// Begins an entry of which nothing is known yet.
    public void begin() {
        if (count == types.length) {
            types = Arrays.copyOf(types, count * 2);
            ranges = Arrays.copyOf(ranges, count * 2 * STRIDE);
        }
        types[count] = 0;
        Arrays.fill(ranges, count * STRIDE, (count + 1) * STRIDE, 0);
        count++;
    }

    /// Sets the type of the entry begun last.
    ///
    /// @param number Prometheus': 0 unknown, 1 counter, 2 gauge, 3 histogram, 4 gauge histogram, 5
    ///   summary, 6 info, 7 state set; others may be sent
    public void setType(int number) {
        types[count - 1] = number;
    }

    public void setFamily(int offset, int length) {
        setRange(0, offset, length);
    }

    public void setHelp(int offset, int length) {
        setRange(2, offset, length);
    }

    public void setUnit(int offset, int length) {
        setRange(4, offset, length);
    }

    public int count() {
        return count;
    }

    public int type(int entry) {
        return types[entry];
    }

    public int familyOffset(int entry) {
        return ranges[entry * STRIDE];
    }

    public int familyLength(int entry) {
        return ranges[entry * STRIDE + 1];
    }

    public int helpOffset(int entry) {
        return ranges[entry * STRIDE + 2];
    }

    public int helpLength(int entry) {
        return ranges[entry * STRIDE + 3];
    }

    public int unitOffset(int entry) {
        return ranges[entry * STRIDE + 4];
    }

    public int unitLength(int entry) {
        return ranges[entry * STRIDE + 5];
    }

    private void setRange(int place, int offset, int length) {
        int at = (count - 1) * STRIDE + place;
        ranges[at] = offset;
        ranges[at + 1] = length;
    }
}
