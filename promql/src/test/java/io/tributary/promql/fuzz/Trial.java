package io.tributary.promql.fuzz;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.promql.reference.data.Dataset;

/// A query to be asked over some data.
///
/// @param namesGoLate whether metric names go at the end of the query only
public record Trial(Dataset data, String query, When when, boolean namesGoLate) {
    /// At which times.
    public sealed interface When {
        record Instant(long timeMillis) implements When {}

        /// From a start on, step by step.
        ///
        /// @param endMillis need not be a step
        record Range(long startMillis, long endMillis, long stepMillis) implements When {}
    }

    public Expr expr() {
        return Parser.parse(query, ParserOptions.ALL);
    }

    Trial withData(Dataset other) {
        return new Trial(other, query, when, namesGoLate);
    }

    Trial withQuery(String other) {
        return new Trial(data, other, when, namesGoLate);
    }

    Trial withWhen(When other) {
        return new Trial(data, query, other, namesGoLate);
    }
}
