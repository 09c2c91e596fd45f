package io.tributary.promql.engine;

import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.replicas.ReplicaLabels;

/// What is asked, and under which settings.
///
/// @param query the text, for places in messages
/// @param grid the moments of the answer; one for an instant query
/// @param endMillis as asked, which need not be the last moment
/// @param stepMillis as asked; 0 for an instant query
/// @param subqueryStepMillis the step of a subquery that names none
/// @param replicas which series are one
public record Request(
        String query,
        Grid grid,
        long endMillis,
        long stepMillis,
        long lookbackMillis,
        long subqueryStepMillis,
        ReplicaLabels replicas) {
    /// The value at one moment.
    public static Request instant(
            String query, long timeMillis, long lookbackMillis, long subqueryStepMillis) {
        Grid grid = new Grid(timeMillis, 1, 1);
        return new Request(
                query, grid, timeMillis, 0, lookbackMillis, subqueryStepMillis, ReplicaLabels.NONE);
    }

    /// Values from a start, in steps, not behind an end.
    public static Request range(
            String query,
            long startMillis,
            long endMillis,
            long stepMillis,
            long lookbackMillis,
            long subqueryStepMillis) {
        Grid grid = Grid.between(startMillis, endMillis, stepMillis);
        return new Request(
                query,
                grid,
                endMillis,
                stepMillis,
                lookbackMillis,
                subqueryStepMillis,
                ReplicaLabels.NONE);
    }

    /// The same of series that these make one.
    public Request with(ReplicaLabels other) {
        return new Request(
                query, grid, endMillis, stepMillis, lookbackMillis, subqueryStepMillis, other);
    }

    public boolean isInstant() {
        return stepMillis == 0;
    }
}
