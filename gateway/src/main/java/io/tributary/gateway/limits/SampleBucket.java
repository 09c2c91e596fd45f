package io.tributary.gateway.limits;

import io.tributary.model.flow.Route.Rate;

/// A token bucket of samples, and what came through it in the last minute.
///
/// The level is counted in billionths of a sample: each nanosecond adds exactly the rate, so that
/// nothing is lost to rounding however often it is asked. It begins full. A rate that changes
/// counts from that moment on; what had gathered before stays, up to the new burst.
///
/// Not safe for several threads.
final class SampleBucket {
    private static final long PER_SAMPLE = 1_000_000_000;

    /// Of the last minute, in slots of ten seconds: six whole ones and the one that is filling.
    private static final long SLOT_NANOS = 10_000_000_000L;

    private static final int SLOTS = 7;
    private static final double MINUTE_SECONDS = 60;

    private final long[] counts = new long[SLOTS];
    private long slot;
    private Rate rate = Rate.NONE;
    private long level;
    private long atNanos;
    private long throttledRequests;
    private long throttledSamples;

    SampleBucket(long nowNanos) {
        atNanos = nowNanos;
        slot = Math.floorDiv(nowNanos, SLOT_NANOS);
    }

    /// How long it takes until there is room for so many samples, in nanoseconds; 0 where there is.
    /// They are no more than the burst.
    long waitNanos(Rate now, long samples, long nowNanos) {
        if (!now.isLimited()) {
            return 0;
        }
        settle(now, nowNanos);
        long missing = samples * PER_SAMPLE - level;
        return missing <= 0 ? 0 : ceilDiv(missing, now.samplesPerSecond());
    }

    /// Takes samples for which there is room.
    void take(Rate now, long samples, long nowNanos) {
        settle(now, nowNanos);
        if (now.isLimited()) {
            level -= samples * PER_SAMPLE;
        }
        turn(nowNanos);
        counts[place(slot)] += samples;
    }

    /// Puts samples back that were taken and not stored.
    void giveBack(long samples, long nowNanos) {
        if (rate.isLimited()) {
            level = Math.min(full(rate), level + samples * PER_SAMPLE);
        }
        turn(nowNanos);
        counts[place(slot)] = Math.max(0, counts[place(slot)] - samples);
    }

    void throttled(long samples) {
        throttledRequests++;
        throttledSamples += samples;
    }

    IngestRates.Usage usage(long nowNanos) {
        turn(nowNanos);
        double intoSlot = (double) Math.floorMod(nowNanos, SLOT_NANOS) / SLOT_NANOS;
        double samples = counts[place(slot - SLOTS + 1)] * (1 - intoSlot);
        for (int back = 0; back < SLOTS - 1; back++) {
            samples += counts[place(slot - back)];
        }
        return new IngestRates.Usage(samples / MINUTE_SECONDS, throttledRequests, throttledSamples);
    }

    private void settle(Rate now, long nowNanos) {
        if (rate.isLimited()) {
            long room = full(rate) - level;
            long elapsed = nowNanos - atNanos;
            level =
                    elapsed >= ceilDiv(room, rate.samplesPerSecond())
                            ? full(rate)
                            : level + elapsed * rate.samplesPerSecond();
        }
        if (!now.equals(rate)) {
            level = rate.isLimited() ? Math.min(level, full(now)) : full(now);
            rate = now;
        }
        atNanos = nowNanos;
    }

    private void turn(long nowNanos) {
        long now = Math.floorDiv(nowNanos, SLOT_NANOS);
        long first = Math.max(slot + 1, now - SLOTS + 1);
        for (long next = first; next <= now; next++) {
            counts[place(next)] = 0;
        }
        slot = Math.max(slot, now);
    }

    private static long full(Rate rate) {
        return rate.burstSamples() * PER_SAMPLE;
    }

    private static int place(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
