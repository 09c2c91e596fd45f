package io.tributary.server.status;

import io.tributary.gateway.identity.Permission;
import io.tributary.model.flow.Unavailable;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.metrics.Exposition;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What the server says about itself: alive, ready, metrics, version, settings, features.
public final class StatusApi {
    private final Gate gate;
    private final Metrics metrics;
    private final ProcessFacts facts;

    public StatusApi(Gate gate, Metrics metrics, ProcessFacts facts) {
        this.gate = gate;
        this.metrics = metrics;
        this.facts = facts;
    }

    /// Adds the routes at the root.
    public void addTo(GuardedRoutes routes) {
        routes.add("GET", "/-/healthy", Permission.NOBODY, (exchange, caller) -> healthy())
                .add("GET", "/-/ready", Permission.NOBODY, (exchange, caller) -> ready())
                .add(
                        "GET",
                        "/metrics",
                        Permission.METRICS,
                        (exchange, caller) -> metrics(exchange));
    }

    /// Adds the routes of the query API.
    public void addTo(ApiRoutes routes) {
        routes.open(
                        Kind.SELF,
                        "GET",
                        "/status/buildinfo",
                        Permission.KNOWN,
                        "`version` is the version of Prometheus whose API this is (clients switch features by it), `application` and `tributaryVersion` are ours",
                        (exchange, caller) -> ApiAnswer.success(facts::writeBuild))
                .open(
                        Kind.SELF,
                        "GET",
                        "/status/runtimeinfo",
                        Permission.SERVER,
                        "`goroutineCount` are threads, `GOMEMLIMIT` is the largest heap, `corruptionCount` are losses on record; `GOGC` and `GODEBUG` are empty",
                        (exchange, caller) -> runtime())
                .open(
                        Kind.SELF,
                        "GET",
                        "/status/config",
                        Permission.SERVER,
                        "all settings as YAML, each with its source; secrets masked",
                        (exchange, caller) -> config())
                .open(
                        Kind.SELF,
                        "GET",
                        "/status/flags",
                        Permission.SERVER,
                        "all settings by their keys; secrets masked",
                        (exchange, caller) -> FixedAnswers.texts(facts.config().shown()))
                .open(
                        Kind.SELF,
                        "GET",
                        "/features",
                        Permission.KNOWN,
                        "those of Prometheus' features that mean something here; a function is told where the grammar takes it",
                        (exchange, caller) -> features())
                .open(
                        Kind.SELF,
                        "GET",
                        "/status/walreplay",
                        Permission.KNOWN,
                        "zeros: how far a start has come is not told",
                        (exchange, caller) ->
                                FixedAnswers.data("{\"min\":0,\"max\":0,\"current\":0}"));
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

    private HttpAnswer runtime() {
        long losses = gate.pass().losses().getAsLong();
        return ApiAnswer.success(json -> facts.writeRuntime(json, losses));
    }

    private HttpAnswer config() {
        return ApiAnswer.success(json ->
                json.beginObject().name("yaml").htmlSafe(facts.config().print()).endObject());
    }

    private HttpAnswer features() {
        SortedMap<String, SortedMap<String, Boolean>> features = Features.of(facts.engine());
        return ApiAnswer.success(json -> {
            json.beginObject();
            for (Map.Entry<String, SortedMap<String, Boolean>> category : features.entrySet()) {
                json.name(category.getKey()).beginObject();
                for (Map.Entry<String, Boolean> feature : category.getValue().entrySet()) {
                    json.name(feature.getKey()).bool(feature.getValue());
                }
                json.endObject();
            }
            json.endObject();
        });
    }
}
