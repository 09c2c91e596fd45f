package io.tributary.server.collect;

import java.util.concurrent.TimeUnit;

/// When the rounds of a target are, and which time their samples carry.
///
/// Rounds stand on a grid of the monotonic clock; one that took too long leaves out those it
/// overran. A sample's time is the wall clock's, set right to an exact interval after the last one
/// where it is nearly that: equal steps are easier to read and take fewer bits. Owned by one
/// thread.
final class ScrapeTimes {
    /// Of an interval, how much a time is set right.
    private static final long TOLERANCE_PARTS = 100;

    private final long intervalMillis;
    private final long startNanos;
    private long lastMillis = Long.MIN_VALUE;

    /// Times of rounds, the first of which is now.
    ScrapeTimes(long intervalMillis, long nowNanos) {
        this.intervalMillis = intervalMillis;
        this.startNanos = nowNanos;
    }

    /// The time of the round that begins now.
    long next(long wallMillis) {
        if (lastMillis != Long.MIN_VALUE) {
            long steps =
                    Math.max(1, Math.round((wallMillis - lastMillis) / (double) intervalMillis));
            long expected = lastMillis + steps * intervalMillis;
            if (Math.abs(wallMillis - expected) <= intervalMillis / TOLERANCE_PARTS) {
                lastMillis = expected;
                return expected;
            }
        }
        lastMillis = wallMillis;
        return wallMillis;
    }

    /// A time after that of the last round, for its end.
    long end(long wallMillis) {
        return Math.max(wallMillis, lastMillis + 1);
    }

    /// How long it is from `nowNanos` to the next round, in nanoseconds.
    long nanosToNext(long nowNanos) {
        long interval = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
        return interval - (nowNanos - startNanos) % interval;
    }
}
