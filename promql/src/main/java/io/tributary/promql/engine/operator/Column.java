package io.tributary.promql.engine.operator;

import java.util.Arrays;

/// One series' values over the steps of a grid, with a bit for each step that has one: absence is
/// never NaN. Reused from series to series; owned by one thread.
///
/// Floats only: histograms will stand in an array beside the values, made where one occurs.
public final class Column {
    private final int steps;
    private final long[] present;
    private final double[] values;
    private boolean dropsName;

    public Column(int steps) {
        this.steps = steps;
        this.present = new long[words(steps)];
        this.values = new double[steps];
    }

    /// Bytes of a column of so many steps, for budgets.
    public static long sizeBytes(int steps) {
        return 64L + 8L * steps + 8L * words(steps);
    }

    /// Words of a presence bitmap over so many steps.
    public static int words(int steps) {
        return (steps + 63) >>> 6;
    }

    public int steps() {
        return steps;
    }

    public boolean isPresent(int step) {
        return (present[step >>> 6] >>> step & 1) != 0;
    }

    /// The value at a step that has one.
    public double value(int step) {
        return values[step];
    }

    public void set(int step, double value) {
        present[step >>> 6] |= 1L << step;
        values[step] = value;
    }

    public void remove(int step) {
        present[step >>> 6] &= ~(1L << step);
    }

    /// Every step gets `value`.
    public void fill(double value) {
        for (int step = 0; step < steps; step++) {
            set(step, value);
        }
    }

    public void clear() {
        Arrays.fill(present, 0);
        dropsName = false;
    }

    /// Becomes a copy of `other`, which has as many steps.
    public void copyFrom(Column other) {
        System.arraycopy(other.present, 0, present, 0, present.length);
        System.arraycopy(other.values, 0, values, 0, steps);
        dropsName = other.dropsName;
    }

    public boolean isEmpty() {
        for (long word : present) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    public int presentCount() {
        int count = 0;
        for (long word : present) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /// The last step with a value, or -1.
    public int lastPresent() {
        for (int word = present.length - 1; word >= 0; word--) {
            if (present[word] != 0) {
                return (word << 6) + 63 - Long.numberOfLeadingZeros(present[word]);
            }
        }
        return -1;
    }

    /// One bit a step. The column's own array: not to be changed.
    public long[] presence() {
        return present;
    }

    /// Keeps only the steps whose bits are set in `mask`.
    public void keep(long[] mask) {
        for (int word = 0; word < present.length; word++) {
            present[word] &= mask[word];
        }
    }

    /// Removes the steps whose bits are set in `mask`.
    public void removeAll(long[] mask) {
        for (int word = 0; word < present.length; word++) {
            present[word] &= ~mask[word];
        }
    }

    /// Sets in `mask` the bits of the steps that have a value.
    public void addPresenceTo(long[] mask) {
        for (int word = 0; word < present.length; word++) {
            mask[word] |= present[word];
        }
    }

    /// Whether the series' name goes away at the end of the query, where names are removed late.
    /// Stands with the data, not with the shape: an aggregation knows it from its last step only.
    public boolean dropsName() {
        return dropsName;
    }

    public void dropsName(boolean drops) {
        dropsName = drops;
    }
}
