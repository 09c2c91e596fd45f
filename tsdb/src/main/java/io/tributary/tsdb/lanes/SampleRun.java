package io.tributary.tsdb.lanes;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.model.flow.SampleColumn;
import java.util.Arrays;

/// Times and bits of samples, times ascending. Reused: arrays grow and are kept. Owned by one
/// thread at a time.
public final class SampleRun {
    private long[] times = new long[256];
    private long[] bits = new long[256];
    private int size;

    public void clear() {
        size = 0;
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

    public void add(long timeMillis, long valueBits) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            bits = Arrays.copyOf(bits, size * 2);
        }
        times[size] = timeMillis;
        bits[size++] = valueBits;
    }

    /// Adds samples of a chunk with `afterMillis` < t ≤ `lastMillis`: of the next `most` that it
    /// has, those up to the first that is later.
    ///
    /// @return whether any of them was read, in range or not
    public boolean addFrom(XorChunkReader chunk, long afterMillis, long lastMillis, int most)
            throws CorruptChunkException {
        int room = Math.min(most, chunk.count());
        if (times.length - size < room) {
            int larger = Math.max(2 * times.length, size + room);
            times = Arrays.copyOf(times, larger);
            bits = Arrays.copyOf(bits, larger);
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
        size += end - from;
        return any;
    }

    /// Adds all samples to a column, as floats.
    public void giveTo(SampleColumn into) {
        into.addAll(times, bits, size);
    }

    /// Puts the samples from `from` on in their place among those before.
    public void merge(int from) {
        if (from == 0 || from == size || times[from] > times[from - 1]) {
            return;
        }
        long[] tailTimes = Arrays.copyOfRange(times, from, size);
        long[] tailBits = Arrays.copyOfRange(bits, from, size);
        int left = from - 1;
        int right = tailTimes.length - 1;
        for (int at = size - 1; right >= 0; at--) {
            if (left >= 0 && times[left] > tailTimes[right]) {
                times[at] = times[left];
                bits[at] = bits[left--];
            } else {
                times[at] = tailTimes[right];
                bits[at] = tailBits[right--];
            }
        }
    }

    /// The place of a time, or `-(where it would be) - 1`.
    public int find(long timeMillis) {
        return Arrays.binarySearch(times, 0, size, timeMillis);
    }
}
