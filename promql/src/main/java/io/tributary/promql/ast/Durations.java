package io.tributary.promql.ast;

import io.tributary.model.GoQuote;
import java.util.List;

/// Durations as Prometheus writes them: `1y2w3d4h5m6s7ms`, each unit once, from large to small.
public final class Durations {
    private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
    private static final long[] MILLIS = {
        365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
    };

    private static final long NANOS_PER_MILLI = 1_000_000;

    /// So many always fit into 64 bits; more are refused.
    private static final int DIGITS_MAX = 18;

    private Durations() {}

    /// What a text is as a duration.
    public sealed interface Reading {
        record Millis(long millis) implements Reading {}

        /// No duration.
        ///
        /// @param why in upstream's words
        record Refused(String why) implements Reading {}
    }

    /// Reads a text; what is beyond 292 years is refused.
    public static Reading read(String text) {
        if (text.equals("0")) {
            return new Reading.Millis(0);
        }
        long total = 0;
        int at = 0;
        int leastUnit = 0;
        while (at < text.length()) {
            int digits = at;
            at = end(text, at, true);
            int word = at;
            at = end(text, at, false);
            if (word == digits || word == at || word - digits > DIGITS_MAX) {
                return notValid(text);
            }
            int unit = UNITS.indexOf(text.substring(word, at));
            if (unit < 0) {
                return new Reading.Refused(
                        "unknown unit %s in duration %s"
                                .formatted(
                                        GoQuote.quote(text.substring(word, at)),
                                        GoQuote.quote(text)));
            }
            if (unit < leastUnit) {
                return notValid(text);
            }
            long count = Long.parseLong(text, digits, word, 10);
            if (count > (Long.MAX_VALUE / NANOS_PER_MILLI - total) / MILLIS[unit]) {
                return new Reading.Refused("duration out of range");
            }
            total += count * MILLIS[unit];
            leastUnit = unit + 1;
        }
        return text.isEmpty()
                ? new Reading.Refused("empty duration string")
                : new Reading.Millis(total);
    }

    /// Where the digits, or what is none, end.
    private static int end(String text, int from, boolean digits) {
        int end = from;
        while (end < text.length()
                && (text.charAt(end) >= '0' && text.charAt(end) <= '9') == digits) {
            end++;
        }
        return end;
    }

    private static Reading notValid(String text) {
        return new Reading.Refused("not a valid duration string: " + GoQuote.quote(text));
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
        for (int i = 0; i < UNITS.size(); i++) {
            boolean exactOnly = i < 2;
            if (rest >= MILLIS[i] && (!exactOnly || rest % MILLIS[i] == 0)) {
                text.append(rest / MILLIS[i]).append(UNITS.get(i));
                rest %= MILLIS[i];
            }
        }
        return text.toString();
    }
}
