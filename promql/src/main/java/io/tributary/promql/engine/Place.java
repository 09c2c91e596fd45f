package io.tributary.promql.engine;

import io.tributary.promql.ast.Expr;
import java.nio.charset.StandardCharsets;

/// Where an expression starts in the query's text, as `line:column`, both from 1, columns in bytes.
final class Place {
    private Place() {}

    static String of(Expr expr, String query) {
        int start = expr.position().start();
        if (start < 0 || start > query.length()) {
            return "invalid position";
        }
        String before = query.substring(0, start);
        int lineStart = before.lastIndexOf('\n') + 1;
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.substring(lineStart).getBytes(StandardCharsets.UTF_8).length + 1;
        return line + ":" + column;
    }
}
