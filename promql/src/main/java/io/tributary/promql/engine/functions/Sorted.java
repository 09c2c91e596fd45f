package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The `sort` functions at one step; over several they say a warning and change nothing.
final class Sorted implements Operator {
    private record Row(Labels labels, Column column) {}

    private final QueryContext context;
    private final Operator input;
    private final Comparator<Row> order;
    private final boolean floatsOnly;
    private List<Row> rows = List.of();
    private boolean sorted;
    private int nextRow;

    private Sorted(
            QueryContext context, Operator input, Comparator<Row> order, boolean floatsOnly) {
        this.context = context;
        this.input = input;
        this.order = order;
        this.floatsOnly = floatsOnly;
    }

    /// NaN last in both directions; histograms have no place in it and are left out.
    static Sorted byValue(QueryContext context, Operator input, boolean descending) {
        return new Sorted(
                context,
                input,
                (left, right) ->
                        compareValues(left.column().value(0), right.column().value(0), descending),
                true);
    }

    static Sorted byLabels(
            QueryContext context, Operator input, List<String> names, boolean descending) {
        Comparator<Row> order =
                (left, right) -> compareLabels(left.labels(), right.labels(), names);
        return new Sorted(context, input, descending ? order.reversed() : order, false);
    }

    @Override
    public Kind kind() {
        return Kind.BARRIER;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!sorted) {
            sorted = true;
            sort();
        }
        return rows.stream().map(Row::labels).toList();
    }

    @Override
    public void next(Column into) {
        Row row = rows.get(nextRow++);
        into.copyFrom(row.column());
    }

    private void sort() throws IOException {
        List<Row> found = new ArrayList<>();
        for (Labels labels : input.shape()) {
            context.check();
            Column column = new Column(1);
            input.next(column);
            if (floatsOnly) {
                column.removeHistograms();
            }
            if (column.isPresent(0)) {
                context.hold(Column.sizeBytes(1) + column.histogramBytes(), "sort");
                found.add(new Row(labels, column));
            }
        }
        found.sort(order);
        rows = List.copyOf(found);
    }

    private static int compareValues(double left, double right, boolean descending) {
        boolean leftNan = Double.isNaN(left);
        boolean rightNan = Double.isNaN(right);
        if (leftNan || rightNan) {
            return Boolean.compare(leftNan, rightNan);
        }
        if (left == right) {
            return 0;
        }
        return left < right == descending ? 1 : -1;
    }

    private static int compareLabels(Labels left, Labels right, List<String> names) {
        for (String name : names) {
            int order = NaturalOrder.compare(left.value(name), right.value(name));
            if (order != 0) {
                return order;
            }
        }
        return left.compareTo(right);
    }
}
