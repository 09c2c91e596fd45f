package io.tributary.promql.engine.ahead;

import io.tributary.promql.engine.operator.Annotations;
import io.tributary.promql.engine.operator.Column;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The columns of some series in a row. Filled by one thread, then, when the crew says it is done,
/// emptied by another.
final class Chunk {
    private final Column[] columns;
    private final Annotations annotations = new Annotations();
    private Optional<Throwable> failure = Optional.empty();
    private int count;

    /// Of the histograms that the columns refer to, on the budget until the next filling.
    private long histogramBytes;

    Chunk(int series, int steps) {
        columns = new Column[series];
        for (int i = 0; i < series; i++) {
            columns[i] = new Column(steps);
        }
    }

    int count() {
        return count;
    }

    Column column(int index) {
        return columns[index];
    }

    Annotations annotations() {
        return annotations;
    }

    /// Evaluates `howMany` series from `first` on, until it is to stop; what goes wrong is kept for
    /// {@link #check}.
    void fill(Ahead.Worker worker, int first, int howMany, BooleanSupplier stop) {
        failure = Optional.empty();
        count = howMany;
        worker.context().release(histogramBytes);
        histogramBytes = 0;
        try {
            for (int i = 0; i < howMany && !stop.getAsBoolean(); i++) {
                worker.context().check();
                worker.lane().evaluate(first + i, columns[i]);
                hold(worker, columns[i]);
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = Optional.of(e);
        }
        annotations.takeFrom(worker.context().annotations());
    }

    private void hold(Ahead.Worker worker, Column column) {
        if (column.mayHaveHistograms()) {
            long bytes = column.histogramBytes();
            worker.context().hold(bytes, "histograms read ahead");
            histogramBytes += bytes;
        }
    }

    /// Throws what filling has thrown.
    void check() throws IOException {
        if (failure.isEmpty()) {
            return;
        }
        switch (failure.get()) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("BUG: lane threw " + e, e);
        }
    }
}
