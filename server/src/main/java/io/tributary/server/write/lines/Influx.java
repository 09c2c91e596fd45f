package io.tributary.server.write.lines;

import io.tributary.format.influx.InfluxDecoder;
import io.tributary.format.influx.InfluxNames;
import io.tributary.format.influx.InfluxPrecision;
import io.tributary.format.influx.InfluxRequest;
import io.tributary.gateway.identity.Permission;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.http.Parameters;
import io.tributary.server.door.GuardedHandler;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFlow;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Influx' line protocol, at the paths of Influx 1 and 2 and those that VictoriaMetrics has for
/// them, and what clients of Influx ask before they write.
final class Influx {
    private static final List<String> WRITE_PATHS =
            List.of("/write", "/api/v2/write", "/influx/write", "/influx/api/v2/write");
    private static final List<String> PING_PATHS = List.of("/ping", "/influx/ping");
    private static final List<String> QUERY_PATHS = List.of("/query", "/influx/query");

    /// Answers any statement: no database has to be made, and none is known.
    private static final byte[] NO_RESULT =
            "{\"results\":[{\"statement_id\":0}]}".getBytes(StandardCharsets.UTF_8);

    /// Clients of Influx 1 look at the major number.
    private static final String VERSION = "1.8.10";

    private final Clock clock;
    private final LineFormat format = new LineFormat(this::decoder);

    Influx(Clock clock) {
        this.clock = clock;
    }

    void addTo(GuardedRoutes routes, WriteFlow flow) {
        GuardedHandler handler = flow.handler(format);
        WRITE_PATHS.forEach(path -> routes.add("POST", path, Permission.WRITE, handler));
        for (String path : PING_PATHS) {
            routes.add("GET", path, Permission.NOBODY, (exchange, caller) -> pong());
        }
        for (String path : QUERY_PATHS) {
            routes.add("POST", path, Permission.KNOWN, (exchange, caller) -> noResult());
        }
    }

    private WriteDecoder decoder() {
        InfluxDecoder decoder = new InfluxDecoder(InfluxNames.USUAL);
        return (exchange, route, bytes, length, into) -> {
            decoder.decode(bytes, 0, length, request(exchange), into);
            GivenLabels.of(exchange).putOn(into);
            return LineFormat.leftOut(decoder.report());
        };
    }

    private InfluxRequest request(HttpExchange exchange) {
        Parameters parameters = exchange.urlParameters();
        String precision = parameters.first("precision").orElse("");
        return new InfluxRequest(
                InfluxPrecision.of(precision)
                        .orElseThrow(() ->
                                new HttpRefusalException(
                                        400,
                                        "found precision %s, expected one of ns, us, ms, s, m, h"
                                                .formatted(precision))),
                parameters.first("db").or(() -> parameters.first("bucket")).orElse(""),
                clock.wallMillis());
    }

    private static HttpAnswer pong() {
        return HttpAnswer.empty(204).withHeader("x-influxdb-version", VERSION);
    }

    private static HttpAnswer noResult() {
        return HttpAnswer.bytes(200, "application/json", NO_RESULT);
    }
}
