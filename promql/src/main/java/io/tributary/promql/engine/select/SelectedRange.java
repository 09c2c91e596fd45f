package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The samples of a selector with a range.
final class SelectedRange implements RangeInput {
    private final Selection selection;
    private final boolean countsOnly;
    private final Reading own;
    private int nextSeries;

    SelectedRange(Selection selection, boolean countsOnly) {
        this.selection = selection;
        this.countsOnly = countsOnly;
        this.own = new Reading(selection, countsOnly);
    }

    @Override
    public List<Labels> shape() {
        return selection.labels();
    }

    @Override
    public boolean isStored() {
        return true;
    }

    @Override
    public SampleColumn next() throws IOException {
        return own.read(nextSeries++);
    }

    @Override
    public boolean dropsName() {
        return false;
    }

    @Override
    public Optional<RangeLane> lane(QueryContext context) {
        return selection.isShared()
                ? Optional.empty()
                : Optional.of(new Reading(selection, countsOnly));
    }

    /// Leaves staleness markers out; copies only where there are any.
    private static final class Reading implements RangeLane {
        private final Selection.Reader reader;
        private final SampleColumn filtered = new SampleColumn();
        private final boolean countsOnly;
        private final CountsOnly counts = new CountsOnly();

        Reading(Selection selection, boolean countsOnly) {
            this.reader = selection.reader();
            this.countsOnly = countsOnly;
        }

        @Override
        public SampleColumn read(int series) throws IOException {
            SampleColumn read = reader.read(series);
            SampleColumn samples = countsOnly ? counts.of(read) : read;
            double[] values = samples.values();
            int size = samples.size();
            for (int i = 0; i < size; i++) {
                if (SampleBits.isStale(values[i])) {
                    return filter(samples);
                }
            }
            return samples;
        }

        private SampleColumn filter(SampleColumn samples) {
            filtered.clear();
            for (int i = 0; i < samples.size(); i++) {
                if (!SampleBits.isStale(samples.value(i))) {
                    filtered.addFrom(samples, i);
                }
            }
            return filtered;
        }

        @Override
        public boolean dropsName() {
            return false;
        }
    }
}
