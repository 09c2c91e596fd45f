package io.tributary.tsdb.notes;

import io.tributary.model.notes.FamilyParts;
import java.util.Set;

/// The metric names of some series, asked which families the series belong to.
public final class MetricNames {
    private final Set<String> names;

    public MetricNames(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /// Whether one is the family's own, or one of its parts.
    public boolean hasOneOf(String family) {
        return FamilyParts.ALL.stream().anyMatch(part -> names.contains(family + part));
    }
}
