package io.tributary.promql.engine.aggregate;

import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.HistogramMean;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.histogram.HistogramNotes.Operation;
import io.tributary.promql.engine.histogram.HistogramSum;
import io.tributary.promql.engine.histogram.RunningHistogram;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.QueryContext;
import org.jspecify.annotations.Nullable;

/// The native histograms of one group under `sum` or `avg`, combined at each step. Where floats are
/// among them, or buckets of both kinds, the group has no result at that step.
final class GroupHistograms {
    private final QueryContext context;
    private final HistogramNotes notes;
    private final boolean mean;
    private final @Nullable RunningHistogram[] combined;
    private final long[] withFloats;
    private final long[] incompatible;

    GroupHistograms(QueryContext context, HistogramNotes notes, boolean mean, int steps) {
        context.hold(8L * steps + 16L * Column.words(steps), "aggregation of histograms");
        this.context = context;
        this.notes = notes;
        this.mean = mean;
        this.combined = new RunningHistogram[steps];
        this.withFloats = new long[Column.words(steps)];
        this.incompatible = new long[Column.words(steps)];
    }

    /// Takes a histogram in.
    ///
    /// @param first whether nothing of the group was there before at this step
    /// @param metric the name of its series
    void add(int step, FloatHistogram histogram, boolean first, String metric) {
        @Nullable RunningHistogram held = combined[step];
        if (held == null) {
            RunningHistogram begun =
                    mean ? new HistogramMean(histogram) : new HistogramSum(histogram);
            context.hold(begun.sizeBytes(), "aggregation of histograms");
            combined[step] = begun;
            if (!first) {
                Column.mark(withFloats, step);
            }
            return;
        }
        if (Column.isMarked(incompatible, step)) {
            return;
        }
        long before = held.sizeBytes();
        if (!held.add(histogram)) {
            notes.mixedSchemas(metric);
            Column.mark(incompatible, step);
        }
        if (held.sizeBytes() > before) {
            context.hold(held.sizeBytes() - before, "aggregation of histograms");
        }
    }

    /// Notes that the group has a float at a step.
    void addFloat(int step) {
        if (combined[step] != null && !Column.isMarked(incompatible, step)) {
            Column.mark(withFloats, step);
        }
    }

    /// Writes a step's result, if the group has histograms there.
    ///
    /// @return false if it has none
    boolean write(int step, Column into) {
        @Nullable RunningHistogram held = combined[step];
        if (held == null) {
            return false;
        }
        if (held.hasReconciled()) {
            notes.reconciled(Operation.AGGREGATION);
        }
        if (Column.isMarked(withFloats, step)) {
            notes.mixedGroup();
        } else if (!Column.isMarked(incompatible, step)) {
            if (held.sawConflict()) {
                notes.collision(Operation.AGGREGATION);
            }
            into.set(step, held.result());
        }
        return true;
    }
}
