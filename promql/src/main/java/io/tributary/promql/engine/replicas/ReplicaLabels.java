package io.tributary.promql.engine.replicas;

import io.tributary.model.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which labels tell replicas of one series apart, and nothing else.
///
/// @param owner the label whose value decides which they are; a series without it goes by the empty
///   value
/// @param names the replica labels by that value; for a value that is not here there are none
public record ReplicaLabels(String owner, Map<String, Set<String>> names) {
    /// Of what is left of one series' labels, for budgets.
    public static final int LABELS_BYTES = 200;

    public static final ReplicaLabels NONE = new ReplicaLabels("", Map.of());

    public ReplicaLabels {
        Map<String, Set<String>> some = new HashMap<>();
        names.forEach((value, labels) -> {
            if (!labels.isEmpty()) {
                some.put(value, Set.copyOf(labels));
            }
        });
        names = Map.copyOf(some);
    }

    /// The same of all series.
    public static ReplicaLabels of(Set<String> names) {
        return new ReplicaLabels("", Map.of("", names));
    }

    /// Whether no series has replicas.
    public boolean isNone() {
        return names.isEmpty();
    }

    /// What is left of a series' labels.
    public Labels without(Labels series) {
        return series.without(names.getOrDefault(series.value(owner), Set.of()));
    }
}
