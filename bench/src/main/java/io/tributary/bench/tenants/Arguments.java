package io.tributary.bench.tenants;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a program is told: `name=value`, each with a default. Immutable.
final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /// @param defaults `name=value`, all there are
    /// @throws IllegalArgumentException if one is not known; the message lists those that are
    static Arguments of(String[] given, String... defaults) {
        Map<String, String> values = new TreeMap<>();
        Arrays.stream(defaults).forEach(text -> put(text, values));
        List<String> known = List.copyOf(values.keySet());
        Arrays.stream(given).forEach(text -> put(text, values));
        if (values.size() != known.size()) {
            throw new IllegalArgumentException(
                    "found %s, expected some of %s, each as name=value"
                            .formatted(List.of(given), known));
        }
        return new Arguments(values);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    double real(String name) {
        return Double.parseDouble(text(name));
    }

    /// All of them, for the head of what is printed.
    @Override
    public String toString() {
        return values.toString();
    }

    private static void put(String text, Map<String, String> into) {
        int equals = text.indexOf('=');
        into.put(equals < 0 ? text : text.substring(0, equals), text.substring(equals + 1));
    }
}
