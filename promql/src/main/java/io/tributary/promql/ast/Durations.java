package io.tributary.promql.ast;

import java.util.OptionalLong;

/// Durations as Prometheus writes them: `1y2w3d4h5m6s7ms`, each unit once, from large to small.
public final class Durations {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {
        365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
    };

    private Durations() {}

    /// Milliseconds; empty if the text is no duration or is beyond 292 years.
    public static OptionalLong parse(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        long total = 0;
        int at = 0;
        int unit = 0;
        while (at < text.length()) {
            int digits = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
                at++;
            }
            int length = at - digits;
            if (length == 0 || length > 18) {
                return OptionalLong.empty();
            }
            int found = unit;
            while (found < UNITS.length && !isUnit(text, at, UNITS[found])) {
                found++;
            }
            if (found == UNITS.length) {
                return OptionalLong.empty();
            }
            long count = Long.parseLong(text, digits, digits + length, 10);
            if (count > (Long.MAX_VALUE / 1_000_000 - total) / MILLIS[found]) {
                return OptionalLong.empty();
            }
            total += count * MILLIS[found];
            at += UNITS[found].length();
            unit = found + 1;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /// The shortest such text: years and weeks only where they are exact.
    ///
    /// @param millis not negative
    public static String format(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (int i = 0; i < UNITS.length; i++) {
            boolean exactOnly = i < 2;
            if (rest >= MILLIS[i] && (!exactOnly || rest % MILLIS[i] == 0)) {
                text.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return text.toString();
    }

    private static boolean isUnit(String text, int at, String unit) {
        if (!text.startsWith(unit, at)) {
            return false;
        }
        int end = at + unit.length();
        return !unit.equals("m") || end >= text.length() || text.charAt(end) != 's';
    }
}
