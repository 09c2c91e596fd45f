package io.tributary.model;

/// A name and its value.
public record Label(String name, String value) {
    /// The label that holds a series' metric name.
    public static final String METRIC_NAME = "__name__";
}
