package io.tributary.tsdb.lanes;

import java.util.Map;
import java.util.TreeMap;

/// How many open chunks begin in each wal segment: a segment may go only when none does.
///
/// Bound: an entry a segment of the wal. Writer only. The segment that chunks begin in now is kept
/// apart, so that a new chunk costs an addition.
final class BegunSegments {
    private final TreeMap<Long, Long> older = new TreeMap<>();
    private long newest = Long.MIN_VALUE;
    private long newestCount;

    void add(long segment) {
        if (segment != newest) {
            turnTo(segment);
        }
        newestCount++;
    }

    void remove(long segment) {
        if (segment == newest) {
            newestCount--;
            return;
        }
        older.merge(segment, -1L, (count, change) -> count + change == 0 ? null : count + change);
    }

    /// The oldest segment that an open chunk begins in, or `Long.MAX_VALUE`.
    long oldest() {
        Map.Entry<Long, Long> first = older.firstEntry();
        if (first != null) {
            return newestCount > 0 ? Math.min(first.getKey(), newest) : first.getKey();
        }
        return newestCount > 0 ? newest : Long.MAX_VALUE;
    }

    /// How many open chunks begin in the segment.
    long count(long segment) {
        return segment == newest ? newestCount : older.getOrDefault(segment, 0L);
    }

    private void turnTo(long segment) {
        if (newestCount > 0) {
            older.merge(newest, newestCount, Long::sum);
        }
        Long known = older.remove(segment);
        newest = segment;
        newestCount = known == null ? 0 : known;
    }
}
