package io.tributary.format.influx;

/// What stands beside the lines of a request.
///
/// @param database the parameter `db`; "" where there was none
/// @param receivedMillis the time of lines that bring none, since 1970
public record InfluxRequest(InfluxPrecision precision, String database, long receivedMillis) {}
