package io.tributary.promql.engine.select;

import io.tributary.promql.engine.operator.Grid;
import java.util.OptionalLong;

/// Where a selector looks at each step: the step's time, or the fixed time of its `@`, less its
/// offset.
///
/// @param at the time of `@`, where there is one
public record Moments(Grid grid, OptionalLong at, long offsetMillis) {
    public long time(int step) {
        return at.orElse(grid.time(step)) - offsetMillis;
    }

    public long first() {
        return time(0);
    }

    public long last() {
        return at.isPresent() ? first() : grid.lastTime() - offsetMillis;
    }

    int steps() {
        return grid.count();
    }
}
