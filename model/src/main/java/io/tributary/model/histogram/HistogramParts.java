package io.tributary.model.histogram;

import io.tributary.model.SampleBits;
import java.util.Arrays;

/// One native histogram in normal form, while it is put together, taken apart or compared. Reused
/// from histogram to histogram: arrays grow and are kept. Owned by one thread at a time.
///
/// ```
/// parts.begin(kind, schema, zeroThresholdBits, zeroCount, count, sumBits);
/// parts.addBound(bits);               schema -53 only, ascending
/// parts.addPositive(index, count);    ascending; one that counted nothing is left out
/// parts.addNegative(index, count);
/// ```
///
/// Every *count* is a number of observations (64 bits, unsigned) in a histogram of integers and the
/// bits of one in a histogram of floats.
public final class HistogramParts {
    private static final int BOUNDS_START = 16;

    private final Buckets positive = new Buckets();
    private final Buckets negative = new Buckets();
    private Histogram.Kind kind = Histogram.Kind.INTEGER;
    private int schema;
    private long zeroThresholdBits;
    private long zeroCount;
    private long count;
    private long sumBits;
    private long[] bounds = new long[BOUNDS_START];
    private int boundCount;

    /// Begins a histogram. One whose sum is the stale marker has no other parts: they are left out,
    /// and what is added to it is dropped.
    public void begin(
            Histogram.Kind newKind,
            int newSchema,
            long newZeroThresholdBits,
            long newZeroCount,
            long newCount,
            long newSumBits) {
        if (newSumBits == SampleBits.STALE_NAN) {
            setStale();
            return;
        }
        clear();
        kind = newKind;
        schema = newSchema;
        zeroThresholdBits = withoutNegativeZero(newZeroThresholdBits);
        zeroCount =
                newKind == Histogram.Kind.FLOAT ? withoutNegativeZero(newZeroCount) : newZeroCount;
        count = newCount;
        sumBits = newSumBits;
    }

    /// Makes it a stale marker, which is of no kind and says {@link Histogram.Kind#INTEGER}.
    public void setStale() {
        clear();
        sumBits = SampleBits.STALE_NAN;
    }

    /// Adds an upper bound of custom buckets.
    public void addBound(long bits) {
        if (isStale()) {
            return;
        }
        if (boundCount == bounds.length) {
            bounds = Arrays.copyOf(bounds, boundCount * 2);
        }
        bounds[boundCount] = withoutNegativeZero(bits);
        boundCount++;
    }

    /// Adds a bucket, or drops it where it counted nothing.
    public void addPositive(int index, long bucketCount) {
        if (counted(bucketCount)) {
            positive.add(index, bucketCount);
        }
    }

    /// Adds a bucket, or drops it where it counted nothing.
    public void addNegative(int index, long bucketCount) {
        if (counted(bucketCount)) {
            negative.add(index, bucketCount);
        }
    }

    public boolean isStale() {
        return sumBits == SampleBits.STALE_NAN;
    }

    public Histogram.Kind kind() {
        return kind;
    }

    /// -4 to 8, or {@link Histogram#CUSTOM_BOUNDS}.
    public int schema() {
        return schema;
    }

    /// Values up to this far from zero are in the zero bucket.
    public long zeroThresholdBits() {
        return zeroThresholdBits;
    }

    public long zeroCount() {
        return zeroCount;
    }

    public long count() {
        return count;
    }

    public long sumBits() {
        return sumBits;
    }

    public Buckets positive() {
        return positive;
    }

    public Buckets negative() {
        return negative;
    }

    public int boundCount() {
        return boundCount;
    }

    public long boundBits(int position) {
        return bounds[position];
    }

    private boolean counted(long bucketCount) {
        long magnitude = kind == Histogram.Kind.FLOAT ? bucketCount << 1 : bucketCount;
        return magnitude != 0 && !isStale();
    }

    private void clear() {
        positive.clear();
        negative.clear();
        boundCount = 0;
        kind = Histogram.Kind.INTEGER;
        schema = 0;
        zeroThresholdBits = 0;
        zeroCount = 0;
        count = 0;
        sumBits = 0;
    }

    private static long withoutNegativeZero(long bits) {
        return bits == Long.MIN_VALUE ? 0 : bits;
    }
}
