package io.tributary.tsdb.lanes;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.model.flow.SampleColumn;
import io.tributary.tsdb.record.starts.StartCursor;
import java.util.Arrays;

/// Times, bits and starts of samples, times ascending. Reused: arrays grow and are kept. Owned by
/// one thread at a time.
public final class SampleRun {
    private static final long[] NONE = {};

    private long[] times = new long[256];
    private long[] bits = new long[256];

    /// Of all of `times`, where any was known since the last {@link #clear}.
    private long[] starts = {};

    private boolean hasStarts;
    private int size;

    public void clear() {
        size = 0;
        hasStarts = false;
    }

    public int size() {
        return size;
    }

    public long time(int index) {
        return times[index];
    }

    public long bits(int index) {
        return bits[index];
    }

    /// Since when a sample counts, 0 where that is unknown.
    public long start(int index) {
        return hasStarts ? starts[index] : 0;
    }

    public void add(long timeMillis, long valueBits) {
        if (size == times.length) {
            grow(size * 2);
        }
        times[size] = timeMillis;
        bits[size] = valueBits;
        if (hasStarts) {
            starts[size] = 0;
        }
        size++;
    }

    /// Says since when the sample added last counts, 0 where that is unknown.
    public void startLast(long startMillis) {
        if (startMillis != 0) {
            beginStarts();
            starts[size - 1] = startMillis;
        }
    }

    /// Adds samples of a chunk with `afterMillis` < t ≤ `lastMillis`: of the next `most` that it
    /// has, those up to the first that is later.
    ///
    /// @param chunk before its first sample
    /// @param changes of its samples' starts, by their places in it
    /// @return whether any of them was read, in range or not
    public boolean addFrom(
            XorChunkReader chunk, StartCursor changes, long afterMillis, long lastMillis, int most)
            throws CorruptChunkException {
        int room = Math.min(most, chunk.count());
        if (times.length - size < room) {
            grow(Math.max(2 * times.length, size + room));
        }
        int end = size + chunk.read(lastMillis, room, times, bits, size);
        int from = size;
        while (from < end && times[from] <= afterMillis) {
            from++;
        }
        if (from > size) {
            System.arraycopy(times, from, times, size, end - from);
            System.arraycopy(bits, from, bits, size, end - from);
        }
        boolean any = end > size;
        setStarts(changes, from - size, end - from);
        size += end - from;
        return any;
    }

    /// Sets the starts of `count` samples behind the last.
    ///
    /// @param place of the first of them in its chunk
    private void setStarts(StartCursor changes, int place, int count) {
        if (!changes.isEmpty()) {
            beginStarts();
        }
        if (hasStarts) {
            for (int i = 0; i < count; i++) {
                starts[size + i] = changes.at(place + i);
            }
        }
    }

    private void beginStarts() {
        if (!hasStarts) {
            hasStarts = true;
            starts = starts.length < times.length ? new long[times.length] : starts;
            Arrays.fill(starts, 0, size, 0);
        }
    }

    private void grow(int larger) {
        times = Arrays.copyOf(times, larger);
        bits = Arrays.copyOf(bits, larger);
        if (hasStarts) {
            starts = Arrays.copyOf(starts, larger);
        }
    }

    /// Adds all samples to a column, as floats.
    public void giveTo(SampleColumn into) {
        into.addAll(times, bits, size);
        if (hasStarts) {
            into.startAll(starts, size);
        }
    }

    /// Puts the samples from `from` on in their place among those before.
    public void merge(int from) {
        if (from == 0 || from == size || times[from] > times[from - 1]) {
            return;
        }
        long[] tailTimes = Arrays.copyOfRange(times, from, size);
        long[] tailBits = Arrays.copyOfRange(bits, from, size);
        long[] tailStarts = hasStarts ? Arrays.copyOfRange(starts, from, size) : NONE;
        int left = from - 1;
        int right = tailTimes.length - 1;
        for (int at = size - 1; right >= 0; at--) {
            if (left >= 0 && times[left] > tailTimes[right]) {
                times[at] = times[left];
                if (hasStarts) {
                    starts[at] = starts[left];
                }
                bits[at] = bits[left--];
            } else {
                times[at] = tailTimes[right];
                if (hasStarts) {
                    starts[at] = tailStarts[right];
                }
                bits[at] = tailBits[right--];
            }
        }
    }

    /// The place of a time, or `-(where it would be) - 1`.
    public int find(long timeMillis) {
        return Arrays.binarySearch(times, 0, size, timeMillis);
    }
}
