package io.tributary.promql.engine.operator;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import java.util.List;
import java.util.Set;

/// What all operators of one query share: its limits, its memory, what is said about it. Owned by
/// the query's thread.
public final class QueryContext {
    private static final Set<String> SCHEMA = Set.of(Label.METRIC_NAME, "__type__", "__unit__");

    private final Runnable check;
    private final ReadBudget budget;
    private final long samplesMax;
    private final boolean namesRemovedLate;
    private final Annotations annotations = new Annotations();
    private long heldBytes;
    private long samplesRead;
    private long seriesRead;

    /// What one query may use.
    ///
    /// @param check throws if the query must stop
    public QueryContext(
            Runnable check, ReadBudget budget, long samplesMax, boolean namesRemovedLate) {
        this.check = check;
        this.budget = budget;
        this.samplesMax = samplesMax;
        this.namesRemovedLate = namesRemovedLate;
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
        return namesRemovedLate ? shape : shape.stream().map(QueryContext::dropName).toList();
    }

    public boolean namesRemovedLate() {
        return namesRemovedLate;
    }

    public Annotations annotations() {
        return annotations;
    }

    public ReadBudget budget() {
        return budget;
    }

    /// Takes bytes of the query's budget until {@link #release} or the query's end.
    public void hold(long bytes, String consumer) {
        budget.take(bytes, consumer);
        heldBytes += bytes;
    }

    public void release(long bytes) {
        budget.giveBack(bytes);
        heldBytes -= bytes;
    }

    public void releaseAll() {
        release(heldBytes);
    }

    public long heldBytes() {
        return heldBytes;
    }

    /// A column that is kept, on the budget.
    public Column column(int steps, String consumer) {
        hold(Column.sizeBytes(steps), consumer);
        return new Column(steps);
    }

    /// Counts one series read from the source, with its samples.
    public void countRead(int samples) {
        seriesRead++;
        samplesRead += samples;
        if (samplesRead > samplesMax) {
            throw new EvaluationException(
                    "query processing would load too many samples: the limit is " + samplesMax);
        }
    }

    public long samplesRead() {
        return samplesRead;
    }

    public long seriesRead() {
        return seriesRead;
    }
}
