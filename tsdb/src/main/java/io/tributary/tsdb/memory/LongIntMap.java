package io.tributary.tsdb.memory;

import java.util.Arrays;

/// From positive longs to ints, in open addressing with linear probing. Owned by one thread at a
/// time.
public final class LongIntMap {
    /// What {@link #find} answers where there is nothing.
    public static final int ABSENT = -1;

    /// 2^64 by the golden ratio: the highest bits of multiples of it are spread evenly, those of
    /// successive keys most of all.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int shift = Long.numberOfLeadingZeros(keys.length - 1);
    private int size;

    /// Sets the value of a key.
    ///
    /// @param key above 0
    public void put(long key, int value) {
        if (key <= 0) {
            throw new IllegalArgumentException("BUG: key " + key);
        }
        if (size * 3 >= keys.length * 2) {
            grow();
        }
        int place = place(key);
        if (keys[place] == 0) {
            keys[place] = key;
            size++;
        }
        values[place] = value;
    }

    /// The value of `key`, or {@link #ABSENT}.
    public int find(long key) {
        int place = place(key);
        return keys[place] == key && key != 0 ? values[place] : ABSENT;
    }

    public int size() {
        return size;
    }

    /// Where `key` stands, or would.
    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) ((key * SPREAD) >>> shift);
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        shift--;
        Arrays.fill(values, ABSENT);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
