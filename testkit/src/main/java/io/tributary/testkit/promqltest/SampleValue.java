package io.tributary.testkit.promqltest;

/// What stands at one time of one series.
public sealed interface SampleValue {
    /// The bits of the NaN with which Prometheus marks the end of a series.
    long STALE_BITS = 0x7ff0000000000002L;

    /// A float.
    record Real(double value) implements SampleValue {}

    /// The staleness marker.
    record Stale() implements SampleValue {}

    /// A native histogram.
    ///
    /// @param hintStated whether the script wrote the counter reset hint; only then is it compared.
    ///   Of no meaning in a result
    record NativeHistogram(HistogramValue histogram, boolean hintStated) implements SampleValue {
        public NativeHistogram(HistogramValue histogram) {
            this(histogram, false);
        }
    }
}
