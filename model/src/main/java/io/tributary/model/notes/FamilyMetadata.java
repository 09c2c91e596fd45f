package io.tributary.model.notes;

import java.util.Comparator;

/// What is known of a metric family besides its series.
///
/// @param family its name, never empty
/// @param help what it means; may be empty
/// @param unit may be empty
public record FamilyMetadata(String family, MetricType type, String help, String unit) {
    /// In the order of names; two are equal in this order only if they say the same.
    public static final Comparator<FamilyMetadata> BY_NAME =
            Comparator.comparing(FamilyMetadata::family)
                    .thenComparing(FamilyMetadata::type)
                    .thenComparing(FamilyMetadata::help)
                    .thenComparing(FamilyMetadata::unit);
}
