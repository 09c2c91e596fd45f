package io.tributary.promql.engine.functions;

import io.tributary.model.GoQuote;
import io.tributary.model.Labels;
import io.tributary.model.text.GoFloatReader;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.numeric.ClassicHistogram;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// A vector of histograms: classic ones, which are all series that differ only in `le`, and native
/// ones. Holds all columns, since the buckets of one histogram need not stand together. At a step
/// that has a native histogram and classic buckets of the same name and labels, neither counts.
final class HistogramInput {
    private static final String BUCKET_LABEL = "le";

    private record Bucket(Column column, double upperBound) {}

    /// A classic histogram.
    ///
    /// @param labels without `le`
    /// @param hidden a bit for each step at which it does not count
    @SuppressWarnings("ArrayRecordComponent") // a bitmap of its own
    record Classic(Labels labels, List<Bucket> buckets, long[] hidden) {
        /// Fills in the buckets of a step; none where it does not count.
        void fill(int step, ClassicHistogram into) {
            into.clear();
            if (Column.isMarked(hidden, step)) {
                return;
            }
            for (Bucket bucket : buckets) {
                if (bucket.column().hasFloat(step)) {
                    into.add(bucket.upperBound(), bucket.column().value(step));
                }
            }
        }
    }

    /// A series that has native histograms; its floats are none of this.
    record Native(Labels labels, Column column) {}

    private final QueryContext context;
    private final HistogramNotes notes;
    private final Map<Labels, Classic> classics = new LinkedHashMap<>();
    private final List<Native> natives = new ArrayList<>();

    private HistogramInput(QueryContext context, HistogramNotes notes) {
        this.context = context;
        this.notes = notes;
    }

    /// Reads all of an operator.
    ///
    /// @param place where the vector stands in the query
    static HistogramInput read(QueryContext context, Operator input, int steps, Place place)
            throws IOException {
        HistogramNotes notes = new HistogramNotes(context.annotations(), place);
        HistogramInput histograms = new HistogramInput(context, notes);
        for (Labels labels : input.shape()) {
            context.check();
            Column column = context.column(steps, "the buckets of histograms");
            input.next(column);
            histograms.add(labels, column);
        }
        histograms.hideConflicts();
        return histograms;
    }

    List<Classic> classics() {
        return List.copyOf(classics.values());
    }

    List<Native> natives() {
        return natives;
    }

    private void add(Labels labels, Column column) {
        if (column.mayHaveHistograms()) {
            context.hold(column.histogramBytes(), "histograms");
            natives.add(new Native(labels, column));
        }
        if (!column.hasFloats()) {
            return;
        }
        String bound = labels.value(BUCKET_LABEL);
        OptionalDouble upperBound = GoFloatReader.read(bound);
        if (upperBound.isEmpty()) {
            warnOfBound(context.toldName(labels), bound);
            return;
        }
        classics.computeIfAbsent(
                        labels.without(Set.of(BUCKET_LABEL)),
                        signature ->
                                new Classic(
                                        signature,
                                        new ArrayList<>(),
                                        new long[Column.words(column.steps())]))
                .buckets()
                .add(new Bucket(column, upperBound.getAsDouble()));
    }

    private void hideConflicts() {
        for (Native each : natives) {
            Optional<Classic> other = Optional.ofNullable(classics.get(each.labels()));
            if (other.isPresent()) {
                hideConflicts(each, other.get());
            }
        }
    }

    private void hideConflicts(Native each, Classic classic) {
        Column column = each.column();
        for (int step = 0; step < column.steps(); step++) {
            if (!column.hasHistogram(step)) {
                continue;
            }
            for (Bucket bucket : classic.buckets()) {
                if (bucket.column().hasFloat(step)) {
                    notes.mixedWithClassic(context.toldName(each.labels()));
                    Column.mark(classic.hidden(), step);
                    column.remove(step);
                    break;
                }
            }
        }
    }

    private void warnOfBound(String name, String bound) {
        context.annotations()
                .warn(
                        "bucket label \"le\" is missing or has a malformed value of "
                                + GoQuote.quote(bound)
                                + (name.isEmpty() ? "" : " for metric name \"" + name + "\""),
                        notes.place());
    }
}
