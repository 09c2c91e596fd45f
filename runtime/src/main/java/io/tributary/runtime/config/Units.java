package io.tributary.runtime.config;

import java.util.List;
import java.util.Optional;

/// Numbers with units: durations as Prometheus writes them (`1h30m`; units once each, from large to
/// small; a year is 365 days) and sizes in powers of 1024 (`64MiB`) or plain bytes.
final class Units {
    private record Unit(String name, long factor) {}

    private static final List<Unit> SPANS =
            List.of(
                    new Unit("y", 365L * 24 * 3_600_000),
                    new Unit("w", 7L * 24 * 3_600_000),
                    new Unit("d", 24L * 3_600_000),
                    new Unit("h", 3_600_000),
                    new Unit("m", 60_000),
                    new Unit("s", 1_000),
                    new Unit("ms", 1));

    private static final List<Unit> SIZES =
            List.of(
                    new Unit("TiB", 1L << 40),
                    new Unit("GiB", 1L << 30),
                    new Unit("MiB", 1L << 20),
                    new Unit("KiB", 1L << 10),
                    new Unit("B", 1));

    /// Longest number with units, in characters.
    private static final int LENGTH_MAX = 64;

    private Units() {}

    static Optional<Long> parseMillis(String text) {
        return text.equals("0") ? Optional.of(0L) : parse(text, SPANS);
    }

    static String printMillis(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (Unit unit : SPANS) {
            boolean whole = !unit.name.equals("y") && !unit.name.equals("w");
            if (whole || rest % unit.factor == 0) {
                rest = append(text, rest, unit);
            }
        }
        return text.toString();
    }

    static Optional<Long> parseBytes(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(Units::isDigit);
        return parse(plain ? text + "B" : text, SIZES);
    }

    static String printBytes(long bytes) {
        for (Unit unit : SIZES) {
            if (bytes != 0 && bytes % unit.factor == 0) {
                return unit.factor == 1 ? Long.toString(bytes) : bytes / unit.factor + unit.name;
            }
        }
        return Long.toString(bytes);
    }

    private static long append(StringBuilder text, long rest, Unit unit) {
        if (rest >= unit.factor) {
            text.append(rest / unit.factor).append(unit.name);
        }
        return rest % unit.factor;
    }

    /// A sum of numbers, each with a smaller unit than the one before; empty if it is anything else
    /// or too large.
    private static Optional<Long> parse(String text, List<Unit> units) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        long total = 0;
        int smaller = 0;
        int at = 0;
        while (at < text.length()) {
            int unitAt = skip(text, at, true);
            int end = skip(text, unitAt, false);
            String name = text.substring(unitAt, end);
            int index = indexOf(name, units);
            if (unitAt == at || index < smaller) {
                return Optional.empty();
            }
            try {
                long number = Long.parseLong(text.substring(at, unitAt));
                total = Math.addExact(total, Math.multiplyExact(number, units.get(index).factor));
            } catch (NumberFormatException | ArithmeticException e) {
                return Optional.empty();
            }
            smaller = index + 1;
            at = end;
        }
        return Optional.of(total);
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at)) == digits) {
            at++;
        }
        return at;
    }

    private static int indexOf(String name, List<Unit> units) {
        for (int i = 0; i < units.size(); i++) {
            if (units.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
