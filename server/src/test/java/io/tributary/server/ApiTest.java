package io.tributary.server;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The query API through real HTTP, but for what the engine itself decides.
@TestInstance(Lifecycle.PER_CLASS)
class ApiTest {
    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open();
        server.write(
                new WriteRequestBytes()
                        .sample(NOW_MILLIS - 60_000, 1, "__name__", "up", "job", "a")
                        .sample(NOW_MILLIS, 2, "__name__", "up", "job", "b")
                        .sample(NOW_MILLIS, 3, "__name__", "down", "http.status", "200")
                        .snappy());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void series_selectors_areAnsweredOnceEachInOrder() throws Exception {
        String expected =
                "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"},{\"__name__\":\"up\",\"job\":\"b\"}]}";
        String parameters = form("match[]", "up", "match[]", "{job=~\"a|b\"}");

        assertOk(server.get("/api/v1/series?" + parameters), expected);
        assertOk(server.get("/prometheus/api/v1/series?" + parameters), expected);
        assertOk(
                server.postForm("/api/v1/series", "match[]", "up", "match[]", "{job=~\"a|b\"}"),
                expected);
    }

    @Test
    void series_timeRange_includesBothEnds() throws Exception {
        String time = Long.toString((NOW_MILLIS - 60_000) / 1000);

        assertOk(
                server.get("/api/v1/series?" + form("match[]", "up", "start", time, "end", time)),
                "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"}]}");
    }

    @Test
    void series_overLimit_isCutWithAWarning() throws Exception {
        assertOk(
                server.get("/api/v1/series?" + form("match[]", "up", "limit", "1")),
                "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"}],\"warnings\":[\"results truncated due to limit\"]}");
    }

    @Test
    void labels_ofAllSeries_areSorted() throws Exception {
        assertOk(
                server.get("/api/v1/labels"),
                "{\"status\":\"success\",\"data\":[\"__name__\",\"http.status\",\"job\"]}");
        assertOk(
                server.get("/api/v1/labels?" + form("match[]", "up", "limit", "1")),
                "{\"status\":\"success\",\"data\":[\"__name__\"],\"warnings\":[\"results truncated due to limit\"]}");
    }

    @Test
    void labelValues_plainAndEscapedNames_areAnswered() throws Exception {
        assertOk(
                server.get("/api/v1/label/job/values"),
                "{\"status\":\"success\",\"data\":[\"a\",\"b\"]}");
        assertOk(
                server.get("/api/v1/label/http.status/values"),
                "{\"status\":\"success\",\"data\":[\"200\"]}");
        assertOk(
                server.get("/api/v1/label/U__http_2e_status/values"),
                "{\"status\":\"success\",\"data\":[\"200\"]}");
        assertOk(
                server.get("/api/v1/label/nothing/values"), "{\"status\":\"success\",\"data\":[]}");
    }

    @Test
    void read_unknownTenant_seesNothing() throws Exception {
        HttpResponse<String> answer =
                server.send(server.request("/api/v1/labels").header("X-Scope-OrgID", "nobody"));

        assertOk(answer, "{\"status\":\"success\",\"data\":[]}");
        assertThat(server.store().find("nobody")).isEmpty();
    }

    @Test
    void read_ofSeveralTenants_saysWhoseSeriesTheyAre() throws Exception {
        HttpResponse<String> all =
                server.send(
                        server.request("/api/v1/series?" + form("match[]", "{job=\"a\"}"))
                                .header("X-Scope-OrgID", "anonymous|nobody"));
        HttpResponse<String> none =
                server.send(
                        server.request(
                                        "/api/v1/query?"
                                                + form("query", "up{__tenant_id__=\"nobody\"}"))
                                .header("X-Scope-OrgID", "anonymous|nobody"));

        assertOk(
                all,
                "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"__tenant_id__\":\"anonymous\",\"job\":\"a\"}]}");
        assertOk(
                none,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
    }

    @Test
    void read_badTenant_is400() throws Exception {
        HttpResponse<String> answer =
                server.send(server.request("/api/v1/labels").header("X-Scope-OrgID", "a||b"));

        assertBad(answer, 400, "bad_data", "tenant name is empty");
    }

    @Test
    void read_damagedStore_is500NamingIt() throws Exception {
        try (RunningServer damaged = RunningServer.open()) {
            damaged.store().damage(new IOException("cannot read chunk: checksum, file=chunks/7"));

            assertBad(
                    damaged.get("/api/v1/labels"),
                    500,
                    "internal",
                    "cannot read chunk: checksum, file=chunks/7");
        }
    }

    @Test
    void read_starting_is503() throws Exception {
        try (RunningServer starting = RunningServer.starting()) {
            HttpResponse<String> answer = starting.get("/api/v1/query?query=up");

            assertBad(answer, 503, "unavailable", "server is starting");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query=up&time=abc | invalid parameter \"time\": invalid time value for 'time': cannot parse \"abc\" to a valid timestamp",
                "query=up&timeout=abc | invalid parameter \"timeout\": cannot parse \"abc\" to a valid duration",
                "query=up&lookback_delta=x | error parsing lookback delta duration: cannot parse \"x\" to a valid duration",
                "query=up&limit=-1 | invalid parameter \"limit\": limit must be non-negative",
                "query=up&limit=abc | invalid parameter \"limit\": strconv.Atoi: parsing \"abc\": invalid syntax",
                "query=up&limit=99999999999999999999 | invalid parameter \"limit\": strconv.Atoi: parsing \"99999999999999999999\": value out of range"
            })
    void query_badParameter_is400InPrometheusWords(String parameters, String error)
            throws Exception {
        assertBad(server.get("/api/v1/query?" + parameters), 400, "bad_data", error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query=up | invalid parameter \"start\": cannot parse \"\" to a valid timestamp",
                "query=up&start=1&end=x | invalid parameter \"end\": cannot parse \"x\" to a valid timestamp",
                "query=up&start=2&end=1&step=1 | invalid parameter \"end\": end timestamp must not be before start time",
                "query=up&start=1&end=2 | invalid parameter \"step\": cannot parse \"\" to a valid duration",
                "query=up&start=1&end=2&step=0 | invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive integer",
                "query=up&start=1&end=2&step=-1 | invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive integer",
                "query=up&start=0&end=11001&step=1 | exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)"
            })
    void queryRange_badParameter_is400InPrometheusWords(String parameters, String error)
            throws Exception {
        assertBad(server.get("/api/v1/query_range?" + parameters), 400, "bad_data", error);
    }

    @Test
    void query_selector_isAnswered() throws Exception {
        String time = Long.toString(NOW_MILLIS / 1000);

        assertOk(
                server.get("/api/v1/query?" + form("query", "up{job=\"b\"} * 2", "time", time)),
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":\"b\"},\"value\":[1700000000,\"4\"]}]}}");
        assertOk(
                server.postForm("/prometheus/api/v1/query", "query", "sum(up)"),
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1700000000,\"3\"]}]}}");
        assertOk(
                server.get("/api/v1/query?" + form("query", "sort(up)", "limit", "1")),
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"value\":[1700000000,\"1\"]}]},\"warnings\":[\"results truncated due to limit\"]}");
    }

    @Test
    void queryRange_selector_isAnswered() throws Exception {
        assertOk(
                server.postForm(
                        "/api/v1/query_range",
                        "query",
                        "sum(up)",
                        "start",
                        "1699999940",
                        "end",
                        "1700000000",
                        "step",
                        "30s"),
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1699999940,\"1\"],[1699999970,\"1\"],[1700000000,\"3\"]]}]}}");
    }

    @Test
    void query_lookback_isTaken() throws Exception {
        assertOk(
                server.get("/api/v1/query?" + form("query", "sum(up)", "lookback_delta", "30s")),
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1700000000,\"2\"]}]}}");
    }

    @Test
    void query_badQuery_is400WithItsPlace() throws Exception {
        assertBad(
                server.get("/api/v1/query?" + form("query", "sum(up")),
                400,
                "bad_data",
                "invalid parameter \"query\": 1:7: parse error: unclosed left parenthesis");
        assertBad(server.get("/api/v1/query"), 400, "bad_data", "invalid parameter \"query\": ");
    }

    @Test
    void query_evaluationFails_is422() throws Exception {
        assertBad(
                server.get("/api/v1/query?" + form("query", "up + on() up")),
                422,
                "execution",
                "found duplicate series for the match group");
    }

    @Test
    void query_noTime_is503() throws Exception {
        assertBad(
                server.get("/api/v1/query?" + form("query", "up", "timeout", "0")),
                503,
                "timeout",
                "query timed out");
    }

    @Test
    void series_badSelectors_are400() throws Exception {
        assertBad(server.get("/api/v1/series"), 400, "bad_data", "no match[] parameter provided");
        assertBad(
                server.get("/api/v1/series?" + form("match[]", "{job=~\".*\"}")),
                400,
                "bad_data",
                "must contain at least one non-empty matcher");
        assertBad(
                server.get("/api/v1/series?" + form("match[]", "up{")),
                400,
                "bad_data",
                "invalid parameter \"match[]\": 1:4: parse error:");
    }

    @Test
    void formatQuery_query_isPrinted() throws Exception {
        assertOk(
                server.get("/api/v1/format_query?" + form("query", "sum  by(job) (up)")),
                "{\"status\":\"success\",\"data\":\"sum by (job) (up)\"}");
        assertBad(
                server.get("/api/v1/format_query?query=sum("),
                400,
                "bad_data",
                "invalid parameter \"query\": 1:5: parse error:");
    }

    @Test
    void buildinfo_is314AndNamesUs() throws Exception {
        assertThat(server.get("/api/v1/status/buildinfo").body())
                .contains("\"version\":\"3.14.0\"")
                .contains("\"application\":\"Tributary\"")
                .containsPattern("\"tributaryVersion\":\"\\d+\\.\\d+");
    }

    @Test
    void deleteSeries_is403() throws Exception {
        assertBad(
                server.postForm("/api/v1/admin/tsdb/delete_series", "match[]", "up"),
                403,
                "forbidden",
                "write-once");
    }

    @Test
    void unknownPath_is404InTheEnvelope() throws Exception {
        assertBad(server.get("/api/v1/nothing"), 404, "not_found", "no such path: /api/v1/nothing");
    }

    @Test
    void healthAndReadiness_followTheStore() throws Exception {
        assertThat(server.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(server.get("/-/ready").statusCode()).isEqualTo(200);
        try (RunningServer starting = RunningServer.starting()) {
            assertThat(starting.get("/-/healthy").statusCode()).isEqualTo(200);
            assertThat(starting.get("/-/ready").statusCode()).isEqualTo(503);
            starting.openStore();
            assertThat(starting.get("/-/ready").statusCode()).isEqualTo(200);
        }
    }

    private static void assertOk(HttpResponse<String> answer, String body) {
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    private static void assertBad(
            HttpResponse<String> answer, int status, String type, String error) {
        String quoted = error.replace("\"", "\\\"");
        assertThat(answer.body())
                .startsWith(
                        "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"".formatted(type))
                .contains(quoted);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Arrays.asList("\\tat ", "Exception")).noneMatch(answer.body()::contains);
    }
}
