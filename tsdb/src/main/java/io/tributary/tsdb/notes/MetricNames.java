package io.tributary.tsdb.notes;

import java.util.List;
import java.util.Set;

/// The metric names of some series, asked which families the series belong to.
public final class MetricNames {
    /// What a part of a family has behind the family's name: of counters, histograms and summaries,
    /// in Prometheus' format and OpenMetrics'.
    private static final List<String> PARTS =
            List.of(
                    "",
                    "_bucket",
                    "_count",
                    "_sum",
                    "_total",
                    "_created",
                    "_info",
                    "_gcount",
                    "_gsum");

    private final Set<String> names;

    public MetricNames(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /// Whether one is the family's own, or one of its parts.
    public boolean hasOneOf(String family) {
        return PARTS.stream().anyMatch(part -> names.contains(family + part));
    }
}
