package io.tributary.promql.engine.range;

import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.floats.FloatHistogram;

/// What a range function sees at one step: the samples in `(startMillis, endMillis]`, one at least,
/// and its other arguments. Where the range is an extended one, also samples beside it. Reused from
/// step to step; the arrays belong to the reader.
final class Window {
    long[] times = new long[0];
    double[] values = new double[0];

    /// Where times and values come from; has the histograms, too.
    SampleColumn samples = new SampleColumn(0);

    /// Since when each sample counts, 0 where that is unknown; {@link Starts#NONE} where it is of
    /// all, or does not matter.
    long[] starts = Starts.NONE;

    /// The first sample's index.
    int from;

    /// One behind the last sample's index.
    int to;

    /// Where the last sample up to here stands that is below the one before it: none in this window
    /// unless behind `from`.
    int lastDecrease;

    long startMillis;
    long endMillis;

    /// The step itself, which `@` and offset leave alone.
    long stepMillis;

    double[] arguments = new double[0];

    /// What the function found, where it found something.
    double result;

    /// What it found instead, where {@link #foundHistogram}.
    FloatHistogram histogram = FloatHistogram.EMPTY;

    boolean foundHistogram;

    /// Goes over to another series.
    void reset(SampleColumn column) {
        samples = column;
        times = column.times();
        values = column.values();
        lastDecrease = 0;
    }

    /// The first sample behind a time; `end` if there is none before that index.
    int firstBehind(long timeMillis, int end) {
        int low = from;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] > timeMillis) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Leaves out what is ahead of the last sample up to the start.
    ///
    /// @return false if there is nothing behind the start
    boolean anchor() {
        int behind = firstBehind(startMillis, to);
        from = Math.max(from, behind - 1);
        return behind < to;
    }

    int size() {
        return to - from;
    }

    double rangeSeconds() {
        return (endMillis - startMillis) / 1000.0;
    }

    /// How many of the samples are histograms.
    int histogramCount() {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += samples.isHistogram(i) ? 1 : 0;
        }
        return count;
    }

    FloatHistogram histogram(int index) {
        return samples.histogram(index);
    }

    boolean found(double value) {
        result = value;
        foundHistogram = false;
        return true;
    }

    boolean found(FloatHistogram value) {
        histogram = value;
        foundHistogram = true;
        return true;
    }
}
