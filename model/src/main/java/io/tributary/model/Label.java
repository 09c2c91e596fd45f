package io.tributary.model;

/// A name and its value.
public record Label(String name, String value) {
    /// The label that holds a series' metric name.
    public static final String METRIC_NAME = "__name__";

    /// The label that names the tenant of a series: in answers of several tenants, and in
    /// selectors, which choose among them by it. Nobody may write it.
    public static final String TENANT_ID = "__tenant_id__";
}
