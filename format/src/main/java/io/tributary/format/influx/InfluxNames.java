package io.tributary.format.influx;

/// How series are named.
///
/// @param separator between measurement and field
/// @param databaseLabel the label that tells the request's database, where the line has no tag of
///   this name; "" for none
/// @param sanitized whether names are made of ASCII letters, digits, `_` and, in metric names, `:`
///   alone, with `_` for every other character; else they are kept as they are
public record InfluxNames(String separator, String databaseLabel, boolean sanitized) {
    /// As VictoriaMetrics does unless told otherwise.
    public static final InfluxNames USUAL = new InfluxNames("_", "db", false);
}
