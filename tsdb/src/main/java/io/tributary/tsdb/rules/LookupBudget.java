package io.tributary.tsdb.rules;

import io.tributary.runtime.clock.Clock;
import java.util.HashMap;
import java.util.Map;

/// How many bytes of chunks the late samples of one tenant may have decoded: so many a second, and
/// as many saved up at most. Safe from any thread.
///
/// Bound: an entry a tenant.
final class LookupBudget {
    private static final long NANOS = 1_000_000_000;

    private final Clock clock;
    private final long bytesPerSecond;
    private final Map<Integer, Account> accounts = new HashMap<>();

    /// What one tenant has left, as of a moment.
    private static final class Account {
        double left;
        long atNanos;
    }

    LookupBudget(Clock clock, long bytesPerSecond) {
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
    }

    /// Takes bytes for a tenant, unless it has none left; the last it takes may be more than it
    /// has.
    synchronized boolean take(int tenant, long bytes) {
        long now = clock.monotonicNanos();
        Account account = accounts.computeIfAbsent(tenant, _ -> full(now));
        double earned = (double) (now - account.atNanos) / NANOS * bytesPerSecond;
        account.left = Math.min((double) bytesPerSecond, account.left + earned);
        account.atNanos = now;
        if (account.left <= 0) {
            return false;
        }
        account.left -= bytes;
        return true;
    }

    private Account full(long now) {
        Account account = new Account();
        account.left = (double) bytesPerSecond;
        account.atNanos = now;
        return account;
    }
}
