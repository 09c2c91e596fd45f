package io.tributary.promql.engine.range;

/// What start timestamps say of counters: since when each sample counts, 0 where that is unknown
/// (Prometheus: `isStartTimestampReset` and `checkStartTimeOverlap` in `promql/functions.go`).
final class Starts {
    /// Of samples of which nothing is known, or is not to be looked at.
    static final long[] NONE = {};

    private Starts() {}

    /// Whether the counter began anew between a sample and the one ahead of it.
    static boolean isReset(Window window, int sample) {
        if (window.starts.length == 0) {
            return false;
        }
        long start = window.starts[sample];
        long before = window.times[sample - 1];
        if (start == 0 || start >= window.times[sample] || start < before) {
            return false;
        }
        if (start > before) {
            return true;
        }
        // Begins where the one before ended: a delta, unless it only says that it knows no start.
        long startBefore = window.starts[sample - 1];
        return startBefore != 0 && startBefore < before;
    }

    /// Whether the first sample counts since a time within the window: it was 0 then.
    static boolean beginsInside(Window window) {
        if (window.starts.length == 0) {
            return false;
        }
        long start = window.starts[window.from];
        return start != 0 && start > window.startMillis && start < window.times[window.from];
    }

    /// Whether any sample counts since before the one ahead of it, and not since the same time.
    static boolean overlap(Window window) {
        for (int i = window.from + 1; window.starts.length > 0 && i < window.to; i++) {
            long start = window.starts[i];
            if (start != 0 && start < window.times[i - 1] && start != window.starts[i - 1]) {
                return true;
            }
        }
        return false;
    }
}
