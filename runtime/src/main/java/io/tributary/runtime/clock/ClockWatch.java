package io.tributary.runtime.clock;

import java.util.concurrent.TimeUnit;

/// Watches the wall clock beside the monotonic one: where the two part by more than a minute, the
/// wall clock was set, and is *suspect*.
///
/// It is trusted again when the offset between the two has been back within a minute of the one
/// before the jump for an hour, or when somebody says so ({@link #trust}). It is suspect as well
/// where it stands before a time that is known to have passed ({@link #hasPassed}), until it was
/// set forward by at least so much and an hour went by. A clock that is wrong, and ahead, at the
/// start is not noticed. Small steps are followed: each may move the offset by less than a minute.
///
/// It notices when it is asked, so it is to be asked often. Safe from any thread.
public final class ClockWatch {
    private static final long TOLERANCE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long PROBATION_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Clock clock;

    /// Wall minus monotonic time as it was when it was trusted last, in milliseconds.
    private long trustedOffset;

    private boolean suspect;

    /// Whether any offset above the trusted one will do: before the first is known.
    private boolean openAbove;

    private boolean good;
    private long goodSinceNanos;

    /// Takes the clock for right until it jumps, or a time is known to have passed.
    public ClockWatch(Clock clock) {
        this.clock = clock;
        trustedOffset = offset(clock.wallMillis(), clock.monotonicNanos());
    }

    /// Tells of a wall time that has passed for sure: a clock that stands before it is suspect.
    public synchronized void hasPassed(long millis) {
        long wall = clock.wallMillis();
        if (wall < millis) {
            suspect = true;
            openAbove = true;
            good = false;
            trustedOffset = offset(wall, clock.monotonicNanos()) + millis - wall;
        }
    }

    /// The clock that is watched.
    public Clock clock() {
        return clock;
    }

    /// What is stored with data, to be compared with in other runs: the wall clock while it is
    /// trusted, and else where it would stand had it not been set, by the monotonic clock.
    public Clock trusted() {
        return new Clock() {
            @Override
            public long wallMillis() {
                return trustedMillis();
            }

            @Override
            public long monotonicNanos() {
                return clock.monotonicNanos();
            }
        };
    }

    /// The wall clock, looked at.
    public synchronized long wallMillis() {
        long wall = clock.wallMillis();
        look(wall, clock.monotonicNanos());
        return wall;
    }

    /// Whether the wall clock cannot be trusted.
    public synchronized boolean isSuspect() {
        look(clock.wallMillis(), clock.monotonicNanos());
        return suspect;
    }

    /// Takes the wall clock as it is now for right.
    public synchronized void trust() {
        suspect = false;
        openAbove = false;
        trustedOffset = offset(clock.wallMillis(), clock.monotonicNanos());
    }

    private synchronized long trustedMillis() {
        long wall = clock.wallMillis();
        long nanos = clock.monotonicNanos();
        look(wall, nanos);
        return suspect ? trustedOffset + TimeUnit.NANOSECONDS.toMillis(nanos) : wall;
    }

    private void look(long wall, long nanos) {
        long offset = offset(wall, nanos);
        boolean near =
                openAbove
                        ? offset >= trustedOffset - TOLERANCE_MILLIS
                        : Math.abs(offset - trustedOffset) <= TOLERANCE_MILLIS;
        if (!suspect) {
            if (near) {
                trustedOffset = offset;
                return;
            }
            suspect = true;
            good = false;
            return;
        }
        if (!near) {
            good = false;
        } else if (!good) {
            good = true;
            goodSinceNanos = nanos;
        } else if (nanos - goodSinceNanos >= PROBATION_NANOS) {
            suspect = false;
            openAbove = false;
            trustedOffset = offset;
        }
    }

    private static long offset(long wallMillis, long nanos) {
        return wallMillis - TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
