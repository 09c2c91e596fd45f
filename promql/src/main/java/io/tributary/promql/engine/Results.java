package io.tributary.promql.engine;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.range.OnlyWindow;
import io.tributary.promql.engine.select.Windows;
import java.io.IOException;

/// What comes out of the outermost operator, on the budget.
final class Results {
    private static final String CONSUMER = "the answer";

    private final QueryContext context;
    private final FoundSeries found = new FoundSeries();
    private long heldBytes;

    Results(QueryContext context) {
        this.context = context;
    }

    FoundSeries found() {
        return found;
    }

    /// Bytes of the samples so far.
    long heldBytes() {
        return heldBytes;
    }

    /// Takes the values of an operator planned on `grid`.
    void take(Operator root, Grid grid) throws IOException {
        Column column = context.column(grid.count(), CONSUMER);
        for (Labels labels : root.shape()) {
            context.check();
            root.next(column);
            SampleColumn samples = new SampleColumn(column.presentCount());
            for (int step = 0; step < grid.count(); step++) {
                if (!column.isPresent(step)) {
                    continue;
                }
                if (column.isHistogram(step)) {
                    samples.addHistogram(grid.time(step), column.histogram(step));
                } else {
                    samples.add(grid.time(step), column.value(step));
                }
            }
            add(labels, column.dropsName(), samples);
        }
    }

    /// Takes the one window of each series of an instant query for a range.
    void take(Windows windows) throws IOException {
        OnlyWindow window = new OnlyWindow(windows);
        for (Labels labels : windows.input().shape()) {
            SampleColumn samples = window.next();
            add(labels, windows.input().dropsName(), samples);
        }
    }

    private void add(Labels labels, boolean dropsName, SampleColumn samples) {
        if (samples.size() == 0) {
            return;
        }
        context.hold(samples.sizeBytes(), CONSUMER);
        heldBytes += samples.sizeBytes();
        boolean dropsNow = dropsName && context.namesRemovedLate();
        found.add(dropsNow ? QueryContext.dropName(labels) : labels, samples);
    }
}
