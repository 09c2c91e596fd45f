package io.tributary.cli.importing;

import io.tributary.runtime.clock.Clock;
import java.util.concurrent.TimeUnit;

/// Holds whoever asks to a number of samples a second, on the whole. Of one thread.
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;
    private final long samplesPerSecond;
    private final long startNanos;
    private long samples;

    /// @param samplesPerSecond 0: as many as go
    Pace(Clock clock, long samplesPerSecond) {
        this.clock = clock;
        this.samplesPerSecond = samplesPerSecond;
        this.startNanos = clock.monotonicNanos();
    }

    /// Waits until that many more may have been sent.
    void took(int count) throws InterruptedException {
        samples += count;
        if (samplesPerSecond > 0) {
            double dueNanos = samples * NANOS_PER_SECOND / samplesPerSecond;
            long waitNanos = (long) dueNanos - (clock.monotonicNanos() - startNanos);
            if (waitNanos > 0) {
                TimeUnit.NANOSECONDS.sleep(waitNanos);
            }
        }
    }
}
