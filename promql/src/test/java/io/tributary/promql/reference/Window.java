package io.tributary.promql.reference;

import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Value;
import java.util.List;

/// What a function over a range is given.
///
/// @param points one at least
/// @param start where the range begins, exclusive; points may lie before it where it is extended
/// @param end where it ends
/// @param stepMillis the time of the step
record Window(List<Point> points, long start, long end, long stepMillis) {
    double rangeSeconds() {
        return (end - start) / 1000.0;
    }

    /// The floats among the points.
    List<Point> floats() {
        return points.stream().filter(p -> p.value() instanceof Value.Real).toList();
    }

    double[] numbers() {
        return floats().stream().mapToDouble(Window::number).toArray();
    }

    /// The histograms among the points.
    List<NaiveHistogram> histograms() {
        return points.stream()
                .map(Point::value)
                .filter(Value.Histogram.class::isInstance)
                .map(value -> ((Value.Histogram) value).histogram())
                .toList();
    }

    static double number(Point point) {
        return number(point.value());
    }

    static double number(Value value) {
        return switch (value) {
            case Value.Real(var number) -> number;
            case Value.Histogram histogram ->
                    throw new IllegalArgumentException("no number: " + histogram);
        };
    }
}
