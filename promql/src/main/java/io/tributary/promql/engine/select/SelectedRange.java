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
    private final Reading own;
    private int nextSeries;

    SelectedRange(Selection selection) {
        this.selection = selection;
        this.own = new Reading(selection);
    }

    @Override
    public List<Labels> shape() {
        return selection.labels();
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
        return selection.isShared() ? Optional.empty() : Optional.of(new Reading(selection));
    }

    /// Leaves staleness markers out; copies only where there are any.
    private static final class Reading implements RangeLane {
        private final Selection.Reader reader;
        private final SampleColumn filtered = new SampleColumn();

        Reading(Selection selection) {
            reader = selection.reader();
        }

        @Override
        public SampleColumn read(int series) throws IOException {
            SampleColumn samples = reader.read(series);
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
                if (samples.isHistogram(i)) {
                    filtered.addHistogram(samples.time(i));
                } else if (!SampleBits.isStale(samples.value(i))) {
                    filtered.add(samples.time(i), samples.value(i));
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
