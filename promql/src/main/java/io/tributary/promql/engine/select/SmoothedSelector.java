package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.HistogramLine;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// An instant selector with `smoothed`: at each step what lies on the line between the samples
/// before and behind it, or the one before where there is none behind (Prometheus: `smoothSeries`
/// in `promql/engine.go`).
///
/// Looks at the samples in `(t − lookback, t + lookback]`. Where floats and histograms are among
/// them there is no value.
public final class SmoothedSelector implements Operator {
    private final RangeInput input;
    private final Moments moments;
    private final long lookbackMillis;
    private final Place place;
    private final Lines own;
    private int nextSeries;

    /// @param selection with the samples of the look-back before and behind
    /// @param place where the selector stands in the query
    public SmoothedSelector(
            QueryContext context,
            Selection selection,
            Moments moments,
            long lookbackMillis,
            boolean countsOnly,
            Place place) {
        this.input = RangeInput.of(selection, countsOnly);
        this.moments = moments;
        this.lookbackMillis = lookbackMillis;
        this.place = place;
        this.own = new Lines(context);
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return input.shape();
    }

    @Override
    public void next(Column into) throws IOException {
        own.follow(input.next(), nextSeries++, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext other) throws IOException {
        Lines lines = new Lines(other);
        return input.lane(other)
                .map(samples -> (series, into) -> lines.follow(samples.read(series), series, into));
    }

    /// Follows the samples of one series after the other, for one thread.
    private final class Lines {
        private final HistogramNotes notes;
        private SampleColumn samples = new SampleColumn(0);
        private int from;
        private int to;

        /// How many of the samples looked at are histograms.
        private int histograms;

        Lines(QueryContext context) {
            notes = new HistogramNotes(context.annotations(), place);
        }

        void follow(SampleColumn column, int series, Column into) throws IOException {
            into.clear();
            samples = column;
            from = 0;
            to = 0;
            histograms = 0;
            int at = 0;
            for (int step = 0; step < moments.steps(); step++) {
                long time = moments.time(step);
                moveTo(time);
                while (at < samples.size() && samples.time(at) < time) {
                    at++;
                }
                if (from == to) {
                    continue;
                }
                if (histograms > 0) {
                    histogramAt(at, time, series, step, into);
                } else {
                    floatAt(at, time, step, into);
                }
            }
        }

        private void moveTo(long time) {
            while (to < samples.size() && samples.time(to) <= time + lookbackMillis) {
                histograms += samples.isHistogram(to++) ? 1 : 0;
            }
            while (from < to && samples.time(from) <= time - lookbackMillis) {
                histograms -= samples.isHistogram(from++) ? 1 : 0;
            }
        }

        /// @param at the first sample that is not before `time`
        private void floatAt(int at, long time, int step, Column into) {
            if (at < to && samples.time(at) == time) {
                into.set(step, samples.value(at));
            } else if (at > from && at < to) {
                double before = samples.value(at - 1);
                long beforeTime = samples.time(at - 1);
                double change = samples.value(at) - before;
                long gap = samples.time(at) - beforeTime;
                into.set(step, before + change * (time - beforeTime) / gap);
            } else if (at > from) {
                into.set(step, samples.value(at - 1));
            }
        }

        private void histogramAt(int at, long time, int series, int step, Column into)
                throws IOException {
            if (histograms < to - from) {
                notes.mixedRange(metric(series));
            } else if (at < to && samples.time(at) == time) {
                into.set(step, samples.histogram(at));
            } else if (at > from && at < to) {
                betweenHistograms(at, time, series, step, into);
            } else if (at > from) {
                into.set(step, samples.histogram(at - 1).withHint(ResetHint.UNKNOWN));
            }
        }

        private void betweenHistograms(int at, long time, int series, int step, Column into)
                throws IOException {
            FloatHistogram before = samples.histogram(at - 1);
            FloatHistogram after = samples.histogram(at);
            if (before.isCustom() != after.isCustom()) {
                notes.mixedSchemas(metric(series));
                return;
            }
            boolean gauge = before.isGauge() && after.isGauge();
            HistogramLine line =
                    new HistogramLine(before, samples.time(at - 1), after, samples.time(at));
            into.set(step, line.at(time, !gauge, notes));
        }

        private String metric(int series) throws IOException {
            return input.shape().get(series).metricName();
        }
    }
}
