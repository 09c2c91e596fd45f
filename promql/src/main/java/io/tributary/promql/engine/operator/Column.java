package io.tributary.promql.engine.operator;

import io.tributary.model.histogram.floats.FloatHistogram;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One series' values over the steps of a grid, with a bit for each step that has one: absence is
/// never NaN. Reused from series to series; owned by one thread.
///
/// A value is a float or a native histogram. Histograms stand in an array beside the floats, which
/// is made where the first one occurs, null at the steps that are floats.
public final class Column {
    private static final @Nullable FloatHistogram[] NO_HISTOGRAMS = {};

    private final int steps;
    private final long[] present;
    private final double[] values;
    private @Nullable FloatHistogram[] histograms = NO_HISTOGRAMS;

    /// How many histograms were set since the column was cleared; some may be gone again.
    private int histogramsSet;

    private boolean dropsName;

    public Column(int steps) {
        this.steps = steps;
        this.present = new long[words(steps)];
        this.values = new double[steps];
    }

    /// Bytes of a column of so many steps, for budgets; without histograms.
    public static long sizeBytes(int steps) {
        return 64L + 8L * steps + 8L * words(steps);
    }

    /// Words of a bitmap over so many steps.
    public static int words(int steps) {
        return (steps + 63) >>> 6;
    }

    /// Whether a bitmap has a step's bit.
    public static boolean isMarked(long[] bits, int step) {
        return (bits[step >>> 6] >>> step & 1) != 0;
    }

    /// Sets a step's bit in a bitmap.
    public static void mark(long[] bits, int step) {
        bits[step >>> 6] |= 1L << step;
    }

    public int steps() {
        return steps;
    }

    public boolean isPresent(int step) {
        return isMarked(present, step);
    }

    /// Whether there may be histograms; if not, there is none.
    public boolean mayHaveHistograms() {
        return histogramsSet > 0;
    }

    /// Whether a step that has a value has a histogram.
    public boolean isHistogram(int step) {
        return histogramsSet > 0 && histograms[step] != null;
    }

    /// Whether a step has a value, and it is a float.
    public boolean hasFloat(int step) {
        return isPresent(step) && !isHistogram(step);
    }

    /// Whether a step has a value, and it is a histogram.
    public boolean hasHistogram(int step) {
        return isPresent(step) && isHistogram(step);
    }

    /// Whether any step has a float.
    public boolean hasFloats() {
        if (!mayHaveHistograms()) {
            return !isEmpty();
        }
        for (int step = 0; step < steps; step++) {
            if (hasFloat(step)) {
                return true;
            }
        }
        return false;
    }

    /// The value at a step that has a float.
    public double value(int step) {
        return values[step];
    }

    /// The floats, by step. The column's own array: not to be changed.
    public double[] values() {
        return values;
    }

    /// The value at a step that has a histogram.
    public FloatHistogram histogram(int step) {
        return Objects.requireNonNull(histograms[step]);
    }

    public void set(int step, double value) {
        mark(present, step);
        values[step] = value;
        if (histogramsSet > 0) {
            histograms[step] = null;
        }
    }

    public void set(int step, FloatHistogram histogram) {
        if (histograms.length == 0) {
            histograms = new FloatHistogram[steps];
        }
        mark(present, step);
        histograms[step] = histogram;
        histogramsSet++;
    }

    /// Takes over what `from` has at a step that has a value there.
    public void setFrom(Column from, int step) {
        if (from.isHistogram(step)) {
            set(step, from.histogram(step));
        } else {
            set(step, from.value(step));
        }
    }

    public void remove(int step) {
        present[step >>> 6] &= ~(1L << step);
    }

    /// Removes the steps that have a histogram.
    public void removeHistograms() {
        for (int step = 0; step < steps && histogramsSet > 0; step++) {
            if (histograms[step] != null) {
                remove(step);
            }
        }
    }

    /// Removes the steps that have a float.
    public void removeFloats() {
        for (int step = 0; step < steps; step++) {
            if (!isHistogram(step)) {
                remove(step);
            }
        }
    }

    /// Every step gets `value`.
    public void fill(double value) {
        for (int step = 0; step < steps; step++) {
            set(step, value);
        }
    }

    public void clear() {
        Arrays.fill(present, 0);
        if (histogramsSet > 0) {
            Arrays.fill(histograms, null);
            histogramsSet = 0;
        }
        dropsName = false;
    }

    /// Becomes a copy of `other`, which has as many steps.
    public void copyFrom(Column other) {
        clear();
        System.arraycopy(other.present, 0, present, 0, present.length);
        System.arraycopy(other.values, 0, values, 0, steps);
        dropsName = other.dropsName;
        if (other.histogramsSet > 0) {
            histograms = other.histograms.clone();
            histogramsSet = other.histogramsSet;
        }
    }

    /// Bytes of the histograms it refers to, and of the references, for the budget of who keeps the
    /// column.
    public long histogramBytes() {
        long bytes = histogramsSet > 0 ? 8L * steps : 0;
        for (int step = 0; step < steps && histogramsSet > 0; step++) {
            if (hasHistogram(step)) {
                bytes += histogram(step).sizeBytes();
            }
        }
        return bytes;
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

    /// The first step with a value, or -1.
    public int firstPresent() {
        for (int word = 0; word < present.length; word++) {
            if (present[word] != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(present[word]);
            }
        }
        return -1;
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
