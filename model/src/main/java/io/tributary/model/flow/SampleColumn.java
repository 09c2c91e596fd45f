package io.tributary.model.flow;

import java.util.Arrays;

/// Samples of one series, times ascending, each time once. Reused from series to series: arrays
/// grow and are kept. Owned by one thread at a time.
public final class SampleColumn {
    private static final int START = 256;

    private long[] times = new long[START];
    private double[] values = new double[START];
    private int size;

    public void clear() {
        size = 0;
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
        return 16L * times.length;
    }
}
