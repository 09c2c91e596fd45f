package io.tributary.server.status;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.RunningServer;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the server says of itself and of what it has not; expected texts are what Prometheus 3.14
/// answers.
@TestInstance(Lifecycle.PER_CLASS)
class StatusApiTest {
    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open("query.timeout=30s");
        server.write(
                new WriteRequestBytes()
                        .sample(NOW_MILLIS, 1, "__name__", "up", "job", "a")
                        .sample(NOW_MILLIS, 2, "__name__", "up", "job", "bb")
                        .sample(NOW_MILLIS, 3, "__name__", "down", "job", "a")
                        .snappy());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "rules | {\"groups\":[]}",
                "rules?type=Alert&exclude_alerts=True&group_limit=5&match[]=up | {\"groups\":[]}",
                "alerts | {\"alerts\":[]}",
                "alertmanagers | {\"activeAlertmanagers\":[],\"droppedAlertmanagers\":[]}",
                "targets | {\"activeTargets\":[],\"droppedTargets\":[],\"droppedTargetCounts\":{}}",
                "targets?state=dropped | {\"activeTargets\":[],\"droppedTargets\":[],\"droppedTargetCounts\":{}}",
                "targets?state=active | {\"activeTargets\":[],\"droppedTargets\":[],\"droppedTargetCounts\":null}",
                "targets/metadata?limit=1&match_target=up | []",
                "scrape_pools | {\"scrapePools\":[]}",
                "metadata | {}",
                "query_exemplars?query=up | []",
                "status/tsdb/blocks | {\"blocks\":[]}",
                "status/walreplay | {\"min\":0,\"max\":0,\"current\":0}",
                "notifications | []"
            })
    void empties_areThoseOfPrometheus(String path, String data) throws Exception {
        HttpResponse<String> answer = server.get("/api/v1/" + path);

        assertThat(answer.body()).isEqualTo("{\"status\":\"success\",\"data\":%s}".formatted(data));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "rules?type=x | invalid parameter \\\"type\\\": not supported value \\\"x\\\"",
                "rules?exclude_alerts=maybe | invalid parameter \\\"exclude_alerts\\\": error converting exclude_alerts: strconv.ParseBool: parsing \\\"maybe\\\": invalid syntax",
                "rules?group_limit=x | invalid parameter \\\"group_limit\\\": group_limit needs to be a valid number: strconv.ParseInt: parsing \\\"x\\\": invalid syntax",
                "rules?group_limit=0 | invalid parameter \\\"group_limit\\\": group_limit needs to be greater than 0",
                "rules?group_limit=1&group_next_token=z | invalid parameter \\\"group_next_token\\\": invalid group_next_token 'z'. were rule groups changed?",
                "rules?group_next_token=z | invalid parameter \\\"group_next_token\\\": group_limit needs to be present in order to paginate over the groups",
                "rules?match[]=up%7B | 1:4: parse error: unexpected end of input inside braces",
                "targets/metadata?limit=x | limit must be a number",
                "targets/metadata?match_target=up%7B | invalid parameter \\\"match_target\\\": 1:4: parse error: unexpected end of input inside braces",
                "targets/relabel_steps | no scrapePool parameter provided",
                "targets/relabel_steps?scrapePool=x | no labels parameter provided",
                "targets/relabel_steps?scrapePool=x&labels=%7B%7D | error retrieving scrape config: scrape pool \\\"x\\\" not found",
                "status/tsdb?limit=0 | limit must be a positive number",
                "status/tsdb?limit=x | limit must be a positive number",
                "status/tsdb?limit=10001 | limit must not exceed 10000"
            })
    void badParameter_is400InPrometheusWords(String path, String error) throws Exception {
        HttpResponse<String> answer =
                server.get("/api/v1/" + path.replace("[", "%5B").replace("]", "%5D"));

        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"%s\"}"
                                .formatted(error));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void absent_saysWhy() throws Exception {
        assertThat(server.get("/api/v1/search/metric_names").body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"not_found\",\"error\":\"not in a store: search\"}");
        assertThat(server.get("/api/v1/notifications/live").statusCode()).isEqualTo(204);
    }

    @Test
    void tsdb_counts_areTheCallersOwn() throws Exception {
        assertThat(server.get("/api/v1/status/tsdb?limit=2").body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"headStats\":{\"numSeries\":3,\"numLabelPairs\":4,"
                                + "\"chunkCount\":3,\"minTime\":%1$d,\"maxTime\":%1$d},"
                                        .formatted(NOW_MILLIS)
                                + "\"seriesCountByMetricName\":[{\"name\":\"up\",\"value\":2},{\"name\":\"down\",\"value\":1}],"
                                + "\"labelValueCountByLabelName\":[{\"name\":\"__name__\",\"value\":2},{\"name\":\"job\",\"value\":2}],"
                                + "\"memoryInBytesByLabelName\":[{\"name\":\"__name__\",\"value\":38},{\"name\":\"job\",\"value\":19}],"
                                + "\"seriesCountByLabelValuePair\":[{\"name\":\"__name__=up\",\"value\":2},{\"name\":\"job=a\",\"value\":2}]}}");
        assertThat(
                        server.send(
                                        server.request("/api/v1/status/tsdb")
                                                .header("X-Scope-OrgID", "nobody"))
                                .body())
                .contains(
                        "{\"numSeries\":0,\"numLabelPairs\":0,\"chunkCount\":0,"
                                + "\"minTime\":9223372036854775807,\"maxTime\":-9223372036854775808}");
    }

    @Test
    void tsdb_moreThanTheBudget_is422() throws Exception {
        WriteRequestBytes many = new WriteRequestBytes();
        for (int i = 0; i < 8_000; i++) {
            many.sample(NOW_MILLIS, 1, "__name__", "many", "i", Integer.toString(i));
        }
        try (RunningServer small = RunningServer.open("query.maxBytes=1MiB")) {
            small.write(many.snappy());
            HttpResponse<String> answer = small.get("/api/v1/status/tsdb");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("label pairs asked for");
        }
    }

    @Test
    void runtimeinfo_isOfThisProcess() throws Exception {
        String now = Instant.ofEpochMilli(NOW_MILLIS).toString();

        assertThat(server.get("/api/v1/status/runtimeinfo").body())
                .startsWith(
                        "{\"status\":\"success\",\"data\":{\"startTime\":\"%s\",\"CWD\":\""
                                .formatted(now))
                .contains(
                        "\"serverTime\":\"%s\",\"reloadConfigSuccess\":true,\"lastConfigTime\":\"%s\",\"corruptionCount\":0,"
                                .formatted(now, now))
                .contains(
                        "\"GOMAXPROCS\":%d,".formatted(Runtime.getRuntime().availableProcessors()));
        try (RunningServer starting = RunningServer.starting()) {
            assertThat(starting.get("/api/v1/status/runtimeinfo").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void configAndFlags_areTheSettings() throws Exception {
        assertThat(server.get("/api/v1/status/flags").body())
                .contains("\"query.timeout\":\"30s\"")
                .contains("\"listen\":\"127.0.0.1:0\"");
        assertThat(server.get("/api/v1/status/config").body())
                .startsWith("{\"status\":\"success\",\"data\":{\"yaml\":\"")
                .contains("query.timeout: 30s  # --set, default 2m\\n");
    }

    @Test
    void features_areNamedAsUpstreams() throws Exception {
        String features = server.get("/api/v1/features").body();

        assertThat(features)
                .startsWith("{\"status\":\"success\",\"data\":{\"api\":{\"admin\":false,")
                .contains("\"promql\":{\"anchored\":false,\"at_modifier\":true,\"bool\":true,")
                .contains("\"promql_functions\":{\"abs\":true,")
                .contains("\"mad_over_time\":false")
                .contains("\"promql_operators\":{\"!=\":true,\"!~\":true,")
                .contains("\"limitk\":false")
                .contains("\"remote_write_receiver\":true");
    }
}
