package io.tributary.bench.tenants;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What became of requests of one kind: answers by status, and how long they took. Safe from any
/// thread. Grows with the number of requests, eight bytes each.
final class Tally {
    private static final int STORED = 204;
    private static final int FAILED = 0;

    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private long[] nanos = new long[1_024];
    private int count;
    private long unsent;

    /// Counts an answer.
    ///
    /// @param latencyNanos from the moment at which it was meant to be sent
    synchronized void answered(int status, long latencyNanos) {
        byStatus.merge(status, 1L, Long::sum);
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latencyNanos;
    }

    /// Counts a request that got no answer.
    void failed(long latencyNanos) {
        answered(FAILED, latencyNanos);
    }

    /// Counts one that was not sent, as too many were on their way.
    synchronized void unsent() {
        unsent++;
    }

    synchronized long stored() {
        return byStatus.getOrDefault(STORED, 0L);
    }

    synchronized long count() {
        return count;
    }

    /// So much of all took no longer, in milliseconds; 0 where there were none.
    ///
    /// @param part from 0 to 1
    synchronized double quantileMillis(double part) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (part * count))] / 1e6;
    }

    /// Counts by status, 0 for those without an answer, and what was not sent.
    @Override
    public synchronized String toString() {
        return String.format(Locale.ROOT, "%s unsent=%d", byStatus, unsent);
    }
}
