package io.tributary.promql.engine.binary;

import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.engine.operator.Column;

/// An operator between samples, with its `bool`.
public record Rule(BinaryOperator operator, boolean returnBool) {
    /// Whether floats alone have a result.
    boolean takesFloats() {
        return operator.kind() != BinaryOperator.Kind.TRIM;
    }

    boolean isComparison() {
        return operator.kind() == BinaryOperator.Kind.COMPARISON;
    }

    /// Whether the result measures something else than the operands, so that their name goes.
    boolean changesMeaning() {
        return operator.kind() == BinaryOperator.Kind.ARITHMETIC;
    }

    /// Writes the result of two floats at a step; nothing where a filter does not let through.
    ///
    /// @param kept what a filter lets through
    void write(Column into, int step, double left, double right, double kept) {
        if (!isComparison()) {
            into.set(step, Arithmetic.apply(operator, left, right));
            return;
        }
        boolean holds = Arithmetic.holds(operator, left, right);
        if (returnBool) {
            into.set(step, holds ? 1 : 0);
        } else if (holds) {
            into.set(step, kept);
        }
    }
}
