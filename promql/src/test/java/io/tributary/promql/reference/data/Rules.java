package io.tributary.promql.reference.data;

/// How an engine is set up.
///
/// @param delayedNameRemoval whether metric names go at the end of a query only, and start
///   timestamps are looked at
/// @param asDocumented whether `@` in the parameter of an aggregation and of a subquery does what
///   the documentation says, where Prometheus 3.14.0 does not
/// @param lookbackMillis how old a sample may be to count as current
/// @param subqueryStepMillis the step of a subquery that names none
public record Rules(
        boolean delayedNameRemoval,
        boolean asDocumented,
        long lookbackMillis,
        long subqueryStepMillis) {
    /// Prometheus' defaults but for the names.
    public static Rules withDelayedNameRemoval(boolean delayed) {
        return new Rules(delayed, false, 300_000, 60_000);
    }

    public Rules documented() {
        return new Rules(delayedNameRemoval, true, lookbackMillis, subqueryStepMillis);
    }
}
