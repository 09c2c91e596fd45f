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
import io.tributary.server.query.QueryWatch;
import io.tributary.server.query.ScopeLimits;
import io.tributary.server.raw.ExportApi;
import io.tributary.server.raw.FederateApi;
import io.tributary.server.raw.RawReads;
import io.tributary.server.raw.ReadSettings;
import io.tributary.server.raw.RemoteReadApi;
import io.tributary.server.series.CardinalityApi;
import io.tributary.server.series.ExemplarApi;
import io.tributary.server.series.LabelCountsApi;
import io.tributary.server.series.MetadataApi;
import io.tributary.server.series.SeriesApi;
import io.tributary.server.status.EmptyApi;
import io.tributary.server.status.StatusApi;
import java.net.InetAddress;

/// Puts together what is answered of what is stored, in the order in which the reference has it.
///
/// @param api below the prefixes of the query API
/// @param beside where these prefixes begin
record QuestionRoutes(ApiRoutes api, ApiRoutes beside) {
    /// Forms of queries in memory at once, in bytes.
    private static final long FORM_BYTES_MAX = 32L * 1024 * 1024;

    /// @param rates of what is written
    /// @param writes the routes on which samples are sent
    static QuestionRoutes of(
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
        ScopeLimits scopes = scopes(clock, metrics);
        QuestionBudgets budgets =
                new QuestionBudgets(
                        request -> scopes.of(request).bytesMax(), budgetOfAll(settings, metrics));
        HaPairs pairs = new HaPairs();
        ByteBudget<InetAddress> forms = new ByteBudget<>(FORM_BYTES_MAX);
        ApiRoutes routes = new ApiRoutes(gate, forms, counters);
        ApiRoutes beside = new ApiRoutes(gate, forms, counters);

        QueryWatch watch = QueryWatch.of(clock, queryLog);
        Labeled<Counter> left =
                metrics.counters(
                        "tributary_query_left_total",
                        "Queries cancelled or out of time before they got a permit",
                        "error_type");
        QueryPermits permits = permits(settings.queriesMax(), settings.queriesMax(), scopes, left);
        new QueryApi(engine, scopes, permits, budgets, pairs, clock, watch).addTo(routes);
        new LanguageApi(limits.syntax()).addTo(routes);
        new SeriesApi(budgets, scopes, pairs).addTo(routes);
        new MetadataApi(budgets).addTo(routes);
        new ExemplarApi(budgets, scopes).addTo(routes);
        new CardinalityApi(budgets).addTo(routes);
        new LabelCountsApi(budgets, scopes).addTo(routes);
        RawReads reads = reads(settings.reads(), scopes, budgets, watch, left, clock);
        new RemoteReadApi(reads).addTo(routes);
        new ExportApi(reads).addTo(routes);
        new FederateApi(reads, limits.lookbackMillis()).addTo(beside);
        new LimitsApi(budgets, scopes, rates, ServerSettings.OF_TENANTS, ServerSettings.OF_CLUSTERS)
                .addTo(routes);
        writes.addTo(routes);
        new AuditApi(trail, clock).addTo(routes);
        clusters.addTo(routes);
        status.addTo(routes);
        new EmptyApi().addTo(routes);
        addAbsent(routes);
        return new QuestionRoutes(routes, beside);
    }

    private static ScopeLimits scopes(Clock clock, Metrics metrics) {
        Labeled<Counter> refused =
                metrics.counters(
                        "tributary_query_blocked_total",
                        "Queries refused because of query.blocked",
                        "reason");
        return new ScopeLimits(config -> new ServerSettings(config).queryLimits(refused), clock);
    }

    private static ReadBudget budgetOfAll(ServerSettings settings, Metrics metrics) {
        ReadBudget all = new ReadBudget(settings.queriesBytesMax());
        metrics.gaugeOf(
                "tributary_query_budget_used_bytes",
                "Bytes held by queries under way",
                () -> (double) all.usedBytes());
        return all;
    }

    private static RawReads reads(
            ReadSettings settings,
            ScopeLimits scopes,
            QuestionBudgets budgets,
            QueryWatch watch,
            Labeled<Counter> left,
            Clock clock) {
        return new RawReads(
                scopes,
                budgets,
                permits(settings.concurrentMax(), settings.ofTenantMax(), scopes, left),
                watch,
                clock,
                settings.timeoutMillis());
    }

    private static QueryPermits permits(
            int count, int ofTenantMax, ScopeLimits scopes, Labeled<Counter> left) {
        return new QueryPermits(
                new FairPermits<>(count, QueryPermits.QUANTUM_MILLIS, QueryPermits.WAITING_MAX),
                ofTenantMax,
                scopes,
                left);
    }

    private static void addAbsent(ApiRoutes routes) {
        routes.notInAStore("GET", "/status/self_metrics", "its own metrics stand at /metrics")
                .notInAStore("GET", "/openapi.yaml", "a description in OpenAPI");
        for (String what : new String[] {"metric_names", "label_names", "label_values"}) {
            routes.notInAStore("GET, POST", "/search/" + what, "search");
        }
    }
}
