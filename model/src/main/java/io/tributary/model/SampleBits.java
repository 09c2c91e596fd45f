package io.tributary.model;

/// Values with a meaning of their own, by their bits (Prometheus: `model/value/value.go`).
public final class SampleBits {
    /// A staleness marker: the series ended here. Told from other NaNs by its bits alone.
    public static final long STALE_NAN = 0x7ff0000000000002L;

    /// The NaN that Prometheus' own arithmetic and parsers make.
    public static final long NORMAL_NAN = 0x7ff8000000000001L;

    private SampleBits() {}

    public static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == STALE_NAN;
    }
}
