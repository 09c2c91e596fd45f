package io.tributary.server.series;

import io.tributary.model.Label;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SeriesView;
import io.tributary.server.series.LabelCounts.Count;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    /// From here on a length takes three bytes more.
    private static final int LONG_LENGTH = 255;

    /// Counts the series of a view's one selector.
    ///
    /// @param limit how many counts of a kind are kept
    static Cardinality of(SeriesView view, ReadBudget budget, int limit) {
        return of(LabelCounts.of(view, budget), limit);
    }

    private static Cardinality of(LabelCounts counts, int limit) {
        Map<String, Map<String, Long>> seriesByPair = counts.seriesByPair();
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
            bytes.add(new Count(label.getKey(), sizeBytes));
        }
        return new Cardinality(
                counts.seriesCount(),
                pairCount,
                LabelCounts.largest(counts.valuesOf(Label.METRIC_NAME), limit),
                LabelCounts.largest(counts.valuesByLabel(), limit),
                LabelCounts.largest(bytes, limit),
                LabelCounts.largest(pairs, limit));
    }

    /// What upstream takes for a text in the labels of a series: its bytes behind their number.
    private static int sizeBytes(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length < LONG_LENGTH ? 1 + length : 4 + length;
    }
}
