package io.tributary.model.histogram.floats;

import io.tributary.model.histogram.HistogramParts;
import java.util.Arrays;

/// The upper bounds of custom buckets, ascending; behind the last one there is a bucket up to +Inf.
/// Immutable.
public final class CustomBounds {
    /// No bounds: all there is is the bucket up to +Inf.
    public static final CustomBounds NONE = new CustomBounds(new double[0]);

    private static final long OBJECT_BYTES = 32;

    private final double[] bounds;

    private CustomBounds(double[] bounds) {
        this.bounds = bounds;
    }

    /// Bounds, ascending; copied.
    public static CustomBounds of(double... bounds) {
        return bounds.length == 0 ? NONE : new CustomBounds(bounds.clone());
    }

    static CustomBounds of(HistogramParts parts) {
        double[] bounds = new double[parts.boundCount()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Double.longBitsToDouble(parts.boundBits(i));
        }
        return bounds.length == 0 ? NONE : new CustomBounds(bounds);
    }

    public int size() {
        return bounds.length;
    }

    /// The upper bound of a bucket; -Inf before the first bucket, +Inf of the last.
    public double upper(int bucket) {
        if (bucket < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return bucket < bounds.length ? bounds[bucket] : Double.POSITIVE_INFINITY;
    }

    /// Those that both have.
    public CustomBounds intersect(CustomBounds other) {
        double[] both = new double[Math.min(bounds.length, other.bounds.length)];
        int size = 0;
        int left = 0;
        int right = 0;
        while (left < bounds.length && right < other.bounds.length) {
            double difference = bounds[left] - other.bounds[right];
            if (bounds[left] == other.bounds[right]) {
                both[size++] = bounds[left];
            }
            left += difference <= 0 ? 1 : 0;
            right += difference >= 0 ? 1 : 0;
        }
        return size == 0 ? NONE : new CustomBounds(Arrays.copyOf(both, size));
    }

    long sizeBytes() {
        return bounds.length == 0 ? 0 : OBJECT_BYTES + 8L * bounds.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CustomBounds custom && Arrays.equals(bounds, custom.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        return Arrays.toString(bounds);
    }
}
