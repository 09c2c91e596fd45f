package io.tributary.promql.engine.binary;

import io.tributary.promql.ast.BinaryOperator;

/// What the operators make of two floats.
final class Arithmetic {
    private Arithmetic() {}

    /// The result of an arithmetic operator.
    static double apply(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            case POW -> power(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case EQUAL,
                    NOT_EQUAL,
                    GREATER,
                    LESS,
                    GREATER_OR_EQUAL,
                    LESS_OR_EQUAL,
                    TRIM_UPPER,
                    TRIM_LOWER,
                    AND,
                    OR,
                    UNLESS ->
                    throw new IllegalArgumentException("BUG: not arithmetic: " + operator);
        };
    }

    /// Whether a comparison holds.
    static boolean holds(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case GREATER -> left > right;
            case LESS -> left < right;
            case GREATER_OR_EQUAL -> left >= right;
            case LESS_OR_EQUAL -> left <= right;
            case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, AND, OR, UNLESS ->
                    throw new IllegalArgumentException("BUG: no comparison: " + operator);
        };
    }

    /// C's and Go's `pow`, where Java's differs: 1 to any power is 1, −1 to an infinite one too.
    private static double power(double left, double right) {
        if (left == 1 || (left == -1 && Double.isInfinite(right))) {
            return 1;
        }
        return Math.pow(left, right);
    }
}
