package io.tributary.promql.engine.select;

import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.operator.Grid;
import java.util.OptionalLong;

/// Where a selector looks at each step: the step's time, or the fixed time of its `@`, less its
/// offset.
///
/// @param at the time of `@`, where there is one
/// @param counts where it counts what it takes at each step
public record Moments(Grid grid, OptionalLong at, long offsetMillis, StepCounts counts) {
    public long time(int step) {
        return at.orElse(grid.time(step)) - offsetMillis;
    }

    public long first() {
        return time(0);
    }

    /// From each to the next; 0 where all are the same.
    public long strideMillis() {
        return at.isPresent() ? 0 : grid.stepMillis();
    }

    public long last() {
        return at.isPresent() ? first() : grid.lastTime() - offsetMillis;
    }

    /// The moments of a subquery, whose windows of `rangeMillis` end at these: multiples of the
    /// step in absolute time, the first one behind the start of the first window, the last not
    /// behind the end of the last.
    public Grid within(long rangeMillis, long stepMillis) {
        long after = first() - rangeMillis;
        long start = stepMillis * (after / stepMillis);
        if (start <= after) {
            start += stepMillis;
        }
        return Grid.between(start, last(), stepMillis);
    }

    int steps() {
        return grid.count();
    }
}
