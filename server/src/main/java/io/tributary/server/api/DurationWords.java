package io.tributary.server.api;

import java.util.OptionalLong;

/// Durations as Prometheus writes them: `1y2w3d4h5m6s7ms`, units in this order, each at most once.
final class DurationWords {
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long DAY = 24 * 3600 * SECOND;
    private static final long[] NANOS = {
        365 * DAY, 7 * DAY, DAY, 3600 * SECOND, 60 * SECOND, SECOND, MILLI
    };

    /// More digits than this overflow in any unit.
    private static final int DIGITS_MAX = 18;

    private DurationWords() {}

    /// In nanoseconds; empty where the text is no duration or is longer than 292 years.
    static OptionalLong nanos(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        long sum = 0;
        int at = 0;
        int firstUnit = 0;
        while (at < text.length()) {
            int digitsEnd = end(text, at, true);
            int wordEnd = end(text, digitsEnd, false);
            int unit = unit(text.substring(digitsEnd, wordEnd), firstUnit);
            if (digitsEnd == at || digitsEnd - at > DIGITS_MAX || unit < 0) {
                return OptionalLong.empty();
            }
            try {
                long count = Long.parseLong(text.substring(at, digitsEnd));
                sum = Math.addExact(sum, Math.multiplyExact(count, NANOS[unit]));
            } catch (ArithmeticException e) {
                return OptionalLong.empty();
            }
            firstUnit = unit + 1;
            at = wordEnd;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static int end(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at)) == digits) {
            at++;
        }
        return at;
    }

    private static int unit(String word, int from) {
        for (int i = from; i < UNITS.length; i++) {
            if (UNITS[i].equals(word)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
