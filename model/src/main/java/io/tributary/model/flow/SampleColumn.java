package io.tributary.model.flow;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Samples of one series, times ascending, each time once: floats and native histograms. Reused
/// from series to series: arrays grow and are kept. Owned by one thread at a time.
///
/// Histograms stand in it as queries compute with them. A column {@link #ofStored} has them also as
/// they are stored: of integers where they are, every bit of a count.
public final class SampleColumn {
    private static final int START = 256;
    private static final long[] NO_STARTS = {};

    private long[] times;
    private double[] values;
    private int size;

    /// Beside the values, null where a sample is a float; no longer than up to the last histogram.
    private @Nullable FloatHistogram[] histograms = {};

    /// Since when the samples count, beside the values, 0 where that is unknown; no longer than up
    /// to the last that is known.
    private long[] starts = NO_STARTS;

    private boolean hasStarts;

    private int histogramCount;
    private long histogramBytes;

    private final boolean ofStored;

    /// As long as the histograms, and null where these are; always empty where they are not wanted.
    private @Nullable Histogram[] stored = {};

    public SampleColumn() {
        this(START);
    }

    /// @param capacity samples that fit in before arrays grow
    public SampleColumn(int capacity) {
        this(capacity, false);
    }

    private SampleColumn(int capacity, boolean ofStored) {
        times = new long[capacity];
        values = new double[capacity];
        this.ofStored = ofStored;
    }

    /// One that has native histograms as they are stored, too.
    public static SampleColumn ofStored() {
        return new SampleColumn(START, true);
    }

    /// One for the same, empty, without room.
    public SampleColumn another() {
        return new SampleColumn(0, ofStored);
    }

    /// Whether it wants native histograms as they are stored: whoever adds one also says {@link
    /// #storedLast}.
    public boolean isOfStored() {
        return ofStored;
    }

    public void clear() {
        if (histogramCount > 0) {
            Arrays.fill(histograms, 0, Math.min(size, histograms.length), null);
            Arrays.fill(stored, 0, Math.min(size, stored.length), null);
            histogramCount = 0;
            histogramBytes = 0;
        }
        if (hasStarts) {
            Arrays.fill(starts, 0);
            hasStarts = false;
        }
        size = 0;
    }

    public void add(long timeMillis, double value) {
        if (size == times.length) {
            grow(1);
        }
        times[size] = timeMillis;
        values[size] = value;
        size++;
    }

    /// Adds the first `count` samples of a run of floats.
    ///
    /// @param bits of the values
    public void addAll(long[] timesMillis, long[] bits, int count) {
        if (size + count > times.length) {
            grow(count);
        }
        System.arraycopy(timesMillis, 0, times, size, count);
        for (int i = 0; i < count; i++) {
            values[size + i] = Double.longBitsToDouble(bits[i]);
        }
        size += count;
    }

    private void grow(int more) {
        int grown = Math.max(START, Math.max(size + more, size * 2));
        times = Arrays.copyOf(times, grown);
        values = Arrays.copyOf(values, grown);
    }

    /// Adds a native histogram. Its value reads as NaN.
    public void addHistogram(long timeMillis, FloatHistogram histogram) {
        if (size >= histograms.length) {
            histograms = Arrays.copyOf(histograms, Math.max(times.length, size + 1));
        }
        histograms[size] = histogram;
        histogramCount++;
        histogramBytes += histogram.sizeBytes();
        add(timeMillis, Double.NaN);
    }

    /// Says how the histogram added last is stored. Only to a column {@link #ofStored}.
    public void storedLast(Histogram histogram) {
        if (!ofStored || !isHistogram(size - 1)) {
            throw new IllegalStateException("BUG: nobody wants " + histogram);
        }
        if (size > stored.length) {
            stored = Arrays.copyOf(stored, histograms.length);
        }
        stored[size - 1] = histogram;
        histogramBytes += histogram.sizeBytes();
    }

    /// Says since when the sample added last counts, where that is known.
    ///
    /// @param startMillis not 0
    public void startLast(long startMillis) {
        if (size > starts.length) {
            starts = Arrays.copyOf(starts, times.length);
        }
        starts[size - 1] = startMillis;
        hasStarts = true;
    }

    /// Says since when the samples added last count.
    ///
    /// @param startsMillis the first `count` of them, 0 where it is unknown
    public void startAll(long[] startsMillis, int count) {
        if (size > starts.length) {
            starts = Arrays.copyOf(starts, times.length);
        }
        System.arraycopy(startsMillis, 0, starts, size - count, count);
        hasStarts = true;
    }

    /// Since when each sample counts, 0 where that is unknown; empty if it is of all. Not to be
    /// changed; another array after an `add`.
    public long[] starts() {
        if (!hasStarts) {
            return NO_STARTS;
        }
        if (size > starts.length) {
            starts = Arrays.copyOf(starts, times.length);
        }
        return starts;
    }

    /// Since when a sample counts, 0 where that is unknown.
    public long start(int index) {
        return index < starts.length ? starts[index] : 0;
    }

    /// Adds a sample of another column.
    public void addFrom(SampleColumn other, int index) {
        if (other.isHistogram(index)) {
            addHistogram(other.times[index], other.histogram(index));
            if (ofStored) {
                storedLast(other.stored(index));
            }
        } else {
            add(other.times[index], other.values[index]);
        }
        if (other.start(index) != 0) {
            startLast(other.start(index));
        }
    }

    /// Whether any sample is a histogram.
    public boolean hasHistograms() {
        return histogramCount > 0;
    }

    /// How many samples are histograms.
    public int histogramCount() {
        return histogramCount;
    }

    public boolean isHistogram(int index) {
        return index < histograms.length && histograms[index] != null;
    }

    /// The histogram of a sample that {@link #isHistogram}.
    public FloatHistogram histogram(int index) {
        return Objects.requireNonNull(histograms[index]);
    }

    /// The same as it is stored. Only of a column {@link #ofStored}.
    public Histogram stored(int index) {
        return Objects.requireNonNull(stored[index]);
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
        return 16L * times.length
                + 8L * starts.length
                + 8L * histograms.length
                + 8L * stored.length
                + histogramBytes;
    }
}
