package io.tributary.promql.engine;

import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.Moments;
import java.util.function.Supplier;

/// Where what is being planned will count the samples it takes: one place for each grid that
/// something is evaluated on.
final class Counting {
    private final QueryContext context;
    private StepCounts current;

    /// @param answer of the grid of the answer
    Counting(QueryContext context, StepCounts answer) {
        this.context = context;
        this.current = answer;
    }

    StepCounts current() {
        return current;
    }

    /// Plans what is evaluated at the first step only.
    <T> T once(Supplier<T> plan) {
        return in(current.once(context), plan);
    }

    /// Plans a subquery's inside.
    ///
    /// @param moments when the windows end that look at its values
    <T> T inner(Moments moments, long rangeMillis, Grid grid, Supplier<T> plan) {
        return in(current.inner(grid, rangeMillis, moments.offsetMillis(), context), plan);
    }

    private <T> T in(StepCounts counts, Supplier<T> plan) {
        StepCounts outer = current;
        current = counts;
        T planned = plan.get();
        current = outer;
        return planned;
    }
}
