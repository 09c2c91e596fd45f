package io.tributary.runtime.concurrent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Bytes that may be in flight at once, for all keys (tenants) together, and at most half of them
/// for one key, so that no tenant can shut the others out.
///
/// Who comes alone is always admitted, however many bytes it asks for: else a large request could
/// never come in. And a key's only request is not held to the half. So at most one request is over
/// the total, and only while it is the only one.
///
/// Costs: one lock and one map entry a key with bytes in flight.
///
/// Invariants: `usedBytes` is the sum over open leases; a key without leases has no entry.
public final class ByteBudget<K> {
    /// What a process has by default, in bytes.
    public static final long DEFAULT_BYTES = 64L << 20;

    private static final int SHARE_DIVISOR = 2;

    /// Bytes of one request, held until closed. Owned by one thread at a time.
    public final class Lease implements AutoCloseable {
        private final K key;
        private long bytes;
        private boolean closed;

        private Lease(K key) {
            this.key = key;
        }

        /// Takes more for the same request, as when it turns out how large the decoded body is.
        ///
        /// @return false if there is no room; what was held is held on
        public boolean takeMore(long more) {
            return grow(this, more);
        }

        public long bytes() {
            return bytes;
        }

        /// Gives all of it back; again does nothing.
        @Override
        public void close() {
            giveBack(this);
        }
    }

    private final long totalBytes;
    private final Map<K, Long> usedByKey = new HashMap<>();
    private long usedBytes;

    public ByteBudget(long totalBytes) {
        if (totalBytes < 1) {
            throw new IllegalArgumentException("BUG: budget of " + totalBytes + " bytes");
        }
        this.totalBytes = totalBytes;
    }

    /// Takes bytes for a request; empty if there is no room now.
    public Optional<Lease> take(K key, long bytes) {
        Lease lease = new Lease(key);
        return grow(lease, bytes) ? Optional.of(lease) : Optional.empty();
    }

    public long totalBytes() {
        return totalBytes;
    }

    public synchronized long usedBytes() {
        return usedBytes;
    }

    public synchronized long usedBytes(K key) {
        return usedByKey.getOrDefault(key, 0L);
    }

    private synchronized boolean grow(Lease lease, long more) {
        if (more < 0 || lease.closed) {
            throw new IllegalArgumentException(
                    "BUG: taking " + more + " bytes, lease closed: " + lease.closed);
        }
        if (!hasRoom(lease, more)) {
            return false;
        }
        usedBytes = Math.addExact(usedBytes, more);
        usedByKey.put(lease.key, usedBytes(lease.key) + more);
        lease.bytes += more;
        return true;
    }

    /// Whether `lease` may grow: it is alone, or all fit into the total and, beside others of its
    /// key, those fit into the key's share.
    private boolean hasRoom(Lease lease, long more) {
        if (usedBytes == lease.bytes) {
            return true;
        }
        long ofKey = usedBytes(lease.key);
        return more <= totalBytes - usedBytes
                && (ofKey == lease.bytes || more <= totalBytes / SHARE_DIVISOR - ofKey);
    }

    private synchronized void giveBack(Lease lease) {
        if (lease.closed) {
            return;
        }
        lease.closed = true;
        usedBytes -= lease.bytes;
        long ofKey = usedBytes(lease.key) - lease.bytes;
        if (ofKey == 0) {
            usedByKey.remove(lease.key);
        } else {
            usedByKey.put(lease.key, ofKey);
        }
        lease.bytes = 0;
    }
}
