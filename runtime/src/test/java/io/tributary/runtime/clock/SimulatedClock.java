package io.tributary.runtime.clock;

import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it. Safe from any thread.
public final class SimulatedClock implements Clock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AtomicLong wallMillis;
    private final AtomicLong monotonicNanos = new AtomicLong();

    public SimulatedClock(long wallMillis) {
        this.wallMillis = new AtomicLong(wallMillis);
    }

    @Override
    public long wallMillis() {
        return wallMillis.get();
    }

    @Override
    public long monotonicNanos() {
        return monotonicNanos.get();
    }

    /// Lets time pass: both clocks go on by `millis`.
    ///
    /// @throws IllegalArgumentException if `millis` is negative
    public void advance(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("BUG: time goes back by " + -millis + " ms");
        }
        wallMillis.addAndGet(millis);
        monotonicNanos.addAndGet(millis * NANOS_PER_MILLI);
    }

    /// Sets the wall clock forward or back by `millis`, as an operator or NTP does; the monotonic
    /// clock notices nothing.
    public void jumpWall(long millis) {
        wallMillis.addAndGet(millis);
    }

    /// Sets the wall clock alone.
    public void setWall(long millis) {
        wallMillis.set(millis);
    }
}
