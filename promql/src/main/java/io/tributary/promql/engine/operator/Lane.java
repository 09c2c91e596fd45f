package io.tributary.promql.engine.operator;

import java.io.IOException;

/// Evaluates single series of an operator, in any order, for one thread. Several lanes of one
/// operator may be at work at once, each with scratch of its own.
@FunctionalInterface
public interface Lane {
    /// Writes the values of the series of this number in the operator's shape into `into` (cleared
    /// first).
    ///
    /// @throws IOException if stored data cannot be read
    void evaluate(int series, Column into) throws IOException;
}
