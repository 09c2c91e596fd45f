package io.tributary.promql.ast;

/// How a selector treats the samples beside its range.
public enum Extension {
    NONE,
    ANCHORED,
    SMOOTHED
}
