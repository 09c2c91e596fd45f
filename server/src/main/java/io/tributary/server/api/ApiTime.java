package io.tributary.server.api;

import io.tributary.model.GoQuote;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Times and durations as Prometheus' HTTP API takes them, refused in its words
/// (`web/api/v1/api.go`).
public final class ApiTime {
    /// The start of a time range that names none, in milliseconds: Prometheus' own `MinTime`.
    public static final long START_MILLIS = (Long.MIN_VALUE / 1000 + 62_135_596_801L) * 1000;

    /// The end of a time range that names none: Prometheus' own `MaxTime`.
    public static final long END_MILLIS = (Long.MAX_VALUE / 1000 - 62_135_596_801L) * 1000 + 999;

    /// How Prometheus' client writes these two; no other year of more than four digits is read.
    private static final String START_TEXT = "-292273086-05-16T16:47:06Z";

    private static final String END_TEXT = "292277025-08-18T07:12:54.999999999Z";

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SECONDS_MAX = 9.2e15;

    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .optionalEnd()
                    .appendOffset("+HH:MM", "Z")
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private ApiTime() {}

    /// Milliseconds since 1970 of Unix seconds (with a fraction) or an RFC 3339 time.
    ///
    /// @throws IllegalArgumentException if it is neither, in Prometheus' words
    static long timeMillis(String text) {
        OptionalDouble seconds = number(text);
        if (seconds.isPresent() && Math.abs(seconds.getAsDouble()) < SECONDS_MAX) {
            return millis(seconds.getAsDouble());
        }
        return rfc3339(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "cannot parse %s to a valid timestamp"
                                        .formatted(GoQuote.quote(text))));
    }

    /// Nanoseconds of seconds (with a fraction) or of a duration such as `1h30m`.
    ///
    /// @throws IllegalArgumentException if it is neither, in Prometheus' words
    static long durationNanos(String text) {
        OptionalDouble seconds = number(text);
        if (seconds.isPresent()) {
            double nanos = seconds.getAsDouble() * NANOS_PER_SECOND;
            if (Math.abs(nanos) > Long.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "cannot parse %s to a valid duration. It overflows int64"
                                .formatted(GoQuote.quote(text)));
            }
            return (long) nanos;
        }
        return DurationWords.nanos(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "cannot parse %s to a valid duration"
                                        .formatted(GoQuote.quote(text))));
    }

    /// As upstream rounds: the fraction to three digits, what is left of it cut off.
    private static long millis(double seconds) {
        long whole = (long) seconds;
        double fraction = Math.rint((seconds - whole) * 1000) / 1000;
        long nanos = (long) (fraction * NANOS_PER_SECOND);
        return whole * 1000 + Math.floorDiv(nanos, NANOS_PER_MILLI);
    }

    private static OptionalLong rfc3339(String text) {
        if (text.equals(START_TEXT)) {
            return OptionalLong.of(START_MILLIS);
        }
        if (text.equals(END_TEXT)) {
            return OptionalLong.of(END_MILLIS);
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text, RFC_3339);
            return time.getYear() < 0 || time.getYear() > 9999
                    ? OptionalLong.empty()
                    : OptionalLong.of(time.toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /// A decimal number; not what only Java reads as one, nor NaN or infinity, which are no times.
    private static OptionalDouble number(String text) {
        boolean decimal =
                !text.isEmpty()
                        && text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)
                        && text.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (!decimal) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
