package io.tributary.format.otlp.name;

import java.util.ArrayList;
import java.util.List;

/// Makes the name of a metric family from a metric's name, unit and kind. Texts are bytes as ISO
/// 8859-1, which tells letters and digits of ASCII from all else. Stateless.
///
/// ```
/// http.server.duration, s, histogram     → http_server_duration_seconds
/// requests.total, 1, counter             → requests_total
/// system.memory.usage, 1, gauge          → system_memory_usage_ratio
/// ```
final class MetricNamer {
    private MetricNamer() {}

    /// The name; empty where none can be made.
    static String name(String metric, String unit, MetricKind kind, MetricNaming naming) {
        if (!naming.escapes()) {
            return naming.addsSuffixes() ? withSuffixes(metric, unit, kind) : metric;
        }
        String name =
                naming.addsSuffixes()
                        ? normalized(metric, unit, kind)
                        : String.join("_", words(metric, true));
        if (!name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9') {
            name = "_" + name;
        }
        return name.equals(metric) || !isUnderscores(name) ? name : "";
    }

    /// An ASCII letter or digit, or a colon.
    static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == ':';
    }

    /// Words of letters and digits, with those of the unit and the kind at the end, each once.
    private static String normalized(String metric, String unit, MetricKind kind) {
        List<String> words = words(metric, false);
        addUnit(words, UnitNames.of(unit).escaped());
        if (kind == MetricKind.COUNTER) {
            moveToEnd(words, "total");
        }
        if (unit.equals("1") && kind == MetricKind.GAUGE) {
            moveToEnd(words, "ratio");
        }
        return String.join("_", words);
    }

    private static void addUnit(List<String> words, UnitNames unit) {
        String main = words.contains(unit.main()) ? "" : unit.main();
        String per = unit.per().equals("per_") ? "" : withoutUnderscore(unit.per());
        per = words.contains(per) ? "" : per;
        main = per.isEmpty() ? main : withoutUnderscore(main);
        if (!main.isEmpty()) {
            words.add(main);
        }
        if (!per.isEmpty()) {
            words.add(per);
        }
    }

    private static void moveToEnd(List<String> words, String word) {
        words.removeIf(word::equals);
        words.add(word);
    }

    /// The name as it is, and behind it what it does not end with yet.
    private static String withSuffixes(String metric, String unit, MetricKind kind) {
        String name = metric;
        UnitNames words = UnitNames.of(unit);
        String ratio = unit.equals("1") && kind == MetricKind.GAUGE ? "ratio" : "";
        String total = kind == MetricKind.COUNTER ? "total" : "";
        name = withoutSuffix(name, ratio);
        name = withoutSuffix(name, total);
        name = withoutSuffix(name, words.per());
        if (!words.main().isEmpty() && !name.endsWith(words.main())) {
            name = name + "_" + words.main();
        }
        return name + suffix(words.per()) + suffix(total) + suffix(ratio);
    }

    private static String suffix(String word) {
        return word.isEmpty() ? "" : "_" + word;
    }

    /// Without the suffix and the character before it, whatever that is.
    private static String withoutSuffix(String name, String suffix) {
        boolean ends =
                !suffix.isEmpty() && name.endsWith(suffix) && name.length() > suffix.length() + 1;
        return ends ? name.substring(0, name.length() - suffix.length() - 1) : name;
    }

    private static String withoutUnderscore(String word) {
        return word.endsWith("_") ? word.substring(0, word.length() - 1) : word;
    }

    /// What stands between characters that a name may not have.
    private static List<String> words(String metric, boolean underscoresStay) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= metric.length(); i++) {
            boolean inside =
                    i < metric.length()
                            && (isPlain(metric.charAt(i))
                                    || (underscoresStay && metric.charAt(i) == '_'));
            if (!inside) {
                if (i > start) {
                    words.add(metric.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean isUnderscores(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '_') {
                return false;
            }
        }
        return true;
    }
}
