package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.ExponentialBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import java.util.Arrays;

/// The buckets of one side of a sum under way, indexes ascending, with what rounding lost of each
/// (Kahan, as improved by Neumaier).
final class BucketSums {
    private int[] indexes;
    private double[] counts;
    private double[] lost;
    private int size;

    private BucketSums(int[] indexes, double[] counts, double[] lost, int size) {
        this.indexes = indexes;
        this.counts = counts;
        this.lost = lost;
        this.size = size;
    }

    static BucketSums of(FloatBuckets buckets) {
        int size = buckets.size();
        BucketSums sums = new BucketSums(new int[size], new double[size], new double[size], size);
        for (int i = 0; i < size; i++) {
            sums.indexes[i] = buckets.index(i);
            sums.counts[i] = buckets.count(i);
        }
        return sums;
    }

    BucketSums copy() {
        return new BucketSums(indexes.clone(), counts.clone(), lost.clone(), size);
    }

    int size() {
        return size;
    }

    int index(int position) {
        return indexes[position];
    }

    double count(int position) {
        return counts[position];
    }

    double lost(int position) {
        return lost[position];
    }

    FloatBuckets result() {
        double[] totals = new double[size];
        for (int i = 0; i < size; i++) {
            totals[i] = counts[i] + lost[i];
        }
        return FloatBuckets.of(indexes, totals, size);
    }

    /// Adds buckets of a schema that is as fine or finer.
    ///
    /// @param shift by how much it is finer
    /// @param sign 1 or -1
    void add(FloatBuckets buckets, int shift, int sign) {
        makeRoom(buckets, shift);
        int at = 0;
        for (int i = 0; i < buckets.size(); i++) {
            int index = ExponentialBounds.reduce(buckets.index(i), shift, 0);
            while (indexes[at] < index) {
                at++;
            }
            addAt(at, sign * buckets.count(i));
        }
    }

    /// Goes over to a coarser schema.
    void reduce(int shift) {
        int reduced = 0;
        for (int i = 0; i < size; i++) {
            int index = ExponentialBounds.reduce(indexes[i], shift, 0);
            if (reduced > 0 && indexes[reduced - 1] == index) {
                double more = lost[i];
                addAt(reduced - 1, counts[i]);
                addAt(reduced - 1, more);
            } else {
                indexes[reduced] = index;
                counts[reduced] = counts[i];
                lost[reduced++] = lost[i];
            }
        }
        size = reduced;
    }

    /// Goes over to bounds that are a part of those it had.
    void reduce(CustomBounds from, CustomBounds to) {
        BucketSums reduced =
                new BucketSums(
                        new int[to.size() + 1],
                        new double[to.size() + 1],
                        new double[to.size() + 1],
                        to.size() + 1);
        Arrays.setAll(reduced.indexes, i -> i);
        int target = 0;
        for (int i = 0; i < size; i++) {
            while (to.upper(target) < from.upper(indexes[i])) {
                target++;
            }
            reduced.addAt(target, counts[i]);
            reduced.addAt(target, lost[i]);
        }
        indexes = reduced.indexes;
        counts = reduced.counts;
        lost = reduced.lost;
        size = reduced.size;
    }

    /// Drops the first buckets.
    void dropFirst(int dropped) {
        indexes = Arrays.copyOfRange(indexes, dropped, size);
        counts = Arrays.copyOfRange(counts, dropped, size);
        lost = Arrays.copyOfRange(lost, dropped, size);
        size -= dropped;
    }

    void scale(double factor) {
        for (int i = 0; i < size; i++) {
            counts[i] *= factor;
            lost[i] = lost[i] == 0 ? 0 : lost[i] * factor;
        }
    }

    void divide(double divisor) {
        if (divisor == 0) {
            size = 0;
        }
        for (int i = 0; i < size; i++) {
            counts[i] /= divisor;
            lost[i] /= divisor;
        }
    }

    boolean hasOverflow() {
        for (int i = 0; i < size; i++) {
            if (Double.isInfinite(counts[i])) {
                return true;
            }
        }
        return false;
    }

    private void addAt(int position, double value) {
        double sum = counts[position];
        double total = sum + value;
        if (Double.isInfinite(total)) {
            lost[position] = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            lost[position] += (sum - total) + value;
        } else {
            lost[position] += (value - total) + sum;
        }
        counts[position] = total;
    }

    /// Makes a bucket of 0 for each of these that has none yet.
    private void makeRoom(FloatBuckets buckets, int shift) {
        int missing = missing(buckets, shift);
        if (missing == 0) {
            return;
        }
        BucketSums grown =
                new BucketSums(
                        new int[size + missing],
                        new double[size + missing],
                        new double[size + missing],
                        size + missing);
        int own = 0;
        int other = 0;
        for (int i = 0; i < grown.size; i++) {
            int index =
                    other < buckets.size()
                            ? ExponentialBounds.reduce(buckets.index(other), shift, 0)
                            : Integer.MAX_VALUE;
            if (own < size && indexes[own] <= index) {
                grown.indexes[i] = indexes[own];
                grown.counts[i] = counts[own];
                grown.lost[i] = lost[own++];
            } else {
                grown.indexes[i] = index;
            }
            while (other < buckets.size()
                    && ExponentialBounds.reduce(buckets.index(other), shift, 0)
                            == grown.indexes[i]) {
                other++;
            }
        }
        indexes = grown.indexes;
        counts = grown.counts;
        lost = grown.lost;
        size = grown.size;
    }

    private int missing(FloatBuckets buckets, int shift) {
        int missing = 0;
        int at = 0;
        int before = Integer.MIN_VALUE;
        for (int i = 0; i < buckets.size(); i++) {
            int index = ExponentialBounds.reduce(buckets.index(i), shift, 0);
            while (at < size && indexes[at] < index) {
                at++;
            }
            boolean held = at < size && indexes[at] == index;
            boolean repeated = i > 0 && index == before;
            missing += (held || repeated) ? 0 : 1;
            before = index;
        }
        return missing;
    }
}
