package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.model.text.GoFloat;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `count_values`: a series for each value that occurs in a group, counting the series that have
/// it. What series there are is known only when all samples were seen.
final class CountValues implements Operator {
    private final QueryContext context;
    private final Operator input;
    private final Grouping grouping;
    private final String label;
    private final int steps;
    private final Map<Labels, Column> counts = new LinkedHashMap<>();
    private List<Column> columns = List.of();
    private boolean counted;
    private int nextSeries;

    CountValues(QueryContext context, Operator input, Grouping grouping, String label, int steps) {
        this.context = context;
        this.input = input;
        this.grouping = grouping.alsoBy(label);
        this.label = label;
        this.steps = steps;
    }

    @Override
    public Kind kind() {
        return Kind.BARRIER;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!counted) {
            counted = true;
            count();
            columns = List.copyOf(counts.values());
        }
        return List.copyOf(counts.keySet());
    }

    @Override
    public void next(Column into) {
        into.copyFrom(columns.get(nextSeries++));
    }

    private void count() throws IOException {
        Column column = context.column(steps, "count_values");
        for (Labels labels : input.shape()) {
            context.check();
            input.next(column);
            Map<Long, Column> byValue = new HashMap<>();
            for (int step = 0; step < steps; step++) {
                if (!column.isPresent(step)) {
                    continue;
                }
                if (column.isHistogram(step)) {
                    count(counter(labels, column.histogram(step).toString()), step);
                    continue;
                }
                double value = column.value(step);
                count(
                        byValue.computeIfAbsent(
                                Double.doubleToLongBits(value),
                                bits -> counter(labels, GoFloat.plain(value))),
                        step);
            }
        }
    }

    private static void count(Column counter, int step) {
        counter.set(step, counter.isPresent(step) ? counter.value(step) + 1 : 1);
    }

    private Column counter(Labels labels, String value) {
        Labels marked = labels.toBuilder().set(label, value).build();
        return counts.computeIfAbsent(
                grouping.labels(marked), group -> context.column(steps, "count_values"));
    }
}
