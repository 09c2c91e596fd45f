package io.tributary.model.flow;

/// How the labels of a batch's series are written. Part of a route, so that equal bytes of two
/// dialects are never confused.
public enum Dialect {
    /// Prometheus `Label` messages as they stand in a remote-write 1.0 `TimeSeries`: `0a LEN (0a
    /// LEN name 12 LEN value)` …
    REMOTE_WRITE_1,

    /// Refs of the batch's symbols: name, value, name, value …
    SYMBOLS
}
