package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.promql.reference.Series.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Samples of one step after the other, on the way to series. The first sample of a series says
/// whether its name is to go.
final class Gathering {
    private record One(Sample first, List<Point> points) {}

    private final Map<Labels, One> all = new LinkedHashMap<>();

    /// Takes a sample in.
    ///
    /// @return false if its series has a sample at this time already
    boolean add(long timeMillis, Sample sample) {
        One one = all.computeIfAbsent(sample.labels(), _ -> new One(sample, new ArrayList<>()));
        if (!one.points.isEmpty() && one.points.getLast().timeMillis() == timeMillis) {
            return false;
        }
        one.points.add(new Point(timeMillis, sample.value()));
        return true;
    }

    List<Series> series() {
        return all.values().stream()
                .map(one -> new Series(one.first.labels(), one.first.dropName(), one.points))
                .toList();
    }
}
