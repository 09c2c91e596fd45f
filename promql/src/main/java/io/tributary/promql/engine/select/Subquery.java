package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;

/// The values of an expression on a grid of its own, as samples.
public final class Subquery implements RangeInput {
    private final Operator inner;
    private final Grid grid;
    private final Column column;

    /// The samples of `inner`, which was planned on `grid`.
    public Subquery(QueryContext context, Operator inner, Grid grid) {
        this.inner = inner;
        this.grid = grid;
        this.column = context.column(grid.count(), "subquery");
    }

    /// The subquery's own moments: multiples of the step in absolute time, the first one behind the
    /// start of the first window, the last not behind the end of the last.
    public static Grid grid(Moments moments, long rangeMillis, long stepMillis) {
        long after = moments.first() - rangeMillis;
        long start = stepMillis * (after / stepMillis);
        if (start <= after) {
            start += stepMillis;
        }
        return Grid.between(start, moments.last(), stepMillis);
    }

    @Override
    public List<Labels> shape() throws IOException {
        return inner.shape();
    }

    @Override
    public boolean next(SampleColumn into) throws IOException {
        inner.next(column);
        into.clear();
        for (int step = 0; step < grid.count(); step++) {
            if (column.isPresent(step)) {
                into.add(grid.time(step), column.value(step));
            }
        }
        return column.dropsName();
    }
}
