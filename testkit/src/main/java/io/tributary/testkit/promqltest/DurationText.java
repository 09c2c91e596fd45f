package io.tributary.testkit.promqltest;

import java.util.List;

/// Durations as Prometheus writes them: `1h30m`, `59999ms`, `0`.
final class DurationText {
    private record Unit(String name, long millis) {}

    /// From the longest; each may stand once, in this order.
    private static final List<Unit> UNITS =
            List.of(
                    new Unit("y", 365L * 24 * 3600 * 1000),
                    new Unit("w", 7L * 24 * 3600 * 1000),
                    new Unit("d", 24L * 3600 * 1000),
                    new Unit("h", 3600L * 1000),
                    new Unit("ms", 1),
                    new Unit("m", 60L * 1000),
                    new Unit("s", 1000));

    private DurationText() {}

    /// Milliseconds of a whole text.
    static long parse(String text) {
        TextCursor cursor = new TextCursor(text);
        long millis = read(cursor);
        if (!cursor.atEnd()) {
            throw cursor.wrong("want a duration such as 1h30m");
        }
        return millis;
    }

    /// Milliseconds of the duration that stands here; a sign is allowed.
    static long readSigned(TextCursor cursor) {
        boolean negative = cursor.accept("-");
        if (!negative) {
            cursor.accept("+");
        }
        long millis = read(cursor);
        return negative ? -millis : millis;
    }

    private static long read(TextCursor cursor) {
        long total = 0;
        long previousUnit = Long.MAX_VALUE;
        do {
            long amount = cursor.unsigned();
            long unit = unit(cursor, amount == 0 && previousUnit == Long.MAX_VALUE);
            if (unit >= previousUnit) {
                throw cursor.wrong("units of a duration descend");
            }
            total = Math.addExact(total, Math.multiplyExact(amount, unit));
            previousUnit = unit;
        } while (TextCursor.isDigit(cursor.peek()));
        return total;
    }

    private static long unit(TextCursor cursor, boolean mayBeAbsent) {
        for (Unit unit : UNITS) {
            if (cursor.accept(unit.name)) {
                return unit.millis;
            }
        }
        if (mayBeAbsent) {
            return 1;
        }
        throw cursor.wrong("want a unit: y w d h m s ms");
    }
}
