package io.tributary.gateway.frozen;

import io.tributary.model.Tenant;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is frozen of one tenant.
///
/// @param tenant as the store has it
/// @param since when it was
/// @param values as text, by the keys of their settings
public record Frozen(Tenant tenant, Instant since, SortedMap<String, String> values) {
    /// A setting that is declared otherwise than it is frozen.
    ///
    /// @param source where it is declared
    public record Difference(String key, String declared, String source, String frozen) {}

    public Frozen {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
}
