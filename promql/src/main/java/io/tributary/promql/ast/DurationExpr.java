package io.tributary.promql.ast;

/// How long: ranges, steps and offsets; a constant, or arithmetic that needs the query's own step
/// and range.
public sealed interface DurationExpr {
    /// Nothing was written.
    record Absent() implements DurationExpr {}

    /// `5m`, or a number of seconds.
    ///
    /// @param millis rounded to the nearest
    record Constant(long millis) implements DurationExpr {}

    /// A number inside arithmetic, in seconds: `2` in `5m * 2`.
    ///
    /// @param duration whether it was written as a duration
    record Scalar(double seconds, boolean duration) implements DurationExpr {}

    /// `step()`: of the query; 0 for an instant one.
    record Step() implements DurationExpr {}

    /// `range()`: from the query's start to its end.
    record Range() implements DurationExpr {}

    /// `-x`.
    record Negated(DurationExpr duration) implements DurationExpr {}

    /// `x + y` and so on.
    record Arithmetic(Operator operator, DurationExpr left, DurationExpr right)
            implements DurationExpr {}

    /// `min_of(x, y)`, `max_of(x, y)`.
    record Extreme(boolean max, DurationExpr left, DurationExpr right) implements DurationExpr {}

    /// `(x)`.
    record Grouped(DurationExpr duration) implements DurationExpr {}

    /// No offset.
    DurationExpr ZERO = new Constant(0);

    /// Arithmetic on durations.
    enum Operator {
        ADD("+"),
        SUB("-"),
        MUL("*"),
        DIV("/"),
        MOD("%"),
        POW("^");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }
}
