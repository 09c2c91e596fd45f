package io.tributary.server.write.lines;

import io.tributary.format.exposition.ExpositionDecoder;
import io.tributary.format.exposition.ExpositionFormat;
import io.tributary.format.exposition.protobuf.FamilyDecoder;
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
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Exposition text, or the same in protobuf, that is pushed: at VictoriaMetrics' path for it, and
/// at those of a Pushgateway, whose labels count more than those of the text. There, clients in Go
/// take 200 for a success, and not 204.
final class Exposition {
    private static final String PUSH_PATH = "/metrics/{job/…}";
    private static final List<String> PUSH_METHODS = List.of("PUT", "POST");
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String PROTOBUF = "application/vnd.google.protobuf";
    private static final Map<String, String> PROTOBUF_PARAMETERS =
            Map.of("proto", "io.prometheus.client.MetricFamily", "encoding", "delimited");

    private final Clock clock;
    private final LineFormat text = new LineFormat(() -> ofText(GivenLabels::of));
    private final LineFormat families =
            new LineFormat(() -> ofFamilies(GivenLabels::of), "metric", 204);
    private final LineFormat pushedText =
            new LineFormat(() -> ofText(GivenLabels::ofPush), "line", 200);
    private final LineFormat pushedFamilies =
            new LineFormat(() -> ofFamilies(GivenLabels::ofPush), "metric", 200);

    Exposition(Clock clock) {
        this.clock = clock;
    }

    void addTo(ApiRoutes routes, WriteFlow flow) {
        routes.open(
                Kind.OWN,
                "POST",
                "/import/prometheus",
                Permission.WRITE,
                "exposition text, Prometheus' or OpenMetrics', or Prometheus' protobuf: [what becomes what](text-protocols.md#exposition-text)",
                flow.handler(text, exchange -> isFamilies(exchange) ? families : text));
    }

    void addTo(GuardedRoutes routes, WriteFlow flow) {
        for (String method : PUSH_METHODS) {
            routes.add(
                    method,
                    PUSH_PATH,
                    Permission.WRITE,
                    flow.handler(
                            pushedText,
                            exchange -> isFamilies(exchange) ? pushedFamilies : pushedText));
        }
    }

    private WriteDecoder ofText(Function<HttpExchange, GivenLabels> given) {
        ExpositionDecoder decoder = new ExpositionDecoder();
        return (exchange, route, bytes, length, into) -> {
            GivenLabels labels = given.apply(exchange);
            decoder.decode(bytes, 0, length, format(exchange), arrivalMillis(exchange), into);
            labels.putOn(into);
            return LineFormat.leftOut(decoder.report());
        };
    }

    private WriteDecoder ofFamilies(Function<HttpExchange, GivenLabels> given) {
        FamilyDecoder decoder = new FamilyDecoder();
        return (exchange, route, bytes, length, into) -> {
            GivenLabels labels = given.apply(exchange);
            decoder.decode(bytes, 0, length, arrivalMillis(exchange), into);
            labels.putOn(into);
            return LineFormat.leftOut(decoder.report());
        };
    }

    private static ExpositionFormat format(HttpExchange exchange) {
        return exchange.mediaType().equals(OPEN_METRICS)
                ? ExpositionFormat.OPEN_METRICS
                : ExpositionFormat.TEXT;
    }

    /// Whether a body is in protobuf: families, each behind its length, unless it says otherwise.
    ///
    /// @throws HttpRefusalException 415 if it says otherwise
    private static boolean isFamilies(HttpExchange exchange) {
        if (!exchange.mediaType().equals(PROTOBUF)) {
            return false;
        }
        String type = exchange.header("content-type").orElse("");
        for (String parameter : type.split(";", -1)) {
            String[] said = parameter.split("=", 2);
            String name = said[0].strip().toLowerCase(Locale.ROOT);
            String wanted = PROTOBUF_PARAMETERS.getOrDefault(name, "");
            if (said.length == 2 && !wanted.isEmpty() && !said[1].strip().equals(wanted)) {
                throw new HttpRefusalException(
                        415,
                        "content-type \"%s\" is not taken here, only text and \"%s\" with %s=%s"
                                .formatted(type, PROTOBUF, name, wanted));
            }
        }
        return true;
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
