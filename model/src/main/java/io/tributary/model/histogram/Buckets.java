package io.tributary.model.histogram;

import java.util.Arrays;

/// The buckets of one side of a histogram that counted something: indexes ascending, each once.
/// Reused; owned by one thread at a time.
///
/// With an exponential schema *s*, the positive bucket *i* counts values above `2^((i-1)/2^s)` up
/// to and including `2^(i/2^s)`, the negative one their mirror image; with custom bounds, bucket
/// *i* counts values up to and including bound *i* and above the one before.
public final class Buckets {
    /// Most buckets a side may have, and most spans and bounds on the way in: what a hostile
    /// histogram can make us hold. Ordinary ones have at most a few hundred.
    public static final int COUNT_MAX = 1 << 16;

    private static final int START = 32;

    private int[] indexes = new int[START];
    private long[] counts = new long[START];
    private int size;

    Buckets() {}

    public int size() {
        return size;
    }

    public int index(int position) {
        return indexes[position];
    }

    /// A number of observations in a histogram of integers, the bits of one in a histogram of
    /// floats.
    public long count(int position) {
        return counts[position];
    }

    void clear() {
        size = 0;
    }

    void add(int index, long count) {
        if (size > 0 && index <= indexes[size - 1]) {
            throw new IllegalArgumentException(
                    "BUG: bucket " + index + " after bucket " + indexes[size - 1]);
        }
        if (size == indexes.length) {
            indexes = Arrays.copyOf(indexes, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        indexes[size] = index;
        counts[size] = count;
        size++;
    }
}
