package io.tributary.promql.reference.data;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Stored series with their samples, staleness markers among them.
///
/// @param gauges those whose histograms say that they are gauges
public record Dataset(SortedMap<Labels, NavigableMap<Long, Value>> series, Set<Labels> gauges) {
    public Dataset {
        series = Collections.unmodifiableSortedMap(new TreeMap<>(series));
        gauges = Set.copyOf(gauges);
    }

    public Dataset(SortedMap<Labels, NavigableMap<Long, Value>> series) {
        this(series, Set.of());
    }

    /// Other series, the same of them gauges.
    public Dataset withSeries(SortedMap<Labels, NavigableMap<Long, Value>> other) {
        return new Dataset(other, gauges);
    }

    /// The label sets that all matchers match.
    public List<Labels> matching(List<Matcher> matchers) {
        return series.keySet().stream()
                .filter(labels -> matchers.stream().allMatch(m -> m.matches(labels)))
                .toList();
    }

    /// The samples of one series with `from` < t ≤ `to`.
    public NavigableMap<Long, Value> samples(Labels labels, long from, long to) {
        NavigableMap<Long, Value> all = series.getOrDefault(labels, new TreeMap<>());
        return from < to ? all.subMap(from, false, to, true) : new TreeMap<>();
    }

    public int sampleCount() {
        return series.values().stream().mapToInt(NavigableMap::size).sum();
    }
}
