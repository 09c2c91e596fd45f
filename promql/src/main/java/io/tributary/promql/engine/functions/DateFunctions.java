package io.tributary.promql.engine.functions;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The functions that take a number for seconds since 1970 and tell its place in the calendar, UTC.
final class DateFunctions {
    /// Beyond this many seconds (some 31 million years) the calendar ends.
    private static final long SECONDS_MAX = 1_000_000_000_000_000L;

    private static final Map<String, ToIntFunction<LocalDateTime>> FIELDS =
            Map.of(
                    "minute", LocalDateTime::getMinute,
                    "hour", LocalDateTime::getHour,
                    "day_of_week", date -> date.getDayOfWeek().getValue() % 7,
                    "day_of_month", LocalDateTime::getDayOfMonth,
                    "day_of_year", LocalDateTime::getDayOfYear,
                    "days_in_month", date -> date.toLocalDate().lengthOfMonth(),
                    "month", LocalDateTime::getMonthValue,
                    "year", LocalDateTime::getYear);

    private DateFunctions() {}

    static Optional<StepFunction> named(String name) {
        return Optional.ofNullable(FIELDS.get(name))
                .map(field -> (value, arguments) -> apply(field, value));
    }

    private static double apply(ToIntFunction<LocalDateTime> field, double seconds) {
        if (Double.isNaN(seconds) || Math.abs(seconds) > SECONDS_MAX) {
            return Double.NaN;
        }
        Instant moment = Instant.ofEpochSecond((long) seconds);
        return field.applyAsInt(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }
}
