package io.tributary.promql.engine.aggregate;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which labels make a group: those named (`by`), or all but those named and the metric name
/// (`without`).
public record Grouping(boolean without, Set<String> names) {
    public Grouping {
        Set<String> all = new TreeSet<>(names);
        if (without) {
            all.add(Label.METRIC_NAME);
        }
        names = Set.copyOf(all);
    }

    /// The same grouping that keeps apart by one label more.
    Grouping alsoBy(String name) {
        if (without) {
            return this;
        }
        Set<String> all = new TreeSet<>(names);
        all.add(name);
        return new Grouping(false, all);
    }

    Labels labels(Labels series) {
        return without ? series.without(names) : series.keep(names);
    }

    /// The groups of a shape, in the order in which their first series stand.
    Groups groups(List<Labels> shape) {
        Map<Labels, Integer> indexes = new LinkedHashMap<>();
        int[] groupOf = new int[shape.size()];
        for (int i = 0; i < groupOf.length; i++) {
            Labels labels = labels(shape.get(i));
            Integer index = indexes.putIfAbsent(labels, indexes.size());
            groupOf[i] = index == null ? indexes.size() - 1 : index;
        }
        return new Groups(new ArrayList<>(indexes.keySet()), groupOf);
    }

    /// The labels of each group, and of each series its group.
    @SuppressWarnings("ArrayRecordComponent") // one int a series, never handed out
    record Groups(List<Labels> labels, int[] groupOf) {
        Groups {
            labels = List.copyOf(labels);
        }

        int count() {
            return labels.size();
        }

        /// How many series each group has.
        int[] sizes() {
            int[] sizes = new int[count()];
            for (int group : groupOf) {
                sizes[group]++;
            }
            return sizes;
        }
    }
}
