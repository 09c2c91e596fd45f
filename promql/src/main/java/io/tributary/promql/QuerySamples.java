package io.tributary.promql;

import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.operator.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The samples that a query took, by step, as Prometheus counts them: again at each step whose
/// window has them.
///
/// @param taken at all steps together
/// @param read likewise, those left out at a step that a step before it took
public record QuerySamples(long taken, long read, List<Step> steps) {
    /// What one step took, and of that what no step before it had.
    public record Step(long timeMillis, long taken, long read) {}

    public QuerySamples {
        steps = List.copyOf(steps);
    }

    static QuerySamples of(StepCounts counts, Grid grid) {
        long[] taken = counts.taken();
        long[] read = counts.read();
        List<Step> steps = new ArrayList<>(taken.length);
        for (int step = 0; step < taken.length; step++) {
            steps.add(new Step(grid.time(step), taken[step], read[step]));
        }
        return new QuerySamples(Arrays.stream(taken).sum(), Arrays.stream(read).sum(), steps);
    }
}
