package io.tributary.tsdb.append;

import io.tributary.tsdb.record.histogram.HistogramSample;
import java.util.Arrays;

/// What the deltas of a request come to: for each that is accepted the sample that is stored in its
/// place. Reused: columns grow and are kept, histograms are let go.
final class AddedUp {
    private static final long[] NONE = {};

    private long[] order = NONE;
    private long[] bits = NONE;
    private long[] starts = NONE;
    private HistogramSample[] histograms = {};
    private long[] histogramStarts = NONE;

    /// Makes room for those of a batch.
    ///
    /// @param seriesOrder the series of deltas, in the lower halves: kept, and to be sorted
    void begin(int samples, int histogramCount, long[] seriesOrder) {
        order = seriesOrder;
        if (bits.length < samples) {
            bits = new long[Math.max(samples, 2 * bits.length)];
            starts = new long[bits.length];
        }
        if (histograms.length < histogramCount) {
            histograms = new HistogramSample[Math.max(histogramCount, 2 * histograms.length)];
            histogramStarts = new long[histograms.length];
        }
    }

    /// How many series have deltas.
    int seriesCount() {
        return order.length;
    }

    /// Those series, one by one in the order in which they are added up.
    int series(int place) {
        return (int) order[place];
    }

    void set(int sample, long newBits, long startMillis) {
        bits[sample] = newBits;
        starts[sample] = startMillis;
    }

    void set(int histogram, HistogramSample sum, long startMillis) {
        histograms[histogram] = sum;
        histogramStarts[histogram] = startMillis;
    }

    long bits(int sample) {
        return bits[sample];
    }

    /// Since when it counts, in milliseconds since 1970; 0 where that is unknown.
    long startMillis(int sample) {
        return starts[sample];
    }

    HistogramSample histogram(int histogram) {
        return histograms[histogram];
    }

    /// As {@link #startMillis}.
    long histogramStartMillis(int histogram) {
        return histogramStarts[histogram];
    }

    /// Has none, and lets go of histograms.
    void clear() {
        order = NONE;
        Arrays.fill(histograms, null);
    }
}
