package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;

/// An aggregation with one result for each group: the input streams by, in its order, into a state
/// for each group and step.
final class Fold implements Operator {
    /// Makes the state of a group.
    interface States {
        /// Evaluates what the states need; called once, even if there are no groups.
        void begin(int steps) throws IOException;

        Accumulator of(int steps, int members);
    }

    private final QueryContext context;
    private final Operator input;
    private final Grouping grouping;
    private final States states;
    private Grouping.Groups groups = new Grouping.Groups(List.of(), new int[0]);
    private boolean shaped;
    private Accumulator[] accumulators = new Accumulator[0];
    private long[][] seen = new long[0][];
    private int[] lastStep = new int[0];
    private int[] lastDroppingStep = new int[0];
    private boolean folded;
    private int nextGroup;

    Fold(QueryContext context, Operator input, Grouping grouping, States states) {
        this.context = context;
        this.input = input;
        this.grouping = grouping;
        this.states = states;
    }

    @Override
    public Kind kind() {
        return Kind.FOLD;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            groups = grouping.groups(input.shape());
        }
        return groups.count() == 0 ? SILENT : groups.labels();
    }

    @Override
    public void next(Column into) throws IOException {
        if (!folded) {
            folded = true;
            fold(into.steps());
        }
        int group = nextGroup++;
        into.clear();
        if (group >= groups.count()) {
            return;
        }
        into.dropsName(lastStep[group] >= 0 && lastDroppingStep[group] == lastStep[group]);
        for (int step = 0; step < into.steps(); step++) {
            if ((seen[group][step >>> 6] >>> step & 1) != 0) {
                into.set(step, accumulators[group].result(step));
            }
        }
    }

    private void fold(int steps) throws IOException {
        states.begin(steps);
        int[] sizes = groups.sizes();
        int count = groups.count();
        accumulators = new Accumulator[count];
        seen = new long[count][];
        lastStep = new int[count];
        lastDroppingStep = new int[count];
        for (int group = 0; group < count; group++) {
            Accumulator made = states.of(steps, sizes[group]);
            context.hold((made.bytesPerStep() + 1L) * steps, "aggregation");
            accumulators[group] = made;
            seen[group] = new long[Column.words(steps)];
            lastStep[group] = -1;
            lastDroppingStep[group] = -1;
        }
        Column column = context.column(steps, "aggregation");
        for (int group : groups.groupOf()) {
            context.check();
            input.next(column);
            add(group, column);
        }
    }

    private void add(int group, Column column) {
        Accumulator accumulator = accumulators[group];
        long[] seenSteps = seen[group];
        for (int step = 0; step < column.steps(); step++) {
            if (column.isPresent(step)) {
                boolean first = (seenSteps[step >>> 6] >>> step & 1) == 0;
                seenSteps[step >>> 6] |= 1L << step;
                accumulator.add(step, column.value(step), first);
            }
        }
        int last = column.lastPresent();
        lastStep[group] = Math.max(lastStep[group], last);
        if (column.dropsName()) {
            lastDroppingStep[group] = Math.max(lastDroppingStep[group], last);
        }
    }
}
