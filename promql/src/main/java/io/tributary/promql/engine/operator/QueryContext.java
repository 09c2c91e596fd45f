package io.tributary.promql.engine.operator;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What all operators of one query share: its limits, its memory, what is said about it. Owned by
/// one thread; what it counts is counted together with the contexts of the query's other threads.
public final class QueryContext {
    private static final Set<String> SCHEMA = Set.of(Label.METRIC_NAME, "__type__", "__unit__");

    private final Runnable check;
    private final Usage usage;
    private final Semantics semantics;
    private final SpareThreads spareThreads;

    /// By operator; shared by all slices.
    private final Map<Place, int[]> remembered;

    private final Annotations annotations = new Annotations();
    private final List<Runnable> endings = new ArrayList<>();

    /// What one query may use, on one thread.
    ///
    /// @param check throws if the query must stop
    public QueryContext(Runnable check, ReadBudget budget, long samplesMax, Semantics semantics) {
        this(check, budget, samplesMax, semantics, SpareThreads.NONE);
    }

    /// What one query may use, on its own thread and those that help it.
    ///
    /// @param check throws if the query must stop; asked by all its threads
    public QueryContext(
            Runnable check,
            ReadBudget budget,
            long samplesMax,
            Semantics semantics,
            SpareThreads spareThreads) {
        this(check, new Usage(budget, samplesMax), semantics, spareThreads, new HashMap<>());
    }

    private QueryContext(
            Runnable check,
            Usage usage,
            Semantics semantics,
            SpareThreads spareThreads,
            Map<Place, int[]> remembered) {
        this.remembered = remembered;
        this.check = check;
        this.usage = usage;
        this.semantics = semantics;
        this.spareThreads = spareThreads;
    }

    /// A context for another thread of the query, with annotations of its own.
    public QueryContext forLane() {
        return new QueryContext(check, usage, semantics, SpareThreads.NONE, Map.of());
    }

    /// A context for a slice of the query's steps, with annotations and endings of its own.
    public QueryContext forSlice() {
        return new QueryContext(check, usage, semantics, spareThreads, remembered);
    }

    /// What an operator has to know of the slices before: numbers that it alone reads and writes,
    /// all 0 at first, the same array in each slice.
    ///
    /// @param operator where it stands in the query
    /// @param size the same in each slice
    public int[] remembered(Place operator, int size) {
        return remembered.computeIfAbsent(operator, none -> new int[size]);
    }

    public SpareThreads spareThreads() {
        return spareThreads;
    }

    /// Has `ending` run before the query's view is closed.
    public void atEnd(Runnable ending) {
        endings.add(ending);
    }

    /// Runs what was given to {@link #atEnd}.
    public void end() {
        endings.forEach(Runnable::run);
        endings.clear();
    }

    /// To be called between series: throws if nobody waits any more or the time is over.
    public void check() {
        check.run();
    }

    /// The labels of a series that measures something else than the one it was made of: the name,
    /// type and unit go.
    public static Labels dropName(Labels labels) {
        return labels.without(SCHEMA);
    }

    /// Likewise for each of a shape; at the end of the query where names are removed late.
    public List<Labels> dropNames(List<Labels> shape) {
        return namesRemovedLate() ? shape : shape.stream().map(QueryContext::dropName).toList();
    }

    public Semantics semantics() {
        return semantics;
    }

    public boolean namesRemovedLate() {
        return semantics.delayedNameRemoval();
    }

    /// The metric's name as annotations tell it where names may be gone by now: empty, unless they
    /// are removed late.
    public String toldName(Labels labels) {
        return namesRemovedLate() ? labels.metricName() : "";
    }

    public Annotations annotations() {
        return annotations;
    }

    public ReadBudget budget() {
        return usage.budget();
    }

    /// Takes bytes of the query's budget until {@link #release} or the query's end.
    public void hold(long bytes, String consumer) {
        usage.hold(bytes, consumer);
    }

    public void release(long bytes) {
        usage.release(bytes);
    }

    /// Takes bytes for working ahead, until {@link #releaseAhead} or the query's end.
    ///
    /// @return false if there are none to spare: an eighth of the budget is, for all who work ahead
    public boolean holdAhead(long bytes) {
        return usage.holdAhead(bytes);
    }

    public void releaseAhead(long bytes) {
        usage.releaseAhead(bytes);
    }

    public void releaseAll() {
        release(heldBytes());
    }

    public long heldBytes() {
        return usage.heldBytes();
    }

    /// A column that is kept, on the budget.
    public Column column(int steps, String consumer) {
        hold(Column.sizeBytes(steps), consumer);
        return new Column(steps);
    }

    /// Counts one series read from the source, with its samples.
    public void countRead(int samples) {
        usage.countRead(samples);
    }

    public long samplesRead() {
        return usage.samplesRead();
    }

    public long seriesRead() {
        return usage.seriesRead();
    }
}
