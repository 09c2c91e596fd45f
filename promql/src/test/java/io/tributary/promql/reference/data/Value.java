package io.tributary.promql.reference.data;

import io.tributary.model.SampleBits;

/// What a series has at one time.
public sealed interface Value {
    /// A float; in stored data perhaps the staleness marker.
    record Real(double number) implements Value {}

    /// A native histogram; in stored data perhaps the staleness marker.
    record Histogram(NaiveHistogram histogram) implements Value {}

    /// Whether it says that the series ended here.
    default boolean isStale() {
        return switch (this) {
            case Real(var number) -> SampleBits.isStale(number);
            case Histogram(var histogram) -> histogram.isStale();
        };
    }
}
