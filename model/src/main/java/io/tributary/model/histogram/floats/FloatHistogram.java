package io.tributary.model.histogram.floats;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;

/// One native histogram, its counts as doubles.
///
/// @param hint what is known of a reset before it
/// @param schema -4 to 8, or {@link Histogram#CUSTOM_BOUNDS}
/// @param zeroThreshold values up to this far from zero are in the zero bucket
/// @param count all observations, those of NaN included
/// @param positive of custom buckets, all there are
/// @param negative away from zero
/// @param bounds upper bounds of custom buckets; else none
public record FloatHistogram(
        ResetHint hint,
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        FloatBuckets positive,
        FloatBuckets negative,
        CustomBounds bounds) {
    /// Observed nothing, of schema 0.
    public static final FloatHistogram EMPTY =
            new FloatHistogram(
                    ResetHint.UNKNOWN,
                    0,
                    0,
                    0,
                    0,
                    0,
                    FloatBuckets.NONE,
                    FloatBuckets.NONE,
                    CustomBounds.NONE);

    private static final long RECORD_BYTES = 72;

    /// What a store holds, with the hint of its place in the series.
    ///
    /// @param parts not a staleness marker
    public static FloatHistogram of(ResetHint hint, HistogramParts parts) {
        boolean floats = parts.kind() == Histogram.Kind.FLOAT;
        return new FloatHistogram(
                hint,
                parts.schema(),
                Double.longBitsToDouble(parts.zeroThresholdBits()),
                number(parts.zeroCount(), floats),
                number(parts.count(), floats),
                Double.longBitsToDouble(parts.sumBits()),
                FloatBuckets.of(parts.positive(), floats),
                FloatBuckets.of(parts.negative(), floats),
                CustomBounds.of(parts));
    }

    /// Copies it into parts, as a histogram of floats; the hint is no part of them.
    public void into(HistogramParts parts) {
        parts.begin(
                Histogram.Kind.FLOAT,
                schema,
                Double.doubleToRawLongBits(zeroThreshold),
                Double.doubleToRawLongBits(zeroCount),
                Double.doubleToRawLongBits(count),
                Double.doubleToRawLongBits(sum));
        for (int i = 0; i < bounds.size(); i++) {
            parts.addBound(Double.doubleToRawLongBits(bounds.upper(i)));
        }
        for (int i = 0; i < positive.size(); i++) {
            parts.addPositive(positive.index(i), Double.doubleToRawLongBits(positive.count(i)));
        }
        for (int i = 0; i < negative.size(); i++) {
            parts.addNegative(negative.index(i), Double.doubleToRawLongBits(negative.count(i)));
        }
    }

    public boolean isCustom() {
        return schema == Histogram.CUSTOM_BOUNDS;
    }

    /// Whether its counts may fall without a reset.
    public boolean isGauge() {
        return hint == ResetHint.GAUGE;
    }

    /// As it is where another one may stand before it than the one its hint is about: who wants to
    /// know of a reset must compare, unless it is a gauge.
    public FloatHistogram unhinted() {
        return isGauge() ? this : withHint(ResetHint.UNKNOWN);
    }

    public FloatHistogram withHint(ResetHint other) {
        return other == hint
                ? this
                : new FloatHistogram(
                        other,
                        schema,
                        zeroThreshold,
                        zeroCount,
                        count,
                        sum,
                        positive,
                        negative,
                        bounds);
    }

    /// Whether the other counted the same in the same buckets, bit by bit; the hint is no part of
    /// that.
    public boolean isSameAs(FloatHistogram other) {
        return schema == other.schema
                && isSame(count, other.count)
                && isSame(sum, other.sum)
                && zeroThreshold == other.zeroThreshold
                && isSame(zeroCount, other.zeroCount)
                && positive.equals(other.positive)
                && negative.equals(other.negative)
                && bounds.equals(other.bounds);
    }

    /// Bytes on the heap, for budgets.
    public long sizeBytes() {
        return RECORD_BYTES + positive.sizeBytes() + negative.sizeBytes() + bounds.sizeBytes();
    }

    /// As Prometheus prints it.
    @Override
    public String toString() {
        return HistogramText.of(this);
    }

    /// A stored count as a number.
    static double number(long count, boolean floats) {
        return floats ? Double.longBitsToDouble(count) : SampleBits.ofUnsigned(count);
    }

    private static boolean isSame(double left, double right) {
        return Double.doubleToRawLongBits(left) == Double.doubleToRawLongBits(right);
    }
}
