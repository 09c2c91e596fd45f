package io.tributary.server.limits;

import static io.tributary.server.limits.LimitedServer.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a tenant's questions may do, and what is told of limits, over a real store.
class QueryLimitsTest {
    private static final String[] BOTH = {"X-Scope-OrgID", "shop|bank"};
    private static final String[] SHOP = {"X-Scope-OrgID", "shop"};
    private static final String[] BANK = {"X-Scope-OrgID", "bank"};

    private LimitedServer server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = new LimitedServer(directory);
        assertStatus(204, server.write("eu-writer", "a", 20, 7_200_000));
        assertStatus(204, server.write("eu-writer", "a", 20));
        assertStatus(204, server.write("us-writer", "b", 5));
        assertStatus(204, server.write("bank-writer", "a", 20));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void query_ofMoreSeriesThanTheTenantMaySelect_is422AndOthersGoOn() throws Exception {
        server.change("limits: {max_fetched_series_per_query: 19}", "");

        HttpResponse<String> refused = server.query("both-reader", "sum(a)", SHOP);

        assertStatus(422, refused);
        assertThat(refused.body())
                .contains("selects 20 series")
                .contains("limits.max_fetched_series_per_query: 19");
        assertStatus(200, server.query("both-reader", "sum(b)", SHOP));
        assertStatus(200, server.query("both-reader", "sum(a)", BANK));
        assertStatus(422, server.query("both-reader", "sum(a)", BOTH));
    }

    @Test
    void query_ofWhatIsOlderThanTheTenantMaySee_seesNothingOfIt() throws Exception {
        String old = "count(count_over_time(a[3h])) or vector(0)";
        String samples = "sum(count_over_time(a[3h]))";
        assertThat(server.query("shop-reader", samples).body()).contains("\"40\"");
        server.change("limits: {max_query_lookback: 1h}", "");

        assertThat(server.query("shop-reader", samples).body()).contains("\"20\"");
        assertThat(server.query("shop-reader", old).body()).contains("\"20\"");
        long hourAgo = server.now() / 1000 - 7_200 + 1;
        String atThen = "count(a @ %d) or vector(0)".formatted(hourAgo);
        assertThat(server.query("shop-reader", atThen).body()).contains("\"0\"");
        String range = "/api/v1/series?match[]=a&start=0&end=" + hourAgo;
        assertThat(server.get("shop-reader", range.replace("[]", "%5B%5D")).body())
                .isEqualTo("{\"status\":\"success\",\"data\":[]}");
        assertThat(server.query("both-reader", samples, BANK).body()).contains("\"20\"");
    }

    @Test
    void queryRange_longerThanTheTenantMayAsk_is422NamingTheLimit() throws Exception {
        server.change("limits: {max_total_query_length: 1h}", "");
        String path = "/api/v1/query_range?query=a&step=60&start=%d&end=%d";
        long end = server.now() / 1000;

        HttpResponse<String> refused = server.get("shop-reader", path.formatted(end - 3_601, end));

        assertStatus(422, refused);
        assertThat(refused.body()).contains("PT1H1S").contains("limits.max_total_query_length");
        assertStatus(200, server.get("shop-reader", path.formatted(end - 3_600, end)));
    }

    @Test
    void query_bySettingsOfTheTenant_goesByThoseAndNotByTheServers() throws Exception {
        String step = "sort_by_label(a, \"i\")";
        assertStatus(400, server.query("both-reader", step, SHOP));
        server.change("query: {experimentalFunctions: true, maxSamplesRead: 21}", "");

        assertStatus(200, server.query("both-reader", step, SHOP));
        assertStatus(400, server.query("both-reader", step, BANK));
        assertStatus(400, server.query("both-reader", step, BOTH));
        assertStatus(422, server.query("both-reader", "sum_over_time(a[3h])", SHOP));
        assertStatus(200, server.query("both-reader", "sum_over_time(a[3h])", BANK));
        server.change("query: {blocked: 'exact sum(b) # ask the owner'}", "");
        HttpResponse<String> blocked = server.query("both-reader", "sum(b)", SHOP);
        assertStatus(422, blocked);
        assertThat(blocked.body()).contains("query is blocked: ask the owner");
        assertStatus(422, server.query("both-reader", "sum(b)", BOTH));
        assertStatus(200, server.query("both-reader", "sum(b)", BANK));
    }

    @Test
    void query_replicaLabelsOfTheTenant_makeItsSeriesOneAndNotOthers() throws Exception {
        server.change("ha: {replicaLabels: i}", "");

        assertThat(server.query("both-reader", "count(a)", SHOP).body()).contains("\"1\"");
        assertThat(server.query("both-reader", "count(a)", BANK).body()).contains("\"20\"");
    }

    @Test
    void userLimits_ofATenant_areThoseInForceInMimirsWords() throws Exception {
        server.change(
                "limits: {ingestion_rate: 7, max_global_series_per_user: 9, max_global_exemplars_per_user: 13, max_fetched_series_per_query: 11}",
                "");

        assertThat(server.get("shop-reader", "/api/v1/user_limits").body())
                .isEqualTo(
                        "{\"compactor_blocks_retention_period_seconds\":0,\"ingestion_rate\":7,\"ingestion_burst_size\":140,\"ingestion_burst_factor\":0,\"max_global_series_per_user\":9,\"max_global_series_per_metric\":0,\"max_global_exemplars_per_user\":13,\"max_fetched_chunks_per_query\":0,\"max_fetched_series_per_query\":11,\"max_fetched_chunk_bytes_per_query\":0,\"ruler_max_rules_per_rule_group\":0,\"ruler_max_rule_groups_per_tenant\":0}");
        assertStatus(400, server.get("both-reader", "/api/v1/user_limits", BOTH));
    }

    @Test
    void userStats_countWhatTheCallerMaySee() throws Exception {
        assertThat(server.get("shop-reader", "/prometheus/api/v1/user_stats").body())
                .contains("\"numSeries\":25,")
                .contains("\"RuleIngestionRate\":0}")
                .doesNotContain("\"ingestionRate\":0,");
        assertThat(server.get("shop-part", "/api/v1/user_stats").body())
                .isEqualTo(
                        "{\"ingestionRate\":0,\"numSeries\":5,\"APIIngestionRate\":0,\"RuleIngestionRate\":0}");
    }

    @Test
    void cardinality_countsWhatTheCallerMaySee_inMimirsForm() throws Exception {
        assertThat(server.get("shop-reader", "/api/v1/cardinality/label_names?limit=2").body())
                .isEqualTo(
                        "{\"label_values_count_total\":24,\"label_names_count\":3,\"cardinality\":[{\"label_name\":\"i\",\"label_values_count\":20},{\"label_name\":\"__name__\",\"label_values_count\":2}]}");
        String values = "/api/v1/cardinality/label_values?label_names%5B%5D=";
        assertThat(
                        server.get(
                                        "shop-reader",
                                        values + "cluster&label_names%5B%5D=__name__&limit=1")
                                .body())
                .isEqualTo(
                        "{\"series_count_total\":25,\"labels\":[{\"label_name\":\"__name__\",\"label_values_count\":2,\"series_count\":25,\"cardinality\":[{\"label_value\":\"a\",\"series_count\":20}]},{\"label_name\":\"cluster\",\"label_values_count\":2,\"series_count\":25,\"cardinality\":[{\"label_value\":\"eu-1\",\"series_count\":20}]}]}");
        assertThat(server.get("shop-part", values + "__name__&selector=%7Bi=%222%22%7D").body())
                .isEqualTo(
                        "{\"series_count_total\":1,\"labels\":[{\"label_name\":\"__name__\",\"label_values_count\":1,\"series_count\":1,\"cardinality\":[{\"label_value\":\"b\",\"series_count\":1}]}]}");
        String active = "/api/v1/cardinality/active_series";
        assertThat(server.get("shop-part", active + "?selector=%7Bi=%222%22%7D").body())
                .isEqualTo("{\"data\":[{\"__name__\":\"b\",\"cluster\":\"us-1\",\"i\":\"2\"}]}");
        assertStatus(400, server.get("shop-reader", active));
        assertStatus(400, server.get("shop-reader", values + "a&limit=501"));
        assertStatus(400, server.get("shop-reader", values + "a&count_method=guess"));
        assertStatus(400, server.get("shop-reader", "/api/v1/cardinality/label_values"));
    }

    @Test
    void limits_tellValueSourceUsageAndTheOffender() throws Exception {
        server.change(
                "limits: {max_global_series_per_metric: 20, ingestion_rate: 1, ingestion_burst_size: 3000}",
                "max_series_per_cluster: 500");
        assertStatus(400, server.write("eu-writer", "a", 23));
        assertStatus(503, server.write("us-writer", "b", 3_000));

        String told = server.get("shop-reader", "/api/v1/limits").body();

        assertThat(told)
                .contains(
                        "\"name\":\"limits.max_global_series_per_metric\",\"value\":\"20\",\"source\":\"registry.yaml:")
                .contains(
                        "\"name\":\"limits.max_label_value_length\",\"value\":\"2048\",\"source\":\"default\"")
                .contains("\"series\":25,\"samplesPerSecond\":")
                .contains("\"throttledRequests\":1,\"throttledSamples\":3000")
                .contains(
                        "\"refusedMetrics\":[{\"metric\":\"a\",\"reason\":\"per_metric_series_limit\",\"count\":3,\"overcount\":0}]")
                .contains("{\"name\":\"eu-1\",\"settings\":[")
                .contains(
                        "\"name\":\"limits.max_series_per_cluster\",\"value\":\"500\",\"source\":\"registry.yaml:")
                .contains("\"series\":20,");
        String part = server.get("shop-part", "/api/v1/limits").body();
        assertThat(part).contains("\"series\":5}").doesNotContain("refusedMetrics");
    }
}
