package io.tributary.testkit.promqltest;

import java.util.List;

/// What an engine made of an expression.
public sealed interface EvalResult {
    /// A number without a time.
    record Scalar(double value, Notes notes) implements EvalResult {}

    /// A string.
    record Text(String value, Notes notes) implements EvalResult {}

    /// Samples at one time, in the order of the answer.
    record Vector(List<Sample> samples, Notes notes) implements EvalResult {
        public Vector {
            samples = List.copyOf(samples);
        }
    }

    /// Series over time, in the order of the answer.
    record Matrix(List<Series> series, Notes notes) implements EvalResult {
        public Matrix {
            series = List.copyOf(series);
        }
    }

    /// The expression was refused or its evaluation failed.
    ///
    /// @param message without a position
    record Failed(String message) implements EvalResult {}

    /// The engine does not know how to do this yet.
    record Unsupported(String what) implements EvalResult {}

    /// Annotations, as the API renders them, with their positions.
    record Notes(List<String> warnings, List<String> infos) {
        /// No annotations.
        public static final Notes NONE = new Notes(List.of(), List.of());

        public Notes {
            warnings = List.copyOf(warnings);
            infos = List.copyOf(infos);
        }
    }

    /// One sample of a vector.
    record Sample(LabelSet labels, SampleValue value) {}

    /// One series of a matrix; points ascend in time.
    record Series(LabelSet labels, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /// One value of a series in a matrix.
    record Point(long tMillis, SampleValue value) {}
}
