package io.tributary.promql.engine.operator;

/// What an operator holds while it works, which decides the memory of a query.
public enum Kind {
    /// One series in, one out.
    STREAM,
    /// State for each group and step.
    FOLD,
    /// One whole input.
    BUFFER,
    /// Everything: its shape depends on data.
    BARRIER
}
