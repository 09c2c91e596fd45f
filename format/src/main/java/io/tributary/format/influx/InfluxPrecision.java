package io.tributary.format.influx;

import java.util.Optional;

/// What the times of a request count.
public enum InfluxPrecision {
    /// Nothing was said: nanoseconds, but for times that would lie before March 1973, which are
    /// micro-, milliseconds or seconds by their number of digits, as in VictoriaMetrics.
    BY_DIGITS(1, 1),
    NANOSECONDS(1, 1_000_000),
    MICROSECONDS(1, 1_000),
    MILLISECONDS(1, 1),
    SECONDS(1_000, 1),
    MINUTES(60_000, 1),
    HOURS(3_600_000, 1);

    private static final long NANOSECONDS_MIN = 100_000_000_000_000_000L;
    private static final long MICROSECONDS_MIN = 100_000_000_000_000L;
    private static final long MILLISECONDS_MIN = 100_000_000_000L;

    private final long millis;
    private final long perMilli;

    InfluxPrecision(long millis, long perMilli) {
        this.millis = millis;
        this.perMilli = perMilli;
    }

    /// The precision that a request's parameter names; empty where it names none.
    ///
    /// @param parameter as sent; "" where there was none
    public static Optional<InfluxPrecision> of(String parameter) {
        return switch (parameter) {
            case "" -> Optional.of(BY_DIGITS);
            case "n", "ns" -> Optional.of(NANOSECONDS);
            case "u", "us", "µ", "µs" -> Optional.of(MICROSECONDS);
            case "ms" -> Optional.of(MILLISECONDS);
            case "s" -> Optional.of(SECONDS);
            case "m" -> Optional.of(MINUTES);
            case "h" -> Optional.of(HOURS);
            default -> Optional.empty();
        };
    }

    /// Whether milliseconds of 64 bits reach so far.
    boolean reaches(long time) {
        long factor = ofTime(time).millis;
        return time <= Long.MAX_VALUE / factor && time >= Long.MIN_VALUE / factor;
    }

    /// A time that is reached in milliseconds since 1970, rounded down.
    long toMillis(long time) {
        InfluxPrecision precision = ofTime(time);
        return Math.floorDiv(time * precision.millis, precision.perMilli);
    }

    /// A moment as a sender with this precision would have told it.
    long round(long momentMillis) {
        return momentMillis - Math.floorMod(momentMillis, millis);
    }

    private InfluxPrecision ofTime(long time) {
        if (this != BY_DIGITS) {
            return this;
        }
        if (time >= NANOSECONDS_MIN) {
            return NANOSECONDS;
        }
        if (time >= MICROSECONDS_MIN) {
            return MICROSECONDS;
        }
        return time >= MILLISECONDS_MIN ? MILLISECONDS : SECONDS;
    }
}
