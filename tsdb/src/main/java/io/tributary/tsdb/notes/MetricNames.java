package io.tributary.tsdb.notes;

import io.tributary.model.Labels;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// The metric names of some series, asked which families the series belong to.
public final class MetricNames {
    private final List<String> sorted;

    private MetricNames(List<String> sorted) {
        this.sorted = sorted;
    }

    public static MetricNames of(Stream<Labels> series) {
        return new MetricNames(series.map(Labels::metricName).distinct().sorted().toList());
    }

    /// Whether one is the family's own, or one of its parts: `_total`, `_bucket` and the like.
    public boolean hasOneOf(String family) {
        if (Collections.binarySearch(sorted, family) >= 0) {
            return true;
        }
        String prefix = family + "_";
        int found = Collections.binarySearch(sorted, prefix);
        int next = found >= 0 ? found : -found - 1;
        return next < sorted.size() && sorted.get(next).startsWith(prefix);
    }
}
