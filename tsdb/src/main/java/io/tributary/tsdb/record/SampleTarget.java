package io.tributary.tsdb.record;

/// Where decoded samples go, and what is known of their series: the reader's side of the coder
/// state.
public interface SampleTarget {
    /// A series that is not known.
    int UNKNOWN = -1;

    /// The series of a ref, in the target's own numbering, or `UNKNOWN`: its samples are passed
    /// over.
    int series(long ref);

    /// Whether the series has a value since the last reset point.
    boolean isKnown(int series);

    /// The last value's bits.
    long lastBits(int series);

    /// The series' decimal exponent.
    int exponent(int series);

    /// The next sample, as recorded.
    void sample(int series, long timeMillis, long bits, int exponent);

    /// A sample of a series that is not known.
    void unknown(long ref, long timeMillis);
}
