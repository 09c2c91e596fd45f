package io.tributary.server;

import io.tributary.model.flow.Unavailable;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.Routes;
import io.tributary.runtime.metrics.Exposition;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.api.ApiAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the server says about itself: alive, ready, version, metrics; and honest empties for what
/// Prometheus has and a store has not.
final class StatusApi {
    /// Clients switch features on by the version of Prometheus they think they speak to.
    private static final String PROMETHEUS_VERSION = "3.14.0";

    /// Routes of Prometheus whose truthful answer here is an empty one.
    private static final Map<String, String> EMPTY =
            Map.of(
                    "/rules", "{\"groups\":[]}",
                    "/alerts", "{\"alerts\":[]}",
                    "/alertmanagers", "{\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}",
                    "/targets",
                            "{\"activeTargets\":[],\"droppedTargets\":[],\"droppedTargetCounts\":{}}",
                    "/targets/metadata", "[]",
                    "/metadata", "{}");

    private static final List<String> WRITE_ONCE =
            List.of(
                    "/admin/tsdb/delete_series",
                    "/admin/tsdb/clean_tombstones",
                    "/admin/tsdb/snapshot");

    private final Gate gate;
    private final Metrics metrics;

    StatusApi(Gate gate, Metrics metrics) {
        this.gate = gate;
        this.metrics = metrics;
    }

    /// Adds the routes at the root.
    void addTo(Routes routes) {
        routes.get("/-/healthy", exchange -> healthy())
                .get("/-/ready", exchange -> ready())
                .get("/metrics", this::metrics);
    }

    /// Adds the routes below a prefix of the query API.
    void addTo(Routes routes, String prefix) {
        routes.get(prefix + "/status/buildinfo", exchange -> buildInfo());
        EMPTY.forEach((path, data) -> routes.get(prefix + path, exchange -> success(data)));
        routes.getOrPost(prefix + "/query_exemplars", exchange -> success("[]"));
        for (String path : WRITE_ONCE) {
            routes.post(
                    prefix + path,
                    exchange ->
                            HttpAnswer.error(
                                    403,
                                    "forbidden",
                                    "write-once: what was stored is neither deleted nor changed here"));
        }
    }

    private HttpAnswer healthy() {
        StringBuilder text = new StringBuilder("Tributary is Healthy.\n");
        gate.warnings().forEach(warning -> text.append(warning).append('\n'));
        return HttpAnswer.text(200, text.toString());
    }

    private HttpAnswer ready() {
        Optional<Unavailable> closed = gate.closedBecause();
        return closed.isEmpty()
                ? HttpAnswer.text(200, "Tributary is Ready.\n")
                : HttpAnswer.text(503, "Tributary is " + closed.get().word() + ".\n");
    }

    private HttpAnswer metrics(HttpExchange exchange) {
        Exposition scrape = metrics.scrape(exchange.header("accept").orElse(""));
        return HttpAnswer.bytes(200, scrape.contentType(), scrape.body());
    }

    private static HttpAnswer buildInfo() {
        return ApiAnswer.success(
                json -> {
                    json.beginObject().name("version").string(PROMETHEUS_VERSION);
                    for (String unknown :
                            List.of("revision", "branch", "buildUser", "buildDate", "goVersion")) {
                        json.name(unknown).string("");
                    }
                    json.name("application").string("Tributary");
                    json.name("tributaryVersion").string(Version.text());
                    json.endObject();
                },
                List.of(),
                List.of());
    }

    private static HttpAnswer success(String data) {
        String body = "{\"status\":\"success\",\"data\":" + data + "}";
        return HttpAnswer.bytes(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
