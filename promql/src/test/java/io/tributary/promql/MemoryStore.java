package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.ResetDetection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Scripts' samples in memory.
final class MemoryStore implements ScriptStore {
    private final MemorySource source = new MemorySource();

    /// The newest histogram of each series whose newest sample is one.
    private final Map<Labels, FloatHistogram> newest = new HashMap<>();

    @Override
    public void clear() {
        source.clear();
        newest.clear();
    }

    @Override
    public void add(Labels labels, long timeMillis, double value, long startMillis) {
        source.add(labels, timeMillis, value);
        start(labels, timeMillis, startMillis);
        newest.remove(labels);
    }

    @Override
    public void add(
            Labels labels, long timeMillis, ResetHint hint, Histogram histogram, long startMillis) {
        HistogramParts parts = new HistogramParts();
        histogram.into(parts);
        FloatHistogram given = FloatHistogram.of(hint, parts);
        source.addHistogram(labels, timeMillis, given.withHint(stored(labels, given)));
        start(labels, timeMillis, startMillis);
        newest.put(labels, given);
    }

    private void start(Labels labels, long timeMillis, long startMillis) {
        if (startMillis != 0) {
            source.start(labels, timeMillis, startMillis);
        }
    }

    /// The hint as a store gives it back, which tells of a counter where it knows of no reset.
    private ResetHint stored(Labels labels, FloatHistogram given) {
        FloatHistogram before = newest.get(labels);
        if (given.hint() == ResetHint.GAUGE) {
            return ResetHint.GAUGE;
        }
        boolean follows =
                before != null
                        && before.hint() != ResetHint.GAUGE
                        && before.schema() == given.schema()
                        && before.zeroThreshold() == given.zeroThreshold()
                        && before.bounds().equals(given.bounds())
                        && !ResetDetection.isReset(given, before);
        return follows ? ResetHint.NO_RESET : ResetHint.UNKNOWN;
    }

    @Override
    public SeriesSource source() {
        return source;
    }

    @Override
    public ReadScope scope() {
        return new ReadScope(List.of());
    }
}
