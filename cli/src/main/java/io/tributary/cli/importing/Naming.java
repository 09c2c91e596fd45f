package io.tributary.cli.importing;

import java.util.Map;
import java.util.Optional;

/// How series are called here.
///
/// @param database becomes the label `db`, unless it is Prometheus' own
/// @param isPrometheus whether a Prometheus wrote the database, by remote write: then the field
///   `value` of a measurement is the metric of that name
record Naming(String database, boolean isPrometheus) {
    /// The only field of what Prometheus wrote.
    private static final String VALUE = "value";

    /// The metric's name: see `docs/reference/text-protocols.md`.
    String metric(FieldColumn column) {
        if (isMetric(column)) {
            return column.measurement();
        }
        return column.measurement() + "_" + column.field();
    }

    /// All of a series' lines before the value; empty where no line can say it.
    Optional<String> prefix(FieldColumn column, Map<String, String> tags) {
        return isMetric(column)
                ? LineText.prefix("", column.measurement(), tags)
                : LineText.prefix(column.measurement(), column.field(), tags);
    }

    /// The value of the label `db`; empty where there is none.
    String label() {
        return isPrometheus ? "" : database;
    }

    private boolean isMetric(FieldColumn column) {
        return isPrometheus && column.field().equals(VALUE);
    }
}
