package io.tributary.cli.importing;

import java.util.Map;

/// Statements of InfluxQL. Names stand in quotes, whatever is in them; columns of answers have a
/// name of ours, as a field may have that of a tag.
///
/// @param database by its name
/// @param policy the retention policy, by its name
/// @param tags that points must have to be looked at
record InfluxQl(String database, String policy, Map<String, String> tags) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// The retention policies of the database.
    String policies() {
        return "SHOW RETENTION POLICIES ON " + quoted(database);
    }

    /// Each field of each measurement, with its kinds.
    String fields() {
        return "SHOW FIELD KEYS ON %s FROM %s./.*/".formatted(quoted(database), quoted(policy));
    }

    String tagValues(String measurement, String tag) {
        return "SHOW TAG VALUES ON %s FROM %s.%s WITH KEY = %s"
                .formatted(quoted(database), quoted(policy), quoted(measurement), quoted(tag));
    }

    /// The earliest value (`first`), the latest (`last`) or how many there are (`count`).
    String aggregate(String function, FieldColumn column, Span span) {
        return "SELECT %s(%s) AS v %s"
                .formatted(function, value(column), from(column.measurement(), span));
    }

    /// All values, by series, each from old to new.
    String points(FieldColumn column, Span span) {
        return "SELECT %s AS v %s GROUP BY *"
                .formatted(value(column), from(column.measurement(), span));
    }

    /// A name as it stands in a statement; of a label, in PromQL likewise.
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private String from(String measurement, Span span) {
        StringBuilder text = new StringBuilder();
        tags.forEach((name, value) ->
                text.append(" AND ")
                        .append(quoted(name))
                        .append(" = '")
                        .append(value.replace("\\", "\\\\").replace("'", "\\'"))
                        .append('\''));
        return "FROM %s.%s.%s WHERE time >= %d AND time < %d"
                        .formatted(
                                quoted(database),
                                quoted(policy),
                                quoted(measurement),
                                span.startMillis() * NANOS_PER_MILLI,
                                span.endMillis() * NANOS_PER_MILLI)
                + text;
    }

    private static String value(FieldColumn column) {
        return quoted(column.field()) + "::" + column.kind().word();
    }
}
