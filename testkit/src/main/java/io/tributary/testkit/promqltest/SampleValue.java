package io.tributary.testkit.promqltest;

/// What stands at one time of one series.
public sealed interface SampleValue permits SampleValue.Written, ShownHistogram {
    /// The bits of the NaN with which Prometheus marks the end of a series.
    long STALE_BITS = 0x7ff0000000000002L;

    /// What a script can write. An engine asked in process answers such values, too.
    sealed interface Written extends SampleValue {}

    /// A float.
    record Real(double value) implements Written {}

    /// The staleness marker.
    record Stale() implements Written {}

    /// A native histogram.
    ///
    /// @param hintStated whether the script wrote the counter reset hint; only then is it compared.
    ///   Of no meaning in a result
    record NativeHistogram(HistogramValue histogram, boolean hintStated) implements Written {
        public NativeHistogram(HistogramValue histogram) {
            this(histogram, false);
        }
    }
}
