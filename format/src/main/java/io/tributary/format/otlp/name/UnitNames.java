package io.tributary.format.otlp.name;

import java.util.Map;

/// Units in UCUM's notation into the words that names of metrics end with. Texts are bytes as ISO
/// 8859-1. Stateless.
///
/// @param main what is measured; may be empty
/// @param per of what there is one below the slash, with `per_` before it; may be empty
record UnitNames(String main, String per) {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    Map.entry("TiBy", "tibibytes"),
                    Map.entry("KBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("TBy", "terabytes"),
                    Map.entry("m", "meters"),
                    Map.entry("V", "volts"),
                    Map.entry("A", "amperes"),
                    Map.entry("J", "joules"),
                    Map.entry("W", "watts"),
                    Map.entry("g", "grams"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("1", ""),
                    Map.entry("%", "percent"));

    private static final Map<String, String> PER_UNITS =
            Map.of(
                    "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo",
                    "month", "y", "year");

    /// The words of a unit. What stands in braces is a remark and none.
    static UnitNames of(String unit) {
        int slash = unit.indexOf('/');
        String main = word(slash < 0 ? unit : unit.substring(0, slash), UNITS);
        String per = slash < 0 ? "" : word(unit.substring(slash + 1), PER_UNITS);
        return new UnitNames(main, per.isEmpty() ? "" : "per_" + per);
    }

    /// Of letters, digits, colons and single underscores only.
    UnitNames escaped() {
        return new UnitNames(escaped(main), escaped(per));
    }

    /// The unit as metadata has it.
    String joined() {
        String unit = main.isEmpty() || per.isEmpty() ? main + per : main + "_" + per;
        unit = unit.startsWith("_") ? unit.substring(1) : unit;
        return unit.endsWith("_") ? unit.substring(0, unit.length() - 1) : unit;
    }

    private static String word(String unit, Map<String, String> words) {
        String trimmed = trimmed(unit);
        boolean remark = trimmed.indexOf('{') >= 0 || trimmed.indexOf('}') >= 0;
        return remark ? "" : words.getOrDefault(trimmed, trimmed);
    }

    private static String trimmed(String text) {
        int from = 0;
        int end = text.length();
        while (from < end && isSpace(text.charAt(from))) {
            from++;
        }
        while (end > from && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(from, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static String escaped(String word) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (MetricNamer.isPlain(c)) {
                escaped.append(c);
            } else if (!escaped.isEmpty() && escaped.charAt(escaped.length() - 1) != '_') {
                escaped.append('_');
            }
        }
        return escaped.toString();
    }
}
