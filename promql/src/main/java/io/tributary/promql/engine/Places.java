package io.tributary.promql.engine;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.operator.Place;
import java.nio.charset.StandardCharsets;

/// Where expressions start in the query's text, both line and column from 1, columns in bytes.
///
/// To be asked in the order of evaluation: for an expression when its operands were planned.
final class Places {
    private final String query;
    private int count;

    Places(String query) {
        this.query = query;
    }

    Place of(Expr expr) {
        return new Place(text(expr.position().start()), count++);
    }

    /// The start of the query.
    Place atStart() {
        return new Place(text(0), count++);
    }

    private String text(int start) {
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
