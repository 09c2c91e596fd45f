package io.tributary.promql.engine;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.util.List;

/// What a query evaluated to.
public sealed interface Outcome {
    /// `"text"`.
    record Text(String value) implements Outcome {}

    /// One number at the only step.
    record Scalar(double value) implements Outcome {}

    /// Series with a value at the only step, in the order of the answer.
    record Vector(List<Series> series) implements Outcome {
        public Vector {
            series = List.copyOf(series);
        }
    }

    /// Series in the order of their labels.
    record Matrix(List<Series> series) implements Outcome {
        public Matrix {
            series = List.copyOf(series);
        }
    }

    /// The values of one series, one at least, times ascending.
    record Series(Labels labels, SampleColumn samples) {}
}
