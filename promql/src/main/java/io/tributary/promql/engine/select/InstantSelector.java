package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;

/// An instant selector: at each step `t` the newest sample in `(t − lookback, t]`, nothing where
/// that is a staleness marker.
public final class InstantSelector implements Operator {
    /// What of the sample is the value.
    public enum Reading {
        VALUE,
        /// The sample's own time, in seconds (`timestamp`).
        TIME
    }

    private final QueryContext context;
    private final Selection selection;
    private final Moments moments;
    private final long lookbackMillis;
    private final Reading reading;
    private final SampleColumn scratch = new SampleColumn();
    private int nextSeries;

    public InstantSelector(
            QueryContext context,
            Selection selection,
            Moments moments,
            long lookbackMillis,
            Reading reading) {
        this.context = context;
        this.selection = selection;
        this.moments = moments;
        this.lookbackMillis = lookbackMillis;
        this.reading = reading;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() {
        return reading == Reading.TIME ? context.dropNames(selection.labels()) : selection.labels();
    }

    @Override
    public void next(Column into) throws IOException {
        SampleColumn samples = selection.read(nextSeries++, scratch);
        into.clear();
        into.dropsName(reading == Reading.TIME);
        int after = 0;
        for (int step = 0; step < moments.steps(); step++) {
            long time = moments.time(step);
            while (after < samples.size() && samples.time(after) <= time) {
                after++;
            }
            if (after == 0) {
                continue;
            }
            long sampleTime = samples.time(after - 1);
            double value = samples.value(after - 1);
            if (sampleTime > time - lookbackMillis && !SampleBits.isStale(value)) {
                into.set(step, reading == Reading.TIME ? sampleTime / 1000.0 : value);
            }
        }
    }
}
