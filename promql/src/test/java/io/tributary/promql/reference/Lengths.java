package io.tributary.promql.reference;

import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.reference.numeric.Numbers;

/// Durations worked out for a query (Prometheus: `promql/durations.go`).
///
/// @param stepMillis of the query, 0 for an instant one
/// @param rangeMillis from its start to its end
record Lengths(long stepMillis, long rangeMillis) {
    private static final double SECONDS_MAX = 0x1p63 / 1e9;

    long millis(DurationExpr duration, boolean negativeAllowed) {
        if (duration instanceof DurationExpr.Constant(var millis)) {
            return millis;
        }
        double seconds = seconds(duration);
        if (Double.isNaN(seconds)
                || Math.abs(seconds) > SECONDS_MAX
                || (seconds <= 0 && !negativeAllowed)) {
            throw Refusal.badData("no duration: " + seconds);
        }
        return (long) (seconds * 1000);
    }

    private double seconds(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Absent() -> 0;
            case DurationExpr.Constant(var millis) -> millis / 1000.0;
            case DurationExpr.Scalar(var seconds, _) -> seconds;
            case DurationExpr.Step() -> stepMillis / 1000.0;
            case DurationExpr.Range() -> rangeMillis / 1000.0;
            case DurationExpr.Negated(var inner) -> -seconds(inner);
            case DurationExpr.Grouped(var inner) -> seconds(inner);
            case DurationExpr.Extreme(var max, var left, var right) ->
                    max
                            ? Numbers.max(seconds(left), seconds(right))
                            : Numbers.min(seconds(left), seconds(right));
            case DurationExpr.Arithmetic(var operator, var left, var right) ->
                    arithmetic(operator, seconds(left), seconds(right));
        };
    }

    private static double arithmetic(DurationExpr.Operator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / divisor(right);
            case MOD -> left % divisor(right);
            case POW -> Numbers.power(left, right);
        };
    }

    private static double divisor(double number) {
        if (number == 0) {
            throw Refusal.badData("division by zero");
        }
        return number;
    }
}
