package io.tributary.server.series;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.QueryException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many series carry each label pair.
///
/// @param seriesByPair by name, then by value
record LabelCounts(long seriesCount, Map<String, Map<String, Long>> seriesByPair) {
    /// Of a text, two nodes and a count.
    private static final int PAIR_BYTES = 200;

    /// How many series are counted between looks at whether anybody still waits.
    private static final int CHECK_INTERVAL = 1_024;

    /// One count.
    record Count(String name, long value) {
        private static final Comparator<Count> LARGEST_FIRST =
                Comparator.comparingLong(Count::value).reversed().thenComparing(Count::name);
    }

    /// Counts the series of a view's one selector.
    static LabelCounts of(SeriesView view, ReadBudget budget) {
        Map<String, Map<String, Long>> seriesByPair = new HashMap<>();
        int seriesCount = view.seriesCount(0);
        for (int i = 0; i < seriesCount; i++) {
            if (i % CHECK_INTERVAL == 0 && budget.isCancelled()) {
                throw new QueryException(QueryException.Kind.CANCELED, "query was canceled");
            }
            add(view.labels(0, i), seriesByPair, budget);
        }
        return new LabelCounts(seriesCount, seriesByPair);
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

    /// The series of each value of a label.
    List<Count> valuesOf(String name) {
        return seriesByPair.getOrDefault(name, Map.of()).entrySet().stream()
                .map(value -> new Count(value.getKey(), value.getValue()))
                .toList();
    }

    /// How many values each label has.
    List<Count> valuesByLabel() {
        return seriesByPair.entrySet().stream()
                .map(label -> new Count(label.getKey(), label.getValue().size()))
                .toList();
    }

    /// The largest of some counts; of equal ones by name.
    static List<Count> largest(List<Count> counts, int limit) {
        return counts.stream().sorted(Count.LARGEST_FIRST).limit(limit).toList();
    }
}
