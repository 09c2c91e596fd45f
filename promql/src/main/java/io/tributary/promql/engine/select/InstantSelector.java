package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// An instant selector: at each step `t` the newest sample in `(t − lookback, t]`, nothing where
/// that is a staleness marker.
public final class InstantSelector implements Operator {
    /// What of the sample is the value.
    public enum Reading {
        VALUE,
        /// The sample's own time, in seconds (`timestamp`).
        TIME,
        /// Since when the sample counts, in seconds, 0 where that is unknown (`start_timestamp`).
        START,
        /// The sample's own time, in milliseconds, of series that describe others (`info`): they
        /// keep their names, and must be floats.
        DESCRIBED_AT
    }

    private final QueryContext context;
    private final Selection selection;
    private final Moments moments;
    private final long lookbackMillis;
    private final Reading reading;
    private final boolean countsOnly;
    private final Newest own;
    private int nextSeries;

    /// A selector at work.
    ///
    /// @param countsOnly whether count and sum are all that is asked of histograms
    public InstantSelector(
            QueryContext context,
            Selection selection,
            Moments moments,
            long lookbackMillis,
            Reading reading,
            boolean countsOnly) {
        this.context = context;
        this.selection = selection;
        this.moments = moments;
        this.lookbackMillis = lookbackMillis;
        this.reading = reading;
        this.countsOnly = countsOnly;
        this.own = new Newest();
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() {
        return measuresTime() ? context.dropNames(selection.labels()) : selection.labels();
    }

    @Override
    public void next(Column into) throws IOException {
        own.evaluate(nextSeries++, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext context) {
        return selection.isShared() ? Optional.empty() : Optional.of(new Newest());
    }

    private boolean measuresTime() {
        return reading == Reading.TIME || reading == Reading.START;
    }

    private final class Newest implements Lane {
        private final Selection.Reader reader = selection.reader();
        private final CountsOnly counts = new CountsOnly();

        @Override
        public void evaluate(int series, Column into) throws IOException {
            SampleColumn read = reader.read(series);
            SampleColumn samples = countsOnly ? counts.of(read) : read;
            into.clear();
            into.dropsName(measuresTime());
            boolean plain = reading == Reading.VALUE && !samples.hasHistograms();
            long[] times = samples.times();
            double[] values = samples.values();
            int size = samples.size();
            long stride = moments.strideMillis();
            long time = moments.first();
            int after = 0;
            for (int step = 0; step < moments.steps(); step++, time += stride) {
                while (after < size && times[after] <= time) {
                    after++;
                }
                if (after == 0 || times[after - 1] <= time - lookbackMillis) {
                    continue;
                }
                if (!plain) {
                    take(samples, after - 1, series, into, step);
                } else if (!SampleBits.isStale(values[after - 1])) {
                    into.set(step, values[after - 1]);
                }
            }
            if (!selection.isCounted()) {
                moments.counts().addNewest(into);
            }
        }

        private void take(SampleColumn samples, int sample, int series, Column into, int step) {
            if (samples.isHistogram(sample) && reading == Reading.VALUE) {
                into.set(step, samples.histogram(sample));
                return;
            }
            if (samples.isHistogram(sample) && reading == Reading.DESCRIBED_AT) {
                throw new EvaluationException(
                        "this should be an info metric, with float samples: "
                                + selection.labels().get(series));
            }
            double value = samples.value(sample);
            if (!SampleBits.isStale(value)) {
                into.set(
                        step,
                        switch (reading) {
                            case VALUE -> value;
                            case TIME -> samples.time(sample) / 1000.0;
                            case START -> samples.start(sample) / 1000.0;
                            case DESCRIBED_AT -> samples.time(sample);
                        });
            }
        }
    }
}
