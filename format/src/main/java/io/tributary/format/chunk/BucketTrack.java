package io.tributary.format.chunk;

import io.tributary.model.histogram.Buckets;
import io.tributary.model.histogram.Histogram;
import java.util.Arrays;

/// One side of the histograms of a chunk: which buckets the chunk has room for (its *layout*), and
/// what their codes are relative to. Reused; owned by one thread at a time.
///
/// ```
/// bucket i :  index    ascending; every sample of the chunk has a code for each
///             value    integers: the count less the count of bucket i - 1; floats: the count's bits
///             step     integers: by how much the value changed last; floats: the window
/// ```
final class BucketTrack {
    private static final int START = 32;

    private int[] indexes = new int[START];
    private long[] values = new long[START];
    private long[] steps = new long[START];
    private int size;

    /// A sample's counts spread over the layout, by {@link #spread}.
    private long[] next = new long[START];

    private int unknown;
    private boolean fallen;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int index(int position) {
        return indexes[position];
    }

    long value(int position) {
        return values[position];
    }

    long step(int position) {
        return steps[position];
    }

    /// The spread sample's count.
    long next(int position) {
        return next[position];
    }

    void set(int position, long value, long step) {
        values[position] = value;
        steps[position] = step;
    }

    /// Adds a bucket to the layout, above those it has.
    void add(int index) {
        if (size == indexes.length) {
            indexes = Arrays.copyOf(indexes, size * 2);
            values = Arrays.copyOf(values, size * 2);
            steps = Arrays.copyOf(steps, size * 2);
            next = Arrays.copyOf(next, size * 2);
        }
        indexes[size] = index;
        values[size] = 0;
        steps[size] = 0;
        size++;
    }

    /// Makes the layout that of both sides: the buckets of either.
    void setUnion(BucketTrack one, Buckets other) {
        clear();
        int i = 0;
        int j = 0;
        while (i < one.size || j < other.size()) {
            boolean fromOne =
                    j == other.size() || (i < one.size && one.indexes[i] <= other.index(j));
            boolean fromBoth = fromOne && j < other.size() && one.indexes[i] == other.index(j);
            add(fromOne ? one.indexes[i] : other.index(j));
            i += fromOne ? 1 : 0;
            j += fromOne && !fromBoth ? 0 : 1;
        }
    }

    /// Spreads a sample's counts over the layout, zero where it has none, and compares them with
    /// the sample before: {@link #unknown} and {@link #hasFallen} say what came out.
    void spread(Buckets buckets, Histogram.Kind kind) {
        unknown = 0;
        fallen = false;
        int from = 0;
        long before = 0;
        for (int i = 0; i < size; i++) {
            while (from < buckets.size() && buckets.index(from) < indexes[i]) {
                unknown++;
                from++;
            }
            boolean present = from < buckets.size() && buckets.index(from) == indexes[i];
            next[i] = present ? buckets.count(from) : 0;
            before = kind == Histogram.Kind.FLOAT ? values[i] : before + values[i];
            fallen |= falls(kind, before, next[i], present);
            from += present ? 1 : 0;
        }
        unknown += buckets.size() - from;
    }

    /// How many buckets of the spread sample the layout has no room for.
    int unknown() {
        return unknown;
    }

    /// Whether a bucket counts less in the spread sample than in the one before.
    boolean hasFallen() {
        return fallen;
    }

    private static boolean falls(Histogram.Kind kind, long before, long after, boolean present) {
        if (kind == Histogram.Kind.INTEGER) {
            return before > after;
        }
        double was = Double.longBitsToDouble(before);
        return present ? was > Double.longBitsToDouble(after) : was != 0;
    }
}
