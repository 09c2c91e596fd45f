package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The values of an expression on a grid of its own, as samples.
final class Subquery implements RangeInput {
    private final Operator inner;
    private final Grid grid;
    private final Values own;

    /// The samples of `inner`, which was planned on `grid`.
    Subquery(QueryContext context, Operator inner, Grid grid) {
        this.inner = inner;
        this.grid = grid;
        Column column = context.column(grid.count(), "subquery");
        this.own = new Values(grid, column, (series, into) -> inner.next(into));
    }

    @Override
    public List<Labels> shape() throws IOException {
        return inner.shape();
    }

    @Override
    public boolean isStored() {
        return false;
    }

    @Override
    public SampleColumn next() throws IOException {
        return own.read(0);
    }

    @Override
    public boolean dropsName() {
        return own.dropsName();
    }

    @Override
    public Optional<RangeLane> lane(QueryContext context) throws IOException {
        Optional<Lane> values = inner.lane(context);
        if (values.isEmpty() || !context.holdAhead(Column.sizeBytes(grid.count()))) {
            return Optional.empty();
        }
        return Optional.of(new Values(grid, new Column(grid.count()), values.get()));
    }

    private static final class Values implements RangeLane {
        private final Grid grid;
        private final Lane values;
        private final Column column;
        private final SampleColumn samples = new SampleColumn();

        Values(Grid grid, Column column, Lane values) {
            this.grid = grid;
            this.column = column;
            this.values = values;
        }

        @Override
        public SampleColumn read(int series) throws IOException {
            values.evaluate(series, column);
            samples.clear();
            for (int step = 0; step < grid.count(); step++) {
                if (column.isPresent(step)) {
                    add(step);
                }
            }
            return samples;
        }

        /// What was a reset between two stored samples need not be one between two steps.
        private void add(int step) {
            if (column.isHistogram(step)) {
                samples.addHistogram(grid.time(step), column.histogram(step).unhinted());
            } else {
                samples.add(grid.time(step), column.value(step));
            }
        }

        @Override
        public boolean dropsName() {
            return column.dropsName();
        }
    }
}
