package io.tributary.cli.query;

import java.nio.charset.StandardCharsets;

/// A server's word on a query, with a mark under the place it speaks of.
///
/// ```
/// invalid parameter "query": 1:7: parse error: unclosed left parenthesis
///   sum(up
///         ^
/// ```
final class ErrorText {
    private static final String PARSE_ERROR = ": parse error:";

    private ErrorText() {}

    static String of(String error, String query) {
        String clean = SeriesNames.clean(error.replace('\n', ' '));
        int end = clean.indexOf(PARSE_ERROR);
        if (end < 0) {
            return clean;
        }
        int columnStart = startOfNumber(clean, end);
        int lineStart = columnStart == 0 ? 0 : startOfNumber(clean, columnStart - 1);
        if (columnStart == end
                || lineStart >= columnStart - 1
                || clean.charAt(columnStart - 1) != ':') {
            return clean;
        }
        int line = number(clean, lineStart, columnStart - 1);
        int column = number(clean, columnStart, end);
        String[] lines = query.split("\n", -1);
        if (line < 1 || line > lines.length || column < 1) {
            return clean;
        }
        String text = lines[line - 1];
        return "%s\n  %s\n  %s^"
                .formatted(clean, SeriesNames.clean(text), " ".repeat(width(text, column)));
    }

    /// Characters before the byte at `column`, which counts from 1.
    private static int width(String text, int column) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = Math.min(column - 1, bytes.length);
        String before = new String(bytes, 0, count, StandardCharsets.UTF_8);
        return before.codePointCount(0, before.length());
    }

    private static int startOfNumber(String text, int end) {
        int start = end;
        while (start > 0 && text.charAt(start - 1) >= '0' && text.charAt(start - 1) <= '9') {
            start--;
        }
        return start;
    }

    /// -1 for what is no number of a place.
    private static int number(String text, int start, int end) {
        try {
            return Integer.parseInt(text.substring(start, end));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
