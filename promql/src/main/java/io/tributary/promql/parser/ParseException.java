package io.tributary.promql.parser;

import io.tributary.promql.ast.Position;
import java.nio.charset.StandardCharsets;

/// A text that is not PromQL. The message is upstream's: `line:column: parse error: what`.
public final class ParseException extends RuntimeException {
    private final Position position;
    private final int line;
    private final int column;

    ParseException(String query, Position position, String what) {
        super(place(query, position.start()) + ": parse error: " + what);
        this.position = position;
        this.line = lineOf(query, position.start());
        this.column = columnOf(query, position.start());
    }

    public Position position() {
        return position;
    }

    /// From 1.
    public int line() {
        return line;
    }

    /// From 1, in bytes of UTF-8, as upstream counts.
    public int column() {
        return column;
    }

    private static String place(String query, int offset) {
        return query.isEmpty()
                ? "unknown position"
                : lineOf(query, offset) + ":" + columnOf(query, offset);
    }

    private static int lineOf(String query, int offset) {
        return 1
                + (int)
                        query.substring(0, Math.min(offset, query.length()))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }

    private static int columnOf(String query, int offset) {
        int end = Math.min(offset, query.length());
        String before = query.substring(query.lastIndexOf('\n', end - 1) + 1, end);
        return 1 + before.getBytes(StandardCharsets.UTF_8).length;
    }
}
