package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An aggregation with one result for each group: the input streams by, in its order, into a state
/// for each group and step.
final class Fold implements Operator {
    /// Makes the state of a group.
    interface States {
        /// Evaluates what the states need; called once, even if there are no groups.
        void begin(int steps) throws IOException;

        Accumulator of(int steps, int members);
    }

    /// What becomes of native histograms.
    enum Histograms {
        /// They are left out, and that is said.
        IGNORED,
        /// They count like floats.
        COUNTED,
        SUMMED,
        AVERAGED
    }

    private final QueryContext context;
    private final Operator input;
    private final Grouping grouping;
    private final States states;
    private final String name;
    private final Histograms histograms;
    private final HistogramNotes notes;
    private Grouping.Groups groups = new Grouping.Groups(List.of(), new int[0]);
    private boolean shaped;
    private Accumulator[] accumulators = new Accumulator[0];

    /// Of the groups that have histograms; null: of none.
    private @Nullable GroupHistograms[] combined = new GroupHistograms[0];

    private long[][] seen = new long[0][];
    private int[] lastStep = new int[0];
    private int[] lastDroppingStep = new int[0];
    private boolean folded;
    private int nextGroup;

    /// @param name of the aggregation, for messages
    /// @param place where the input stands in the query
    Fold(
            QueryContext context,
            Operator input,
            Grouping grouping,
            States states,
            String name,
            Place place) {
        this.context = context;
        this.input = input;
        this.grouping = grouping;
        this.states = states;
        this.name = name;
        this.histograms = histograms(name);
        this.notes = new HistogramNotes(context.annotations(), place);
    }

    private static Histograms histograms(String name) {
        return switch (name) {
            case "sum" -> Histograms.SUMMED;
            case "avg" -> Histograms.AVERAGED;
            case "count", "group" -> Histograms.COUNTED;
            default -> Histograms.IGNORED;
        };
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
            if (Column.isMarked(seen[group], step)) {
                write(group, step, into);
            }
        }
    }

    private void write(int group, int step, Column into) {
        @Nullable GroupHistograms held = combined[group];
        if (held == null || !held.write(step, into)) {
            into.set(step, accumulators[group].result(step));
        }
    }

    private void fold(int steps) throws IOException {
        states.begin(steps);
        int[] sizes = groups.sizes();
        int count = groups.count();
        accumulators = new Accumulator[count];
        combined = new GroupHistograms[count];
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
        int[] groupOf = groups.groupOf();
        for (int series = 0; series < groupOf.length; series++) {
            context.check();
            input.next(column);
            if (column.mayHaveHistograms()) {
                takeHistograms(groupOf[series], column, input.shape().get(series).metricName());
            }
            add(groupOf[series], column);
        }
    }

    /// Takes the histograms out of a column; those that count stay, as floats.
    private void takeHistograms(int group, Column column, String metric) {
        for (int step = 0; step < column.steps(); step++) {
            if (!column.isPresent(step) || !column.isHistogram(step)) {
                continue;
            }
            switch (histograms) {
                case IGNORED -> {
                    notes.ignoredIn(name);
                    column.remove(step);
                }
                case COUNTED -> column.set(step, 0);
                case SUMMED, AVERAGED -> {
                    held(group, column.steps())
                            .add(step, column.histogram(step), see(group, step), metric);
                    noteStep(group, step, column.dropsName());
                    column.remove(step);
                }
            }
        }
    }

    private GroupHistograms held(int group, int steps) {
        @Nullable GroupHistograms held = combined[group];
        if (held == null) {
            held = new GroupHistograms(context, notes, histograms == Histograms.AVERAGED, steps);
            combined[group] = held;
        }
        return held;
    }

    private void add(int group, Column column) {
        Accumulator accumulator = accumulators[group];
        @Nullable GroupHistograms held = combined[group];
        accumulator.addAll(column, seen[group]);
        for (int step = 0; held != null && step < column.steps(); step++) {
            if (column.isPresent(step)) {
                held.addFloat(step);
            }
        }
        noteStep(group, column.lastPresent(), column.dropsName());
    }

    /// Answers whether the group had nothing at a step so far.
    private boolean see(int group, int step) {
        long[] seenSteps = seen[group];
        boolean first = !Column.isMarked(seenSteps, step);
        Column.mark(seenSteps, step);
        return first;
    }

    private void noteStep(int group, int last, boolean drops) {
        lastStep[group] = Math.max(lastStep[group], last);
        if (drops) {
            lastDroppingStep[group] = Math.max(lastDroppingStep[group], last);
        }
    }
}
