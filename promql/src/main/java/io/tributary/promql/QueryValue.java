package io.tributary.promql;

import java.util.List;

/// What a query answers: one of PromQL's four kinds of value.
public sealed interface QueryValue {
    /// A number at a time.
    record Scalar(long timeMillis, double value) implements QueryValue {}

    /// A string at a time.
    record Text(long timeMillis, String value) implements QueryValue {}

    /// At most one sample a series, all of one time.
    record Vector(List<VectorSample> samples) implements QueryValue {
        public Vector {
            samples = List.copyOf(samples);
        }
    }

    /// Series with their samples; a series without samples does not stand here.
    record Matrix(List<MatrixSeries> series) implements QueryValue {
        public Matrix {
            series = List.copyOf(series);
        }
    }
}
