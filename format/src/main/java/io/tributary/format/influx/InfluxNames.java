package io.tributary.format.influx;

/// How series are named.
///
/// @param separator between measurement and field
/// @param databaseLabel the label that tells the request's database, where the line has no tag of
///   this name; "" for none
public record InfluxNames(String separator, String databaseLabel) {
    /// As VictoriaMetrics does unless told otherwise.
    public static final InfluxNames USUAL = new InfluxNames("_", "db");
}
