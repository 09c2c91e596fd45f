package io.tributary.tsdb.lanes;

import java.util.Arrays;

/// How many open chunks begin in each wal segment: a segment may go only when none does.
///
/// Two columns in no order, for a wal has some dozens of segments. Bound: an entry a segment of the
/// wal. Writer only. The segment that chunks begin in now is kept apart, so that a new chunk costs
/// an addition.
///
/// Hot path.
final class BegunSegments {
    private long[] segments = new long[8];
    private long[] counts = new long[8];
    private int size;
    private long newest = Long.MIN_VALUE;
    private long newestCount;

    void add(long segment) {
        if (segment != newest) {
            turnTo(segment);
        }
        newestCount++;
    }

    /// Takes back what {@link #add} counted.
    void remove(long segment) {
        if (segment == newest && newestCount > 0) {
            newestCount--;
            return;
        }
        int place = place(segment);
        if (place == size) {
            throw new IllegalStateException("BUG: no open chunk begins in segment " + segment);
        }
        if (--counts[place] == 0) {
            forget(place);
        }
    }

    /// The oldest segment that an open chunk begins in, or `Long.MAX_VALUE`.
    long oldest() {
        long oldest = newestCount > 0 ? newest : Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            oldest = Math.min(oldest, segments[i]);
        }
        return oldest;
    }

    /// How many open chunks begin in the segment.
    long count(long segment) {
        if (segment == newest) {
            return newestCount;
        }
        int place = place(segment);
        return place == size ? 0 : counts[place];
    }

    private void turnTo(long segment) {
        if (newestCount > 0) {
            keep(newest, newestCount);
        }
        int place = place(segment);
        newest = segment;
        newestCount = 0;
        if (place < size) {
            newestCount = counts[place];
            forget(place);
        }
    }

    private void keep(long segment, long count) {
        if (size == segments.length) {
            segments = Arrays.copyOf(segments, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        segments[size] = segment;
        counts[size] = count;
        size++;
    }

    private void forget(int place) {
        size--;
        segments[place] = segments[size];
        counts[place] = counts[size];
    }

    /// Where the segment stands, or `size`.
    private int place(long segment) {
        for (int i = 0; i < size; i++) {
            if (segments[i] == segment) {
                return i;
            }
        }
        return size;
    }
}
