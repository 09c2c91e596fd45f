package io.tributary.model.flow;

import java.util.Arrays;

/// Samples of one series, times ascending, each time once. Reused from series to series: arrays
/// grow and are kept. Owned by one thread at a time.
///
/// Floats only. Where a series has a native histogram the column says so, and no more: whoever
/// needs that sample must fail, for it cannot be left out.
public final class SampleColumn {
    private static final int START = 256;

    private long[] times = new long[START];
    private double[] values = new double[START];
    private int size;

    /// A bit for each sample that is a histogram; no longer than up to the last of them.
    private long[] histograms = {};

    private boolean hasHistograms;

    public void clear() {
        size = 0;
        if (hasHistograms) {
            Arrays.fill(histograms, 0);
            hasHistograms = false;
        }
    }

    public void add(long timeMillis, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        times[size] = timeMillis;
        values[size] = value;
        size++;
    }

    /// Says that the sample at this time is a native histogram. Its value reads as NaN.
    public void addHistogram(long timeMillis) {
        int word = size >>> 6;
        if (word >= histograms.length) {
            histograms = Arrays.copyOf(histograms, Math.max(word + 1, 2 * histograms.length));
        }
        histograms[word] |= 1L << size;
        hasHistograms = true;
        add(timeMillis, Double.NaN);
    }

    /// Whether any sample is a histogram.
    public boolean hasHistograms() {
        return hasHistograms;
    }

    public boolean isHistogram(int index) {
        int word = index >>> 6;
        return word < histograms.length && (histograms[word] >>> index & 1) != 0;
    }

    public int size() {
        return size;
    }

    public long time(int index) {
        return times[index];
    }

    /// Bit-exact: a staleness marker is still one.
    public double value(int index) {
        return values[index];
    }

    /// The times, of which the first {@link #size} count. Not to be changed; another array after an
    /// `add`.
    public long[] times() {
        return times;
    }

    /// The values, of which the first {@link #size} count. Not to be changed; another array after
    /// an `add`.
    public double[] values() {
        return values;
    }

    /// Bytes held, for budgets.
    public long sizeBytes() {
        return 16L * times.length + 8L * histograms.length;
    }
}
