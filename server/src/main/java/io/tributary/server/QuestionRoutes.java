package io.tributary.server;

import io.tributary.gateway.limits.IngestRates;
import io.tributary.model.flow.ReadBudget;
import io.tributary.promql.Engine;
import io.tributary.promql.EngineSettings;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.concurrent.FairPermits;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.audit.AuditApi;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.clusters.ClustersApi;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.Gate;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.ha.HaPairs;
import io.tributary.server.language.LanguageApi;
import io.tributary.server.limits.LimitsApi;
import io.tributary.server.query.QueryApi;
import io.tributary.server.query.QueryLog;
import io.tributary.server.query.QueryPermits;
import io.tributary.server.query.ScopeLimits;
import io.tributary.server.series.CardinalityApi;
import io.tributary.server.series.ExemplarApi;
import io.tributary.server.series.LabelCountsApi;
import io.tributary.server.series.MetadataApi;
import io.tributary.server.series.SeriesApi;
import io.tributary.server.status.EmptyApi;
import io.tributary.server.status.StatusApi;

/// Puts together what is answered below the prefixes of the query API, in the order in which the
/// reference has it.
final class QuestionRoutes {
    /// Forms of queries in memory at once, in bytes.
    private static final long FORM_BYTES_MAX = 32L * 1024 * 1024;

    private QuestionRoutes() {}

    /// @param rates of what is written
    /// @param writes the routes on which samples are sent
    static ApiRoutes of(
            Gate gate,
            Engine engine,
            ServerSettings settings,
            Clock clock,
            Metrics metrics,
            ServerMetrics counters,
            IngestRates rates,
            WriteRoutes writes,
            StatusApi status,
            QueryLog queryLog,
            AuditTrail trail,
            ClustersApi clusters) {
        EngineSettings limits = settings.engine();
        ReadBudget all = new ReadBudget(settings.queriesBytesMax());
        metrics.gaugeOf(
                "tributary_query_budget_used_bytes",
                "Bytes held by queries under way",
                () -> (double) all.usedBytes());
        Labeled<Counter> refused =
                metrics.counters(
                        "tributary_query_blocked_total",
                        "Queries refused because of query.blocked",
                        "reason");
        ScopeLimits scopes =
                new ScopeLimits(config -> new ServerSettings(config).queryLimits(refused), clock);
        QuestionBudgets budgets =
                new QuestionBudgets(request -> scopes.of(request).bytesMax(), all);
        HaPairs pairs = new HaPairs();
        ApiRoutes routes = new ApiRoutes(gate, new ByteBudget<>(FORM_BYTES_MAX), counters);

        QueryPermits permits = permits(settings, scopes, metrics);
        new QueryApi(engine, scopes, permits, budgets, pairs, clock, queryLog).addTo(routes);
        new LanguageApi(limits.syntax()).addTo(routes);
        new SeriesApi(budgets, scopes, pairs).addTo(routes);
        new MetadataApi(budgets).addTo(routes);
        new ExemplarApi(budgets, scopes).addTo(routes);
        new CardinalityApi(budgets).addTo(routes);
        new LabelCountsApi(budgets, scopes).addTo(routes);
        new LimitsApi(budgets, scopes, rates, ServerSettings.OF_TENANTS, ServerSettings.OF_CLUSTERS)
                .addTo(routes);
        writes.addTo(routes);
        new AuditApi(trail, clock).addTo(routes);
        clusters.addTo(routes);
        status.addTo(routes);
        new EmptyApi().addTo(routes);
        addAbsent(routes);
        return routes;
    }

    private static QueryPermits permits(
            ServerSettings settings, ScopeLimits scopes, Metrics metrics) {
        return new QueryPermits(
                new FairPermits<>(
                        settings.queriesMax(),
                        QueryPermits.QUANTUM_MILLIS,
                        QueryPermits.WAITING_MAX),
                scopes,
                metrics.counters(
                        "tributary_query_left_total",
                        "Queries cancelled or out of time before they got a permit",
                        "error_type"));
    }

    private static void addAbsent(ApiRoutes routes) {
        routes.notInThisVersion("POST", "/read", "remote read")
                .notInAStore("GET", "/status/self_metrics", "its own metrics stand at /metrics")
                .notInAStore("GET", "/openapi.yaml", "a description in OpenAPI");
        for (String what : new String[] {"metric_names", "label_names", "label_values"}) {
            routes.notInAStore("GET, POST", "/search/" + what, "search");
        }
    }
}
