package io.tributary.model;

/// Values by their bits: those with a meaning of their own (Prometheus: `model/value/value.go`),
/// and counts.
public final class SampleBits {
    /// A staleness marker: the series ended here. Told from other NaNs by its bits alone.
    public static final long STALE_NAN = 0x7ff0000000000002L;

    /// The NaN that Prometheus' own arithmetic and parsers make.
    public static final long NORMAL_NAN = 0x7ff8000000000001L;

    private SampleBits() {}

    public static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == STALE_NAN;
    }

    /// The double nearest to a number without a sign, ties to even.
    public static double ofUnsigned(long number) {
        // Halved to fit; the lowest bit is kept so that the rounding is right.
        return number >= 0 ? number : 2.0 * ((number >>> 1) | (number & 1));
    }
}
