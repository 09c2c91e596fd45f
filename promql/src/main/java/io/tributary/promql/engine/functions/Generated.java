package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import java.util.List;

/// One series without labels, made of nothing: a number, or the step's own time in seconds.
final class Generated implements Operator {
    private static final List<Labels> SHAPE = List.of(Labels.empty());

    private sealed interface Source {
        record Constant(double value) implements Source {}

        record Time(Grid grid) implements Source {}
    }

    private final Source source;

    private Generated(Source source) {
        this.source = source;
    }

    static Generated constant(double value) {
        return new Generated(new Source.Constant(value));
    }

    static Generated time(Grid grid) {
        return new Generated(new Source.Time(grid));
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() {
        return SHAPE;
    }

    @Override
    public void next(Column into) {
        into.clear();
        switch (source) {
            case Source.Constant(double value) -> into.fill(value);
            case Source.Time(Grid grid) -> {
                for (int step = 0; step < grid.count(); step++) {
                    into.set(step, grid.time(step) / 1000.0);
                }
            }
        }
    }
}
