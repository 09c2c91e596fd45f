package io.tributary.tsdb.memory;

import java.util.Arrays;

/// Records of a fixed number of longs, numbered from 0, in slabs of 4,096 records.
///
/// Slabs never move, so `slab(index)` and `base(index)` stay true for the record's life: a hot loop
/// takes both once and then works on a plain array.
///
/// Bound: 2^31 − 1 records. One writer; readers may read any record whose number was published to
/// them.
public final class LongSlabs {
    private static final int SLAB_SHIFT = 12;
    private static final int SLAB_MASK = (1 << SLAB_SHIFT) - 1;

    private final int wordsShift;
    private volatile long[][] slabs = new long[0][];

    /// @param words longs a record, a power of two
    public LongSlabs(int words) {
        if (Integer.bitCount(words) != 1) {
            throw new IllegalArgumentException("BUG: words must be a power of two: " + words);
        }
        this.wordsShift = Integer.numberOfTrailingZeros(words);
    }

    /// The slab that holds the record.
    public long[] slab(int index) {
        return slabs[index >>> SLAB_SHIFT];
    }

    /// Where in its slab the record begins.
    public int base(int index) {
        return (index & SLAB_MASK) << wordsShift;
    }

    public long word(int index, int word) {
        return slab(index)[base(index) + word];
    }

    public void setWord(int index, int word, long value) {
        slab(index)[base(index) + word] = value;
    }

    /// Makes room for records `0 .. count - 1`; new ones are zero.
    public void ensure(int count) {
        int needed = (count + SLAB_MASK) >>> SLAB_SHIFT;
        long[][] old = slabs;
        if (needed <= old.length) {
            return;
        }
        long[][] grown = Arrays.copyOf(old, needed);
        for (int i = old.length; i < needed; i++) {
            grown[i] = new long[1 << (SLAB_SHIFT + wordsShift)];
        }
        slabs = grown;
    }

    /// How many records there is room for.
    public int capacity() {
        return slabs.length << SLAB_SHIFT;
    }

    /// Bytes held.
    public long sizeBytes() {
        return (long) slabs.length << (SLAB_SHIFT + wordsShift + 3);
    }
}
