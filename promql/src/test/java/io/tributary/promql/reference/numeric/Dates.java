package io.tributary.promql.reference.numeric;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Fields of dates, all in UTC.
public final class Dates {
    /// Seconds since 1970 beyond which dates are not compared: their conversion is the machine's.
    private static final double SECONDS_MAX = 1e11;

    private static final int DAYS_OF_WEEK = 7;

    /// One field of a time in seconds since 1970.
    public interface Field {
        double of(double seconds);
    }

    private Dates() {}

    public static Optional<Field> field(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "year" -> field(OffsetDateTime::getYear);
                    case "month" -> field(OffsetDateTime::getMonthValue);
                    case "day_of_month" -> field(OffsetDateTime::getDayOfMonth);
                    case "day_of_year" -> field(OffsetDateTime::getDayOfYear);
                    case "day_of_week" -> field(d -> d.getDayOfWeek().getValue() % DAYS_OF_WEEK);
                    case "days_in_month" -> field(d -> d.toLocalDate().lengthOfMonth());
                    case "hour" -> field(OffsetDateTime::getHour);
                    case "minute" -> field(OffsetDateTime::getMinute);
                    default -> null;
                });
    }

    private static Field field(ToIntFunction<OffsetDateTime> field) {
        return seconds ->
                field.applyAsInt(Instant.ofEpochSecond((long) seconds).atOffset(ZoneOffset.UTC));
    }

    /// Whether a time is one everywhere.
    public static boolean isDate(double seconds) {
        return Math.abs(seconds) < SECONDS_MAX;
    }
}
