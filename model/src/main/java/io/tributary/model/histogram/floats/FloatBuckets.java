package io.tributary.model.histogram.floats;

import io.tributary.model.histogram.Buckets;
import java.util.Arrays;

/// The buckets of one side of a histogram that hold something: indexes ascending, each once, as in
/// {@link Buckets}. Immutable.
public final class FloatBuckets {
    /// No bucket holds anything.
    public static final FloatBuckets NONE = new FloatBuckets(new int[0], new double[0]);

    private static final long OBJECT_BYTES = 56;

    private final int[] indexes;
    private final double[] counts;

    private FloatBuckets(int[] indexes, double[] counts) {
        this.indexes = indexes;
        this.counts = counts;
    }

    /// Of the first `size` indexes and counts, but for counts of 0. Copies.
    ///
    /// @param indexes ascending
    public static FloatBuckets of(int[] indexes, double[] counts, int size) {
        int held = 0;
        for (int i = 0; i < size; i++) {
            held += counts[i] == 0 ? 0 : 1;
        }
        if (held == 0) {
            return NONE;
        }
        if (held == size) {
            return new FloatBuckets(Arrays.copyOf(indexes, size), Arrays.copyOf(counts, size));
        }
        int[] heldIndexes = new int[held];
        double[] heldCounts = new double[held];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (counts[i] != 0) {
                heldIndexes[at] = indexes[i];
                heldCounts[at++] = counts[i];
            }
        }
        return new FloatBuckets(heldIndexes, heldCounts);
    }

    static FloatBuckets of(Buckets buckets, boolean floats) {
        int size = buckets.size();
        if (size == 0) {
            return NONE;
        }
        int[] indexes = new int[size];
        double[] counts = new double[size];
        for (int i = 0; i < size; i++) {
            indexes[i] = buckets.index(i);
            counts[i] = FloatHistogram.number(buckets.count(i), floats);
        }
        return new FloatBuckets(indexes, counts);
    }

    public int size() {
        return indexes.length;
    }

    /// Is told of buckets in a row.
    @FunctionalInterface
    public interface SpanTarget {
        /// One row.
        ///
        /// @param offset from the end of the span before, or the first bucket's index
        /// @param length of the row
        void span(int offset, int length);
    }

    /// Tells of the buckets as the fewest rows, as wire formats have them.
    public void forEachSpan(SpanTarget target) {
        int end = 0;
        int start = 0;
        while (start < indexes.length) {
            int next = start + 1;
            while (next < indexes.length && indexes[next] == indexes[next - 1] + 1) {
                next++;
            }
            target.span(indexes[start] - end, next - start);
            end = indexes[next - 1] + 1;
            start = next;
        }
    }

    public boolean isEmpty() {
        return indexes.length == 0;
    }

    public int index(int position) {
        return indexes[position];
    }

    public double count(int position) {
        return counts[position];
    }

    long sizeBytes() {
        return isEmpty() ? 0 : OBJECT_BYTES + 12L * indexes.length;
    }

    /// Equal are the same counts, bit by bit, in the same buckets.
    @Override
    public boolean equals(Object other) {
        return other instanceof FloatBuckets buckets
                && Arrays.equals(indexes, buckets.indexes)
                && Arrays.equals(counts, buckets.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indexes) + Arrays.hashCode(counts);
    }

    /// As `index:count`, with commas between.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < indexes.length; i++) {
            text.append(i == 0 ? "" : ",").append(indexes[i]).append(':').append(counts[i]);
        }
        return text.toString();
    }
}
