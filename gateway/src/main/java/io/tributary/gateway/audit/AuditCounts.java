package io.tributary.gateway.audit;

import java.util.HashMap;
import java.util.Map;

/// What was counted and stands in no line yet. Safe from any thread.
///
/// ```
/// add ─► counts ─ take ─► a window: written, or given back
/// ```
///
/// *Invariant*: what was added is in this or was taken and not given back; nothing is lost and
/// nothing twice. Bound: {@link #KEYS_MAX} keys, and one a kind for what is beyond them.
final class AuditCounts {
    /// Keys told apart.
    static final int KEYS_MAX = 10_000;

    private Map<CountKey, Long> counts = new HashMap<>();
    private long fromMillis;

    /// The counts of a time.
    ///
    /// @param fromMillis since when, since 1970
    /// @param toMillis until when
    /// @param counts of the keys, which who writes them takes away
    record Window(long fromMillis, long toMillis, Map<CountKey, Long> counts) {}

    /// Counts from a moment on.
    AuditCounts(long nowMillis) {
        fromMillis = nowMillis;
    }

    /// @param amount more than 0
    synchronized void add(CountKey key, long amount) {
        CountKey kept = key;
        if (counts.size() >= KEYS_MAX && !counts.containsKey(key)) {
            kept = CountKey.others(key.kind());
        }
        counts.merge(kept, amount, Long::sum);
    }

    /// Takes all counts; the next window begins here.
    synchronized Window take(long nowMillis) {
        // A clock that was set back makes no window that ends before it begins.
        Window taken = new Window(Math.min(fromMillis, nowMillis), nowMillis, counts);
        counts = new HashMap<>();
        fromMillis = nowMillis;
        return taken;
    }

    /// Takes back what could not be written, as if it had not been taken.
    synchronized void giveBack(Window window) {
        window.counts().forEach(this::add);
        fromMillis = Math.min(fromMillis, window.fromMillis());
    }

    /// The counts now, to be looked at.
    synchronized Window peek(long nowMillis) {
        return new Window(Math.min(fromMillis, nowMillis), nowMillis, Map.copyOf(counts));
    }
}
