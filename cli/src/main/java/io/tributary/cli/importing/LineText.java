package io.tributary.cli.importing;

import java.util.Map;
import java.util.Optional;

/// Points as lines of Influx' protocol, in the form that our server reads: with a backslash before
/// each comma, space, equals sign and backslash of a name or tag.
final class LineText {
    static final long NANOS_PER_MILLI = 1_000_000;

    private LineText() {}

    /// All of a series' lines before the value; empty where no line can say it: a name that holds a
    /// line feed, or begins like a comment.
    static Optional<String> prefix(String measurement, String field, Map<String, String> tags) {
        StringBuilder text = new StringBuilder();
        append(measurement, text);
        tags.forEach((name, value) -> {
            text.append(',');
            append(name, text);
            text.append('=');
            append(value, text);
        });
        text.append(' ');
        append(field, text);
        text.append('=');
        boolean isLine = text.indexOf("\n") < 0 && text.charAt(0) != '#' && !field.isEmpty();
        return isLine ? Optional.of(text.toString()) : Optional.empty();
    }

    private static void append(String name, StringBuilder into) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ',' || c == '=' || c == ' ' || c == '\\') {
                into.append('\\');
            }
            into.append(c);
        }
    }
}
