package io.tributary.cli.query;

import io.tributary.cli.line.UsageException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Times and durations as people write them.
///
/// ```
/// time      1700000000.5 · 2026-11-25T17:00:00Z · now · now-1h30m · -90s
/// duration  15s · 1h30m · 2d · 90 (seconds)
/// ```
public record Moments(long nowMillis) {
    /// The forms of a time, as help and errors name them.
    public static final String TIMES = "Unix seconds, RFC 3339, now, now-1h or -1h";

    private static final String NOW = "now";
    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

    /// A time in milliseconds since 1970; empty if it is none.
    public Optional<Long> time(String text) {
        if (text.equals(NOW)) {
            return Optional.of(nowMillis);
        }
        if (text.startsWith(NOW + "-")) {
            return ago(text.substring(NOW.length() + 1));
        }
        if (text.startsWith("-")) {
            return ago(text.substring(1));
        }
        Optional<Long> number = millis(text);
        return number.isPresent() ? number : dateTime(text);
    }

    /// A duration in milliseconds, more than zero; empty if it is none.
    public static Optional<Long> duration(String text) {
        Optional<Long> millis = millis(text);
        return (millis.isPresent() ? millis : words(text)).filter(value -> value > 0);
    }

    /// The time that an option gives, in milliseconds since 1970.
    ///
    /// @throws UsageException if it is none
    public long time(String option, String text) throws UsageException {
        return time(text)
                .orElseThrow(() ->
                        new UsageException(
                                "--%s: found \"%s\", expected %s".formatted(option, text, TIMES)));
    }

    /// The duration that an option gives, in milliseconds, more than zero.
    ///
    /// @throws UsageException if it is none
    public static long duration(String option, String text) throws UsageException {
        return duration(text)
                .orElseThrow(() ->
                        new UsageException(
                                "--%s: found \"%s\", expected a duration such as 15s or 1h30m"
                                        .formatted(option, text)));
    }

    private Optional<Long> ago(String text) {
        return duration(text).map(millis -> nowMillis - millis);
    }

    private static Optional<Long> millis(String seconds) {
        if (seconds.isEmpty() || !seconds.chars().allMatch(c -> isDigit(c) || c == '.')) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new BigDecimal(seconds)
                            .multiply(MILLIS_PER_SECOND)
                            .setScale(0, RoundingMode.HALF_UP)
                            .longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> dateTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Numbers and units in turn, such as `1h30m`.
    private static Optional<Long> words(String text) {
        long total = 0;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            int unitStart = at;
            while (at < text.length() && !isDigit(text.charAt(at))) {
                at++;
            }
            long unit = unitMillis(text.substring(unitStart, at));
            if (start == unitStart || unit == 0) {
                return Optional.empty();
            }
            try {
                long count = Long.parseLong(text.substring(start, unitStart));
                total = Math.addExact(total, Math.multiplyExact(count, unit));
            } catch (ArithmeticException | NumberFormatException e) {
                return Optional.empty();
            }
        }
        return at == 0 ? Optional.empty() : Optional.of(total);
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case "w" -> 7 * 86_400_000L;
            case "y" -> 365 * 86_400_000L;
            default -> 0;
        };
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
