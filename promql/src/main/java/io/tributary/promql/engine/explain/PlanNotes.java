package io.tributary.promql.engine.explain;

import io.tributary.model.Labels;
import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.select.Selection;
import io.tributary.promql.engine.select.Selections;
import io.tributary.promql.engine.select.Windows;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/// Takes note of what is planned, as a tree. Once the query has selected, tells it with the series
/// that were found. Owned by one thread.
public final class PlanNotes implements PlanWatch {
    /// At each step: of a value that is held, and of the group's place for it.
    private static final long MEMBER_BYTES = 8;

    private static final long GROUP_BYTES = 29;

    private final Selections selections;
    private final Deque<Note> open = new ArrayDeque<>();
    private final Set<Operator> ahead = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Note root = new Note("", 0);

    /// What came of an expression.
    private sealed interface Made {
        record One(Operator operator) implements Made {}

        record Range(Windows windows) implements Made {}

        record Nothing() implements Made {}
    }

    private static final class Note {
        private final String name;
        private final int steps;
        private final List<Note> parts = new ArrayList<>();
        private Made made = new Made.Nothing();

        /// Whether all values of its first part are held, not one state a group.
        private boolean keepsMembers;

        private Optional<Selections.Added> selected = Optional.empty();

        Note(String name, int steps) {
            this.name = name;
            this.steps = steps;
        }

        /// An expression that came to the operator of its only part, as parentheses do, is none.
        boolean isOnlyItsPart() {
            return parts.size() == 1
                    && made instanceof Made.One(var operator)
                    && parts.getFirst().made instanceof Made.One(var inner)
                    && operator.equals(inner);
        }
    }

    public PlanNotes(Selections selections) {
        this.selections = selections;
        open.push(root);
    }

    @Override
    public Operator operator(Expr expr, Grid grid, boolean once, Supplier<Operator> plan) {
        Note note = new Note(PlanNames.of(expr, once), grid.count());
        Operator operator = noted(note, plan);
        note.made = new Made.One(operator);
        note.keepsMembers =
                !once
                        && expr instanceof Expr.Aggregate aggregate
                        && aggregate.operator() == AggregateOperator.QUANTILE;
        keep(note);
        return operator;
    }

    @Override
    public Windows windows(Expr expr, Grid grid, Supplier<Windows> plan) {
        Note note = new Note(PlanNames.ofRange(expr), grid.count());
        Windows windows = noted(note, plan);
        note.made = new Made.Range(windows);
        keep(note);
        return windows;
    }

    @Override
    public void ahead(Operator operator) {
        ahead.add(operator);
    }

    /// What was noted; to be asked for when all has been selected. Reads no sample.
    ///
    /// @param sliceable whether the query can be evaluated fewer steps at a time
    /// @param selectedBytes what its series take
    /// @param limitBytes what it may hold
    /// @param answerBytesMax what its answer may take where it is evaluated in slices
    /// @throws IOException if stored data cannot be read
    public Plan plan(boolean sliceable, long selectedBytes, long limitBytes, long answerBytesMax)
            throws IOException {
        PlanNode tree = node(root.parts.getFirst());
        return new Plan(
                tree, PlanMemory.of(tree, sliceable, selectedBytes, limitBytes, answerBytesMax));
    }

    private <T> T noted(Note note, Supplier<T> plan) {
        int before = selections.added().size();
        open.push(note);
        T made = plan.get();
        open.pop();
        List<Selections.Added> added = selections.added();
        if (note.parts.isEmpty() && added.size() > before) {
            note.selected = Optional.of(added.getLast());
        }
        return made;
    }

    private void keep(Note note) {
        open.element().parts.add(note.isOnlyItsPart() ? note.parts.getFirst() : note);
    }

    private PlanNode node(Note note) throws IOException {
        List<PlanNode> children = new ArrayList<>();
        for (Note part : note.parts) {
            children.add(node(part));
        }
        boolean dependsOnSamples =
                kind(note.made) == Kind.BARRIER
                        || children.stream().anyMatch(c -> c.series().isEmpty());
        OptionalLong series =
                dependsOnSamples ? OptionalLong.empty() : OptionalLong.of(shape(note.made).size());
        Kind kind = kind(note.made); // of some known only now that the shape is
        return new PlanNode(
                note.name,
                kind,
                note.steps,
                note.made instanceof Made.One(var operator) && ahead.contains(operator),
                series,
                note.keepsMembers
                        ? memberBytes(
                                note.steps,
                                series,
                                children.getLast().series()) // behind the parameter
                        : bytes(kind, note.steps, series, children),
                note.selected.map(PlanNotes::selected),
                children);
    }

    /// Columns of what the kind holds.
    private static OptionalLong bytes(
            Kind kind, int steps, OptionalLong series, List<PlanNode> children) {
        long column = Column.sizeBytes(steps);
        if (kind == Kind.STREAM) {
            return OptionalLong.of(column);
        }
        if (series.isEmpty()) {
            return OptionalLong.empty();
        }
        if (kind == Kind.FOLD) {
            return OptionalLong.of(series.getAsLong() * column);
        }
        long fewest = children.stream().mapToLong(c -> c.series().orElse(0)).min().orElse(0);
        return OptionalLong.of(fewest * column);
    }

    /// The values of all members of all groups, by step, and the bookkeeping of the groups.
    private static OptionalLong memberBytes(int steps, OptionalLong groups, OptionalLong members) {
        return groups.isEmpty() || members.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        steps
                                * (MEMBER_BYTES * members.getAsLong()
                                        + GROUP_BYTES * groups.getAsLong()));
    }

    private static Kind kind(Made made) {
        return switch (made) {
            case Made.One(var operator) -> operator.kind();
            case Made.Range _, Made.Nothing _ -> Kind.STREAM;
        };
    }

    private static List<Labels> shape(Made made) throws IOException {
        return switch (made) {
            case Made.One(var operator) -> operator.shape();
            case Made.Range(var windows) -> windows.input().shape();
            case Made.Nothing _ -> List.of();
        };
    }

    private static PlanNode.Selected selected(Selections.Added added) {
        Selection selection = added.selection();
        return new PlanNode.Selected(
                PlanNames.of(added.selector().matchers()),
                added.selector().fromMillis(),
                added.selector().toMillis(),
                selection.seriesCount(),
                selection.isCounted(),
                selection.readers());
    }
}
