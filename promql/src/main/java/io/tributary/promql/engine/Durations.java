package io.tributary.promql.engine;

import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.operator.EvaluationException;

/// What durations come to, given the query's step and range (Prometheus: `promql/durations.go`).
final class Durations {
    /// Beyond this many seconds Prometheus' durations overflow.
    private static final double SECONDS_MAX = 0x1p63 / 1e9;

    private final Request request;

    Durations(Request request) {
        this.request = request;
    }

    /// Computes all durations of a tree, so that one that cannot be is told before anything else.
    void check(Expr expr) {
        switch (expr) {
            case Expr.VectorSelector selector -> offset(selector.offset(), selector);
            case Expr.MatrixSelector matrix -> length(matrix.range(), matrix);
            case Expr.Subquery subquery -> {
                offset(subquery.offset(), subquery);
                length(subquery.range(), subquery);
                if (!(subquery.step() instanceof DurationExpr.Absent)) {
                    length(subquery.step(), subquery);
                }
            }
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ -> {}
        }
        expr.operands().forEach(this::check);
    }

    /// Any length, in milliseconds.
    ///
    /// @param of the expression whose duration it is, for messages
    long offset(DurationExpr duration, Expr of) {
        if (duration instanceof DurationExpr.Constant(long millis)) {
            return millis;
        }
        double seconds = seconds(duration, of);
        if (!Double.isFinite(seconds)) {
            throw bad(of, "duration is NaN or infinite");
        }
        if (Math.abs(seconds) > SECONDS_MAX) {
            throw bad(of, "duration is out of range");
        }
        return (long) (seconds * 1000);
    }

    /// A length above 0, in milliseconds.
    long length(DurationExpr duration, Expr of) {
        if (!(duration instanceof DurationExpr.Constant) && !(seconds(duration, of) > 0)) {
            if (!Double.isNaN(seconds(duration, of))) {
                throw bad(of, "duration must be greater than 0");
            }
        }
        return offset(duration, of);
    }

    private double seconds(DurationExpr duration, Expr of) {
        return switch (duration) {
            case DurationExpr.Absent() -> 0;
            case DurationExpr.Constant(long millis) -> millis / 1000.0;
            case DurationExpr.Scalar(double seconds, _) -> seconds;
            case DurationExpr.Step() -> request.stepMillis() / 1000.0;
            case DurationExpr.Range() ->
                    (request.endMillis() - request.grid().startMillis()) / 1000.0;
            case DurationExpr.Negated(var inner) -> -seconds(inner, of);
            case DurationExpr.Grouped(var inner) -> seconds(inner, of);
            case DurationExpr.Extreme(boolean max, var left, var right) ->
                    max
                            ? Math.max(seconds(left, of), seconds(right, of))
                            : Math.min(seconds(left, of), seconds(right, of));
            case DurationExpr.Arithmetic(var operator, var left, var right) ->
                    arithmetic(operator, seconds(left, of), seconds(right, of), of);
        };
    }

    private static double arithmetic(
            DurationExpr.Operator operator, double left, double right, Expr of) {
        return switch (operator) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> {
                if (right == 0) {
                    throw bad(of, "division by zero");
                }
                yield left / right;
            }
            case MOD -> {
                if (right == 0) {
                    throw bad(of, "modulo by zero");
                }
                yield left % right;
            }
            case POW -> Math.pow(left, right);
        };
    }

    private static EvaluationException bad(Expr of, String what) {
        return EvaluationException.badQuery(
                of.position().start() + ":" + of.position().end() + ": " + what);
    }
}
