package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `topk` and `bottomk`: of each group, at each step, the k series of the greatest (least) values.
///
/// At one step the answer is ordered by value, so the shape depends on data; over several steps it
/// is the input's shape, and the picks are kept as (group, step) heaps until all input has passed.
final class TopK implements Operator {
    private final QueryContext context;
    private final Operator input;
    private final Grouping grouping;
    private final Operator parameter;
    private final boolean greatest;
    private final boolean ordersByValue;
    private final int steps;
    private final HistogramNotes notes;
    private List<Labels> shape = List.of();
    private boolean shaped;
    private boolean picked;

    /// In the order of the output; null: never picked.
    private Column[] picks = new Column[0];

    private boolean[] dropsName = new boolean[0];
    private int nextSeries;

    TopK(
            QueryContext context,
            Operator input,
            Grouping grouping,
            Operator parameter,
            boolean greatest,
            Grid grid,
            Place place) {
        this.context = context;
        this.input = input;
        this.grouping = grouping;
        this.parameter = parameter;
        this.greatest = greatest;
        this.ordersByValue = grid.isSingle();
        this.steps = grid.count();
        this.notes = new HistogramNotes(context.annotations(), place);
    }

    @Override
    public Kind kind() {
        return ordersByValue ? Kind.BARRIER : Kind.FOLD;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            shape = input.shape();
            if (ordersByValue) {
                pick();
            }
        }
        return shape.isEmpty() ? SILENT : shape;
    }

    @Override
    public void next(Column into) throws IOException {
        pick();
        int series = nextSeries++;
        into.clear();
        if (series < picks.length && picks[series] != null) {
            into.copyFrom(picks[series]);
        }
    }

    private void pick() throws IOException {
        if (picked) {
            return;
        }
        picked = true;
        StepParameter count = StepParameter.of(parameter, steps);
        picks = new Column[shape.size()];
        if (!count.asksForNothing()) {
            count.requireCounts();
        }
        Grouping.Groups groups = grouping.groups(shape);
        Picks[] heaps = fill(count, groups);
        if (ordersByValue) {
            orderByValue(heaps);
            return;
        }
        for (Picks heap : heaps) {
            if (heap != null) {
                for (int step = 0; step < steps; step++) {
                    keep(heap, step);
                }
            }
        }
    }

    private Picks[] fill(StepParameter count, Grouping.Groups groups) throws IOException {
        int[] sizes = groups.sizes();
        Picks[] heaps = new Picks[groups.count()];
        dropsName = new boolean[shape.size()];
        Column column = context.column(steps, "topk");
        for (int series = 0; series < shape.size(); series++) {
            context.check();
            input.next(column);
            dropsName[series] = column.dropsName();
            int group = groups.groupOf()[series];
            if (heaps[group] == null) {
                heaps[group] = new Picks(context, greatest, steps);
            }
            for (int step = 0; step < steps; step++) {
                if (!column.isPresent(step) || count.count(step) == 0) {
                    continue;
                }
                if (column.isHistogram(step)) {
                    notes.ignoredIn(greatest ? "topk" : "bottomk");
                } else {
                    int most = Math.min(count.count(step), sizes[group]);
                    heaps[group].offer(step, series, column.value(step), most);
                }
            }
        }
        return heaps;
    }

    private void keep(Picks heap, int step) {
        for (int i = 0; i < heap.count(step); i++) {
            int series = heap.series(step, i);
            if (picks[series] == null) {
                picks[series] = context.column(steps, "topk");
                picks[series].dropsName(dropsName[series]);
            }
            picks[series].set(step, heap.value(step, i));
        }
    }

    /// Puts the only step's picks in order: group by group, the best first.
    private void orderByValue(Picks[] heaps) {
        List<Labels> ordered = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Picks heap : heaps) {
            if (heap == null) {
                continue;
            }
            for (int i : heap.ranking(0)) {
                Column column = context.column(1, "topk");
                column.set(0, heap.value(0, i));
                column.dropsName(dropsName[heap.series(0, i)]);
                columns.add(column);
                ordered.add(shape.get(heap.series(0, i)));
            }
        }
        shape = List.copyOf(ordered);
        picks = columns.toArray(Column[]::new);
    }
}
