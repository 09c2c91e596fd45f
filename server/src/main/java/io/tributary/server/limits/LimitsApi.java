package io.tributary.server.limits;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.limits.IngestRates;
import io.tributary.gateway.limits.WriteLimits;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiTime;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.query.ScopeLimits;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `user_limits` and `user_stats` as Mimir has them, without an envelope, and `limits`, which tells
/// where each value was set, what is used, and what was turned away.
///
/// Who sees a part of a tenant's series only is told how many these are, and no more.
public final class LimitsApi {
    private final QuestionBudgets budgets;
    private final ScopeLimits scopes;
    private final IngestRates rates;
    private final Settings ofTenants;
    private final Settings ofClusters;

    /// @param ofTenants what a tenant may have of its own; likewise the other
    public LimitsApi(
            QuestionBudgets budgets,
            ScopeLimits scopes,
            IngestRates rates,
            Settings ofTenants,
            Settings ofClusters) {
        this.budgets = budgets;
        this.scopes = scopes;
        this.rates = rates;
        this.ofTenants = ofTenants;
        this.ofClusters = ofClusters;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                        Kind.OWN,
                        "GET",
                        "/user_limits",
                        "the limits of one tenant, as Mimir tells them; what we have not is 0",
                        this::userLimits)
                .scoped(
                        Kind.OWN,
                        "GET",
                        "/user_stats",
                        "its series, and samples a second over the last minute, likewise",
                        this::userStats)
                .scoped(
                        Kind.OWN,
                        "GET",
                        "/limits",
                        "each limit of a tenant and its clusters, where it was set, what is used, and which metrics were turned away: [limits](limits.md)",
                        this::limits);
    }

    private HttpAnswer userLimits(ApiRoute.Request request) {
        checkOne(request);
        Config config = request.doors().authorizer().configs(request.scope()).getFirst();
        Route.OfTenant limits = WriteLimits.ofTenant(config);
        int fetched = scopes.of(request).seriesMax();
        return ApiAnswer.bare(json -> {
            json.beginObject().name("compactor_blocks_retention_period_seconds").number(0);
            json.name("ingestion_rate").number(limits.rate().samplesPerSecond());
            json.name("ingestion_burst_size").number(limits.rate().burstSamples());
            json.name("ingestion_burst_factor").number(0);
            json.name("max_global_series_per_user").number(limits.series());
            json.name("max_global_series_per_metric").number(limits.seriesPerMetric());
            json.name("max_global_exemplars_per_user").number(limits.exemplars());
            json.name("max_fetched_chunks_per_query").number(0);
            json.name("max_fetched_series_per_query").number(fetched);
            json.name("max_fetched_chunk_bytes_per_query").number(0);
            json.name("ruler_max_rules_per_rule_group").number(0);
            json.name("ruler_max_rule_groups_per_tenant").number(0).endObject();
        });
    }

    private HttpAnswer userStats(ApiRoute.Request request) throws IOException {
        checkOne(request);
        long series = series(request);
        double rate =
                isWhole(request.scope())
                        ? request.scope().tenants().stream()
                                .mapToDouble(of -> rates.usage(of.tenant()).samplesPerSecond())
                                .sum()
                        : 0;
        return ApiAnswer.bare(json -> {
            json.beginObject().name("ingestionRate").number(rate);
            json.name("numSeries").number(series);
            json.name("APIIngestionRate").number(rate);
            json.name("RuleIngestionRate").number(0).endObject();
        });
    }

    private HttpAnswer limits(ApiRoute.Request request) throws IOException {
        checkOne(request);
        Authorizer authorizer = request.doors().authorizer();
        Config config = authorizer.configs(request.scope()).getFirst();
        long series = series(request);
        Optional<Tenant> own = own(request);
        List<ClusterEntry> clusters = own.map(of -> clusters(authorizer, of)).orElse(List.of());
        SeriesUsage usage = request.doors().usage();
        List<SeriesUsage.Stamped> stamped = own.map(usage::stamped).orElse(List.of());
        return ApiAnswer.success(json -> {
            json.beginObject().name("settings");
            write(json, config, ofTenants);
            json.name("series").number(series);
            if (own.isPresent()) {
                write(json, rates.usage(own.get()));
                json.name("refusedMetrics").beginArray();
                for (SeriesUsage.RefusedMetric metric : usage.refused(own.get())) {
                    write(json, metric);
                }
                json.endArray().name("clusters").beginArray();
                for (ClusterEntry cluster : clusters) {
                    json.beginObject().name("name").string(cluster.name()).name("settings");
                    write(json, cluster.config(), ofClusters);
                    json.name("series").number(series(cluster, stamped));
                    write(json, rates.usageOfCluster(cluster.name()));
                    json.endObject();
                }
                json.endArray();
            }
            json.endObject();
        });
    }

    private static void checkOne(ApiRoute.Request request) {
        if (request.scope().severalAsked()) {
            throw new HttpRefusalException(400, "several tenants are named: name one");
        }
    }

    /// How many series the caller may read.
    private long series(ApiRoute.Request request) throws IOException {
        ReadScope scope = request.scope();
        if (scope.tenants().isEmpty()) {
            return 0;
        }
        if (scope.tenants().size() == 1 && isWhole(scope)) {
            return request.doors().usage().series(scope.tenants().getFirst().tenant());
        }
        Selector all = new Selector(List.of(), ApiTime.START_MILLIS - 1, ApiTime.END_MILLIS);
        try (ReadBudget budget = budgets.open(request);
                SeriesView view = request.doors().source().select(scope, List.of(all), budget)) {
            return view.seriesCount(0);
        }
    }

    /// Whether all series of its tenants are seen, each once.
    private static boolean isWhole(ReadScope scope) {
        long tenants =
                scope.tenants().stream().map(ReadScope.TenantScope::tenant).distinct().count();
        return tenants == scope.tenants().size()
                && scope.tenants().stream().allMatch(tenant -> tenant.policy().isEmpty());
    }

    /// The tenant whose own limits these are, where all of it is seen; a view has none. Behind it
    /// in the scope is what was released from quarantine.
    private static Optional<Tenant> own(ApiRoute.Request request) {
        ReadScope scope = request.scope();
        if (scope.tenants().isEmpty() || !isWhole(scope)) {
            return Optional.empty();
        }
        ReadScope.TenantScope only = scope.tenants().getFirst();
        boolean isView =
                request.doors()
                        .authorizer()
                        .registered()
                        .tenant(only.shown())
                        .filter(TenantEntry::isView)
                        .isPresent();
        return isView ? Optional.empty() : Optional.of(only.tenant());
    }

    private static List<ClusterEntry> clusters(Authorizer authorizer, Tenant tenant) {
        return authorizer.registered().clusters().stream()
                .filter(cluster -> cluster.tenant().equals(tenant.name()))
                .toList();
    }

    private static long series(ClusterEntry cluster, List<SeriesUsage.Stamped> stamped) {
        return stamped.stream()
                .filter(of -> of.stamps().equals(cluster.stamps()))
                .mapToLong(SeriesUsage.Stamped::series)
                .sum();
    }

    private static void write(JsonWriter json, Config config, Settings settings)
            throws IOException {
        Map<String, String> shown = config.shown();
        json.beginArray();
        for (Setting<?> setting : settings.all()) {
            json.beginObject().name("name").string(setting.key());
            json.name("value").string(shown.getOrDefault(setting.key(), ""));
            json.name("source").string(fileName(config.source(setting))).endObject();
        }
        json.endArray();
    }

    /// Where files lie on the server is nothing to a tenant.
    private static String fileName(String source) {
        return source.substring(source.lastIndexOf('/') + 1);
    }

    private static void write(JsonWriter json, IngestRates.Usage usage) throws IOException {
        json.name("samplesPerSecond").number(usage.samplesPerSecond());
        json.name("throttledRequests").number(usage.throttledRequests());
        json.name("throttledSamples").number(usage.throttledSamples());
    }

    private static void write(JsonWriter json, SeriesUsage.RefusedMetric metric)
            throws IOException {
        json.beginObject().name("metric").string(metric.metric());
        json.name("reason").string(metric.reason().word());
        json.name("count").number(metric.count());
        json.name("overcount").number(metric.overcount()).endObject();
    }
}
