package io.tributary.server.write.lines;

import io.tributary.format.exposition.ExpositionDecoder;
import io.tributary.format.exposition.ExpositionFormat;
import io.tributary.gateway.identity.Permission;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFlow;
import java.util.List;
import java.util.function.Function;

/// Exposition text that is pushed: at VictoriaMetrics' path for it, and at those of a Pushgateway,
/// whose labels count more than those of the text.
final class Exposition {
    private static final String PUSH_PATH = "/metrics/{job/…}";
    private static final List<String> PUSH_METHODS = List.of("PUT", "POST");
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String PROTOBUF = "application/vnd.google.protobuf";

    private final Clock clock;
    private final LineFormat format = new LineFormat(() -> decoder(GivenLabels::of));
    private final LineFormat pushed = new LineFormat(() -> decoder(GivenLabels::ofPush));

    Exposition(Clock clock) {
        this.clock = clock;
    }

    void addTo(ApiRoutes routes, WriteFlow flow) {
        routes.open(
                Kind.OWN,
                "POST",
                "/import/prometheus",
                Permission.WRITE,
                "exposition text, Prometheus' or OpenMetrics': [what becomes what](text-protocols.md#exposition-text)",
                flow.handler(format));
    }

    void addTo(GuardedRoutes routes, WriteFlow flow) {
        for (String method : PUSH_METHODS) {
            routes.add(method, PUSH_PATH, Permission.WRITE, flow.handler(pushed));
        }
    }

    private WriteDecoder decoder(Function<HttpExchange, GivenLabels> given) {
        ExpositionDecoder decoder = new ExpositionDecoder();
        return (exchange, route, bytes, length, into) -> {
            GivenLabels labels = given.apply(exchange);
            decoder.decode(bytes, 0, length, format(exchange), arrivalMillis(exchange), into);
            labels.putOn(into);
            return LineFormat.leftOut(decoder.report());
        };
    }

    private static ExpositionFormat format(HttpExchange exchange) {
        String media = exchange.mediaType();
        if (media.equals(PROTOBUF)) {
            throw new HttpRefusalException(
                    415,
                    "content-type %s is not taken here, only text: text/plain and %s"
                            .formatted(
                                    exchange.header("content-type").orElse(""), OPEN_METRICS));
        }
        return media.equals(OPEN_METRICS) ? ExpositionFormat.OPEN_METRICS : ExpositionFormat.TEXT;
    }

    /// When samples are from that bring no time.
    private long arrivalMillis(HttpExchange exchange) {
        String given = exchange.urlParameters().first("timestamp").orElse("");
        if (given.isEmpty()) {
            return clock.wallMillis();
        }
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw new HttpRefusalException(
                    400, "found timestamp %s, expected milliseconds since 1970".formatted(given));
        }
    }
}
