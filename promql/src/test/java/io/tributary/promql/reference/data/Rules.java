package io.tributary.promql.reference.data;

/// How an engine is set up.
///
/// @param delayedNameRemoval whether metric names go at the end of a query only
/// @param lookbackMillis how old a sample may be to count as current
/// @param subqueryStepMillis the step of a subquery that names none
public record Rules(boolean delayedNameRemoval, long lookbackMillis, long subqueryStepMillis) {
    /// Prometheus' defaults but for the names.
    public static Rules withDelayedNameRemoval(boolean delayed) {
        return new Rules(delayed, 300_000, 60_000);
    }
}
