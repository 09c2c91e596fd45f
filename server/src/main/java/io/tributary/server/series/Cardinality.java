package io.tributary.server.series;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.QueryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many series carry which labels: the largest counts, as Prometheus' `status/tsdb` has them
/// (`tsdb/index/postings.go`, `Stats`).
///
/// @param pairCount label pairs that differ
/// @param bytesByLabel of name and value, as often as there are series with them
record Cardinality(
        long seriesCount,
        long pairCount,
        List<Count> seriesByName,
        List<Count> valuesByLabel,
        List<Count> bytesByLabel,
        List<Count> seriesByPair) {
    /// Of a text, two nodes and a count.
    private static final int PAIR_BYTES = 200;

    /// From here on a length takes three bytes more.
    private static final int LONG_LENGTH = 255;

    /// How many series are counted between looks at whether anybody still waits.
    private static final int CHECK_INTERVAL = 1_024;

    /// One count.
    record Count(String name, long value) {
        private static final Comparator<Count> LARGEST_FIRST =
                Comparator.comparingLong(Count::value).reversed().thenComparing(Count::name);
    }

    /// Counts the series of a view's one selector.
    ///
    /// @param limit how many counts of a kind are kept
    static Cardinality of(SeriesView view, ReadBudget budget, int limit) {
        Map<String, Map<String, Long>> seriesByPair = new HashMap<>();
        int seriesCount = view.seriesCount(0);
        for (int i = 0; i < seriesCount; i++) {
            if (i % CHECK_INTERVAL == 0 && budget.isCancelled()) {
                throw new QueryException(QueryException.Kind.CANCELED, "query was canceled");
            }
            add(view.labels(0, i), seriesByPair, budget);
        }
        return of(seriesCount, seriesByPair, limit);
    }

    private static void add(
            Labels labels, Map<String, Map<String, Long>> seriesByPair, ReadBudget budget) {
        for (Label label : labels.asList()) {
            Map<String, Long> values =
                    seriesByPair.computeIfAbsent(label.name(), _ -> new HashMap<>());
            if (values.merge(label.value(), 1L, Long::sum) == 1) {
                budget.take(PAIR_BYTES + 2L * label.value().length(), "label pairs");
            }
        }
    }

    private static Cardinality of(
            int seriesCount, Map<String, Map<String, Long>> seriesByPair, int limit) {
        List<Count> values = new ArrayList<>();
        List<Count> bytes = new ArrayList<>();
        List<Count> pairs = new ArrayList<>();
        long pairCount = 0;
        for (Map.Entry<String, Map<String, Long>> label : seriesByPair.entrySet()) {
            long sizeBytes = 0;
            for (Map.Entry<String, Long> value : label.getValue().entrySet()) {
                String text = value.getKey();
                pairs.add(new Count(label.getKey() + "=" + text, value.getValue()));
                sizeBytes += value.getValue() * (sizeBytes(label.getKey()) + sizeBytes(text));
            }
            pairCount += label.getValue().size();
            values.add(new Count(label.getKey(), label.getValue().size()));
            bytes.add(new Count(label.getKey(), sizeBytes));
        }
        List<Count> names =
                seriesByPair.getOrDefault(Label.METRIC_NAME, Map.of()).entrySet().stream()
                        .map(name -> new Count(name.getKey(), name.getValue()))
                        .toList();
        return new Cardinality(
                seriesCount,
                pairCount,
                largest(names, limit),
                largest(values, limit),
                largest(bytes, limit),
                largest(pairs, limit));
    }

    /// What upstream takes for a text in the labels of a series: its bytes behind their number.
    private static int sizeBytes(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length < LONG_LENGTH ? 1 + length : 4 + length;
    }

    private static List<Count> largest(List<Count> counts, int limit) {
        return counts.stream().sorted(Count.LARGEST_FIRST).limit(limit).toList();
    }
}
