package io.tributary.promql.reference.data;

import io.tributary.model.Labels;
import java.util.List;
import java.util.SortedMap;

/// What became of a query, whoever evaluated it.
public sealed interface Outcome {
    /// An answer, its rows in the order of the answer.
    record Rows(Shape shape, List<Row> rows) implements Outcome {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /// There is none.
    ///
    /// @param badData whether the query is to blame, rather than the data
    record Failed(boolean badData, String why) implements Outcome {}

    /// Evaluation broke down, which is never right.
    record Broken(String how) implements Outcome {}

    /// The answer depends on what upstream leaves open.
    record Open(String why) implements Outcome {}

    /// There is one, which this evaluator does not know.
    record Unknown(String why) implements Outcome {}

    /// One series; a scalar has no labels.
    record Row(Labels labels, SortedMap<Long, Value> points) {}

    /// What kind of answer.
    enum Shape {
        SCALAR,
        VECTOR,
        MATRIX
    }
}
