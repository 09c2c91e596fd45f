package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.floats.FloatHistogram;

/// One series' sample in an instant answer: a float or a histogram.
///
/// @param samples has the one value; its time is the evaluation's, as {@code timeMillis}
public record VectorSample(Labels labels, long timeMillis, SampleColumn samples) {
    public VectorSample {
        if (samples.size() != 1) {
            throw new IllegalArgumentException("BUG: " + samples.size() + " samples at a time");
        }
    }

    /// A float.
    public static VectorSample ofFloat(Labels labels, long timeMillis, double value) {
        SampleColumn samples = new SampleColumn(1);
        samples.add(timeMillis, value);
        return new VectorSample(labels, timeMillis, samples);
    }

    public boolean isHistogram() {
        return samples.isHistogram(0);
    }

    /// The value of a float.
    public double value() {
        return samples.value(0);
    }

    /// The value where it {@link #isHistogram}.
    public FloatHistogram histogram() {
        return samples.histogram(0);
    }
}
