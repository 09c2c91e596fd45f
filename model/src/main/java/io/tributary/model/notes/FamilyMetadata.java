package io.tributary.model.notes;

/// What is known of a metric family besides its series.
///
/// @param family its name, never empty
/// @param help what it means; may be empty
/// @param unit may be empty
public record FamilyMetadata(String family, MetricType type, String help, String unit) {}
