package io.tributary.format.otlp.name;

/// How names of metrics are made.
///
/// @param escapes whether all but ASCII letters, digits and colons become underscores
/// @param addsSuffixes whether units, `_total` and `_ratio` are put behind
public record MetricNaming(boolean escapes, boolean addsSuffixes) {}
