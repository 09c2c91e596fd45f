package io.tributary.model.histogram.floats;

/// The buckets of one histogram that hold something, with their bounds, from the lowest value to
/// the highest: negative, zero, positive. Reused; owned by one thread.
///
/// A bucket that reaches into the zero bucket begins (ends) where that ends (begins).
public final class BucketWalk {
    private static final int START = 64;

    private double[] lowers = new double[START];
    private double[] uppers = new double[START];
    private double[] counts = new double[START];
    private int size;
    private boolean custom;

    /// Where the zero bucket stands, or -1.
    private int zeroAt;

    /// Walks over this histogram from now on.
    public void reset(FloatHistogram histogram) {
        FloatBuckets positive = histogram.positive();
        FloatBuckets negative = histogram.negative();
        grow(positive.size() + negative.size() + 1);
        size = 0;
        zeroAt = -1;
        custom = histogram.isCustom();
        if (custom) {
            for (int i = 0; i < positive.size(); i++) {
                int index = positive.index(i);
                CustomBounds bounds = histogram.bounds();
                add(bounds.upper(index - 1), bounds.upper(index), positive.count(i));
            }
            return;
        }
        int schema = histogram.schema();
        double zero = histogram.zeroThreshold();
        for (int i = negative.size() - 1; i >= 0; i--) {
            double near = ExponentialBounds.upper(negative.index(i) - 1, schema);
            double far = ExponentialBounds.upper(negative.index(i), schema);
            add(-far, near < zero ? -zero : -near, negative.count(i));
        }
        if (histogram.zeroCount() > 0) {
            zeroAt = size;
            add(-zero, zero, histogram.zeroCount());
        }
        for (int i = 0; i < positive.size(); i++) {
            double near = ExponentialBounds.upper(positive.index(i) - 1, schema);
            double far = ExponentialBounds.upper(positive.index(i), schema);
            add(near < zero ? zero : near, far, positive.count(i));
        }
    }

    public int size() {
        return size;
    }

    public double lower(int position) {
        return lowers[position];
    }

    public double upper(int position) {
        return uppers[position];
    }

    public double count(int position) {
        return counts[position];
    }

    /// Whether the lower bound itself is in the bucket.
    public boolean isLowerInclusive(int position) {
        return custom
                ? lowers[position] == Double.NEGATIVE_INFINITY
                : position == zeroAt || lowers[position] < 0;
    }

    /// Whether the upper bound itself is in the bucket.
    public boolean isUpperInclusive(int position) {
        return custom || position == zeroAt || uppers[position] > 0;
    }

    private void add(double lower, double upper, double count) {
        lowers[size] = lower;
        uppers[size] = upper;
        counts[size++] = count;
    }

    private void grow(int most) {
        if (most > counts.length) {
            int length = Math.max(most, 2 * counts.length);
            lowers = new double[length];
            uppers = new double[length];
            counts = new double[length];
        }
    }
}
