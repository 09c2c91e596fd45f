package io.tributary.server.write.lines;

import io.tributary.format.jsonlines.JsonLinesDecoder;
import io.tributary.gateway.identity.Permission;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFlow;

/// JSON lines, as they are exported here and by VictoriaMetrics.
final class JsonLines {
    private final LineFormat format = new LineFormat(JsonLines::decoder);

    void addTo(ApiRoutes routes, WriteFlow flow) {
        routes.open(
                Kind.OWN,
                "POST",
                "/import",
                Permission.WRITE,
                "series as lines of JSON, as `/export` gives them: [what becomes what](text-protocols.md#json-lines)",
                flow.handler(format));
    }

    private static WriteDecoder decoder() {
        JsonLinesDecoder decoder = new JsonLinesDecoder();
        return (exchange, route, bytes, length, into) -> {
            decoder.decode(bytes, 0, length, into);
            GivenLabels.of(exchange).putOn(into);
            return LineFormat.leftOut(decoder.report());
        };
    }
}
