package io.tributary.gateway.secret;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was found to be wrong a moment ago, so that a sender that goes on with an old secret costs
/// one computation in {@link #NANOS}. Held apart from what was proved right, which no number of
/// wrong guesses can push out.
///
/// *Bounds*: {@link #COUNT_MAX}; the oldest goes first. That is more than 18 permits can compute in
/// the time that an entry lives.
final class WrongGuesses {
    static final long NANOS = 10_000_000_000L;
    static final int COUNT_MAX = 8_192;

    /// When each was found wrong, oldest first.
    private final Map<ProofKey, Long> foundNanos = new LinkedHashMap<>();

    synchronized boolean has(ProofKey key, long nowNanos) {
        Long found = foundNanos.get(key);
        return found != null && nowNanos - found <= NANOS;
    }

    synchronized void add(ProofKey key, long nowNanos) {
        foundNanos.remove(key);
        foundNanos.put(key, nowNanos);
        Iterator<Long> oldest = foundNanos.values().iterator();
        while (oldest.hasNext()
                && (nowNanos - oldest.next() > NANOS || foundNanos.size() > COUNT_MAX)) {
            oldest.remove();
        }
    }

    synchronized int count() {
        return foundNanos.size();
    }
}
