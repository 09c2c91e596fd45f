package io.tributary.gateway.secret;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What was proved right, one a row: a row has one hash, and a hash one secret.
///
/// A proof too old to count still tells who comes back from who guesses, so it stays until its row
/// is forgotten or others need its place.
///
/// *Bounds*: {@link #COUNT_MAX}, beyond which the oldest goes. Safe from any thread.
final class Proofs {
    static final int COUNT_MAX = 65_536;

    /// What opened a row, and when that was computed.
    static final class Proof {
        private final ProofKey key;
        private final long foundNanos;
        private final AtomicBoolean renewing = new AtomicBoolean();

        private Proof(ProofKey key, long foundNanos) {
            this.key = key;
            this.foundNanos = foundNanos;
        }

        long ageNanos(long nowNanos) {
            return nowNanos - foundNanos;
        }

        /// True for one caller, until {@link #endRenewal}; for no other once it was replaced.
        boolean beginRenewal() {
            return renewing.compareAndSet(false, true);
        }

        void endRenewal() {
            renewing.set(false);
        }
    }

    private final Map<String, Proof> byRow = new ConcurrentHashMap<>();

    /// The proof of a row, if it is of this key.
    @Nullable Proof find(String row, ProofKey key) {
        Proof proof = byRow.get(row);
        return proof != null && proof.key.isSameAs(key) ? proof : null;
    }

    /// Adds one; it comes after a computation of Argon2, beside which the search for the oldest is
    /// nothing.
    Proof add(String row, ProofKey key, long nowNanos) {
        Proof proof = new Proof(key, nowNanos);
        byRow.put(row, proof);
        while (byRow.size() > COUNT_MAX) {
            removeOldest(nowNanos);
        }
        return proof;
    }

    void remove(String row) {
        byRow.remove(row);
    }

    void remove(String row, Proof proof) {
        byRow.remove(row, proof);
    }

    int count() {
        return byRow.size();
    }

    private void removeOldest(long nowNanos) {
        String oldest = null;
        long age = Long.MIN_VALUE;
        for (Map.Entry<String, Proof> entry : byRow.entrySet()) {
            if (entry.getValue().ageNanos(nowNanos) > age) {
                oldest = entry.getKey();
                age = entry.getValue().ageNanos(nowNanos);
            }
        }
        if (oldest != null) {
            byRow.remove(oldest);
        }
    }
}
