package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.promql.reference.data.Value;
import java.util.List;
import java.util.Optional;

/// A series of an intermediate result; points ascend in time.
///
/// @param dropName whether the metric name is to go at the end of the query
record Series(Labels labels, boolean dropName, List<Point> points) {
    Series {
        points = List.copyOf(points);
    }

    /// A value, and when.
    record Point(long timeMillis, Value value) {
        static Point of(long timeMillis, double number) {
            return new Point(timeMillis, new Value.Real(number));
        }
    }

    Optional<Sample> at(long timeMillis) {
        return points.stream()
                .filter(point -> point.timeMillis() == timeMillis)
                .findFirst()
                .map(point -> new Sample(labels, dropName, timeMillis, point.value()));
    }

    Series withLabels(Labels other) {
        return new Series(other, dropName, points);
    }
}
