package io.tributary.model.columns;

import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.util.Arrays;

/// The native histograms of a write.
///
/// ```
/// histogram j :  timeMillis(j)  startMillis(j)  resetHint(j)  fault(j)
///                bytes()[offset(j) .. offset(j) + length(j))      normal form
/// ```
///
/// The bytes are {@link HistogramBytes}: to be compared with what is stored, to be logged as they
/// are, and to be {@link #read} where parts are needed. An invalid histogram has none.
///
/// Reused from request to request: columns grow and are kept. Owned by one thread at a time.
public final class HistogramColumns {
    private static final int START = 16;

    private final HistogramBytes bytes = new HistogramBytes();
    private final HistogramBytesReader reader = new HistogramBytesReader();
    private long[] times = new long[START];
    private long[] starts = new long[START];
    private int[] ends = new int[START];
    private ResetHint[] hints = new ResetHint[START];
    private HistogramFault[] faults = new HistogramFault[START];
    private int count;
    private int invalidCount;
    private boolean hasStarts;

    public void clear() {
        bytes.clear();
        count = 0;
        hasStarts = false;
        invalidCount = 0;
    }

    public void add(long timeMillis, ResetHint hint, HistogramParts parts) {
        bytes.append(parts);
        add(timeMillis, hint, HistogramFault.NONE);
    }

    /// Adds one of others, valid or not.
    public void add(HistogramColumns source, int histogram) {
        bytes.append(source.bytes(), source.offset(histogram), source.length(histogram));
        HistogramFault fault = source.faults[histogram];
        add(source.times[histogram], source.hints[histogram], fault);
        invalidCount += fault == HistogramFault.NONE ? 0 : 1;
        if (source.starts[histogram] != 0) {
            startLast(source.starts[histogram]);
        }
    }

    /// Adds the time and fault of a histogram that is to be refused.
    public void addInvalid(long timeMillis, HistogramFault fault) {
        add(timeMillis, ResetHint.UNKNOWN, fault);
        invalidCount++;
    }

    /// Says since when the histogram added last counts.
    ///
    /// @param startMillis milliseconds since 1970; not 0, which says that it is unknown
    public void startLast(long startMillis) {
        starts[count - 1] = startMillis;
        hasStarts = true;
    }

    /// How many, the invalid ones included.
    public int count() {
        return count;
    }

    public int invalidCount() {
        return invalidCount;
    }

    public boolean isValid(int histogram) {
        return faults[histogram] == HistogramFault.NONE;
    }

    /// Why it is to be refused; {@link HistogramFault#NONE} of a valid one.
    public HistogramFault fault(int histogram) {
        return faults[histogram];
    }

    /// Milliseconds since 1970.
    public long timeMillis(int histogram) {
        return times[histogram];
    }

    /// Whether any says since when it counts.
    public boolean hasStarts() {
        return hasStarts;
    }

    /// Since when it counts, in milliseconds since 1970; 0 where that is unknown.
    public long startMillis(int histogram) {
        return starts[histogram];
    }

    public ResetHint resetHint(int histogram) {
        return hints[histogram];
    }

    /// What the offsets point into; another array after an `add`.
    public byte[] bytes() {
        return bytes.bytes();
    }

    public int offset(int histogram) {
        return histogram == 0 ? 0 : ends[histogram - 1];
    }

    public int length(int histogram) {
        return ends[histogram] - offset(histogram);
    }

    /// Takes a valid histogram apart.
    public void read(int histogram, HistogramParts into) {
        try {
            reader.read(bytes(), offset(histogram), length(histogram), into);
        } catch (CorruptHistogramException e) {
            throw new IllegalStateException("BUG: histogram " + histogram + " of a batch", e);
        }
    }

    private void add(long timeMillis, ResetHint hint, HistogramFault fault) {
        if (count == times.length) {
            int size = count * 2;
            times = Arrays.copyOf(times, size);
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            hints = Arrays.copyOf(hints, size);
            faults = Arrays.copyOf(faults, size);
        }
        times[count] = timeMillis;
        starts[count] = 0;
        ends[count] = bytes.sizeBytes();
        hints[count] = hint;
        faults[count] = fault;
        count++;
    }
}
