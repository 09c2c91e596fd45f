package io.tributary.runtime.clock;

/// Two clocks: the wall's, which may jump, and one that only goes forward. Safe from any thread.
public interface Clock {
    /// Milliseconds since 1970 by the wall clock.
    long wallMillis();

    /// Nanoseconds from a fixed but unknown moment; never goes back.
    long monotonicNanos();
}
