package io.tributary.format.otlp.name;

/// What a metric counts, as far as its name shows it.
public enum MetricKind {
    GAUGE,
    /// A sum that only grows.
    COUNTER,
    /// A sum that may fall.
    UP_DOWN_COUNTER,
    /// Of explicit or of exponential buckets.
    HISTOGRAM,
    SUMMARY
}
