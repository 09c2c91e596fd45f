package io.tributary.promql.engine.info;

import io.tributary.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What becomes of a series while the same series describe it.
sealed interface Enrichment {
    /// It goes on under these labels.
    record Series(Labels labels) implements Enrichment {}

    /// It is left out, as a label that was asked for is missing.
    record LeftOut() implements Enrichment {}

    /// Two that describe it say different things of one label.
    record Conflict(String label) implements Enrichment {}

    static Enrichment of(Labels series, List<Labels> describing, Wanted wanted) {
        if (describing.isEmpty()) {
            return wanted.keepsUndescribed() ? new Series(series) : new LeftOut();
        }
        Labels.Builder enriched = series.toBuilder();
        Map<String, String> added = new HashMap<>();
        for (Labels described : describing) {
            for (int i = 0; i < described.size(); i++) {
                String name = described.name(i);
                String value = described.value(i);
                if (!wanted.takes(name)) {
                    continue;
                }
                if (!added.getOrDefault(name, value).equals(value)) {
                    return new Conflict(name);
                }
                if (!series.has(name)) {
                    added.put(name, value);
                    enriched.set(name, value);
                }
            }
        }
        return new Series(enriched.build());
    }
}
