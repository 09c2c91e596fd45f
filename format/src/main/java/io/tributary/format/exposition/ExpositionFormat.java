package io.tributary.format.exposition;

/// Which of the two formats a text is in.
public enum ExpositionFormat {
    /// Prometheus' text format: times in whole milliseconds.
    TEXT,
    /// OpenMetrics: times in seconds, units, and an end that is marked.
    OPEN_METRICS
}
