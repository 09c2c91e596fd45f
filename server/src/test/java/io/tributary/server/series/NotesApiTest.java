package io.tributary.server.series;

import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `metadata` and `query_exemplars` over the real store. Error texts are what Prometheus 3.14
/// answers.
@TestInstance(Lifecycle.PER_CLASS)
class NotesApiTest {
    private static final String EMPTY_OBJECT = "{\"status\":\"success\",\"data\":{}}";
    private static final String EMPTY_ARRAY = "{\"status\":\"success\",\"data\":[]}";

    private final long now = System.currentTimeMillis() / 1000 * 1000;
    private StoredServer server;
    private StoredServer.Connection client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new StoredServer(directory);
        client = server.connect();
        write(
                "a",
                new WriteRequestBytes()
                        .sample(now, 1, "__name__", "requests_total", "job", "x")
                        .sample(now, 1, "__name__", "requests_total", "job", "y")
                        .sample(now, 1, "__name__", "size", "kind", "z")
                        .exemplar(exemplar("1", 0, 0.5), "__name__", "requests_total", "job", "x")
                        .exemplar(exemplar("2", -9, 7), "__name__", "requests_total", "job", "x")
                        .exemplar(exemplar("3", 1, 1), "__name__", "requests_total", "job", "y")
                        .metadata(metadata("requests_total", MetricType.COUNTER, "How <many>.", ""))
                        .metadata(metadata("size", MetricType.GAUGE, "How much.", "bytes")));
        write(
                "b",
                new WriteRequestBytes()
                        .sample(now, 1, "__name__", "requests_total", "job", "x")
                        .exemplar(exemplar("9", 0, 9), "__name__", "requests_total", "job", "x")
                        .metadata(metadata("requests_total", MetricType.COUNTER, "Others.", "")));
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void metadata_ofOneTenant_isItsOwn() throws Exception {
        String expected =
                "{\"status\":\"success\",\"data\":{"
                        + "\"requests_total\":[{\"type\":\"counter\",\"unit\":\"\",\"help\":\"How \\u003cmany\\u003e.\"}],"
                        + "\"size\":[{\"type\":\"gauge\",\"unit\":\"bytes\",\"help\":\"How much.\"}]}}";

        assertThat(client.get("/api/v1/metadata", "a")).isEqualTo(expected);
        assertThat(client.get("/prometheus/api/v1/metadata", "a")).isEqualTo(expected);
        assertThat(client.get("/api/v1/metadata", "nobody")).isEqualTo(EMPTY_OBJECT);
    }

    @Test
    void metadata_limits_areUpstreams() throws Exception {
        String size =
                "{\"status\":\"success\",\"data\":{\"size\":[{\"type\":\"gauge\",\"unit\":\"bytes\",\"help\":\"How much.\"}]}}";

        assertThat(client.get("/api/v1/metadata?metric=size", "a")).isEqualTo(size);
        assertThat(client.get("/api/v1/metadata?metric=size&limit=-1&limit_per_metric=-1", "a"))
                .isEqualTo(size);
        assertThat(client.get("/api/v1/metadata?limit=0", "a")).isEqualTo(EMPTY_OBJECT);
        assertThat(client.get("/api/v1/metadata?metric=other", "a")).isEqualTo(EMPTY_OBJECT);
        assertThat(client.get("/api/v1/metadata?limit=1", "a"))
                .contains("requests_total")
                .doesNotContain("size");
        assertThat(client.get("/api/v1/metadata?metric=requests_total", "a|b"))
                .contains("Others.")
                .contains("many");
        assertThat(client.get("/api/v1/metadata?metric=requests_total&limit_per_metric=1", "a|b"))
                .doesNotContain("Others.")
                .contains("many");
    }

    @Test
    void metadata_moreThanTheBudget_isRefusedAsQueriesAre(@TempDir Path own, @TempDir Path all)
            throws Exception {
        HttpResponse<String> tooMuch = manyFamilies(own, "query.maxBytes=1MiB");
        HttpResponse<String> noRoom = manyFamilies(all, "query.totalBytesMax=1MiB");

        assertThat(tooMuch.statusCode()).isEqualTo(422);
        assertThat(tooMuch.body())
                .contains(
                        "\"errorType\":\"execution\",\"error\":\"query needs more memory than it may use: metadata asked for ");
        assertThat(noRoom.statusCode()).isEqualTo(503);
        assertThat(Integer.parseInt(noRoom.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 2);
        assertThat(noRoom.body())
                .contains(
                        "\"errorType\":\"unavailable\",\"error\":\"no memory for the query now: metadata asked for ");
    }

    private static HttpResponse<String> manyFamilies(Path data, String set) throws Exception {
        WriteRequestBytes many = new WriteRequestBytes();
        for (int i = 0; i < 3_000; i++) {
            many.sample(System.currentTimeMillis(), 1, "__name__", "family_" + i);
            many.metadata(metadata("family_" + i, MetricType.GAUGE, "How much.".repeat(10), ""));
        }
        try (StoredServer small = new StoredServer(data, new SystemClock(), set);
                StoredServer.Connection asks = small.connect()) {
            assertThat(asks.write("a", many.snappy()).statusCode()).isEqualTo(204);
            return asks.ask("/api/v1/metadata", "a");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata?limit=x | limit must be a number",
                "metadata?limit_per_metric=1.5 | limit_per_metric must be a number",
                "query_exemplars?query=up( | 1:4: parse error: unclosed left parenthesis",
                "query_exemplars?query=up&start=2&end=1 | end timestamp must not be before start timestamp",
                "query_exemplars?query=up&start=x | invalid parameter \\\"start\\\": invalid time value for 'start': cannot parse \\\"x\\\" to a valid timestamp"
            })
    void badParameter_is400InPrometheusWords(String path, String error) throws Exception {
        HttpResponse<String> answer = client.ask("/api/v1/" + path, "a");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"%s\"}"
                                .formatted(error));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void exemplars_ofASelector_areTheirSeriesByTime() throws Exception {
        assertThat(
                        exemplars(
                                "sum(rate(requests_total{job=\"x\"}[5m])) / 2",
                                now - 10_000,
                                now,
                                "a"))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":[{\"seriesLabels\":{\"__name__\":\"requests_total\",\"job\":\"x\"},\"exemplars\":["
                                + shown("2", -9, "7")
                                + ","
                                + shown("1", 0, "0.5")
                                + "]}]}");
    }

    @Test
    void exemplars_range_includesBothEnds() throws Exception {
        assertThat(exemplars("{__name__=~\".+\"}", now, now, "a"))
                .contains(shown("1", 0, "0.5"))
                .doesNotContain("\"id\":\"2\"")
                .doesNotContain("\"id\":\"3\"");
        assertThat(exemplars("requests_total", now - 9_000, now - 9_000, "a"))
                .contains(shown("2", -9, "7"))
                .doesNotContain("\"id\":\"1\"");
        assertThat(client.get("/api/v1/query_exemplars?query=requests_total", "a"))
                .contains("\"id\":\"1\"", "\"id\":\"2\"", "\"id\":\"3\"");
    }

    @Test
    void exemplars_ofSeveralTenants_sayWhoseTheyAre() throws Exception {
        String both = exemplars("requests_total{job=\"x\"}", now, now, "b|a");
        String one = exemplars("requests_total{__tenant_id__=\"b\"}", now, now, "a|b");

        assertThat(both)
                .containsSubsequence(
                        "\"__tenant_id__\":\"a\"",
                        "\"id\":\"1\"",
                        "\"__tenant_id__\":\"b\"",
                        "\"id\":\"9\"");
        assertThat(one).contains("\"id\":\"9\"").doesNotContain("\"id\":\"1\"");
    }

    @Test
    void exemplars_nothingSelected_isEmptyOrNoContent() throws Exception {
        HttpResponse<String> noSelector = client.ask("/api/v1/query_exemplars?query=1", "a");

        assertThat(noSelector.statusCode()).isEqualTo(204);
        assertThat(noSelector.body()).isEmpty();
        assertThat(exemplars("other", 0, now, "a")).isEqualTo(EMPTY_ARRAY);
        assertThat(exemplars("requests_total", 0, now, "nobody")).isEqualTo(EMPTY_ARRAY);
    }

    private void write(String tenant, WriteRequestBytes request) throws Exception {
        assertThat(client.write(tenant, request.snappy()).statusCode()).isEqualTo(204);
    }

    private Exemplar exemplar(String id, int seconds, double value) {
        return new Exemplar(
                Labels.of("id", id), now + seconds * 1000L, Double.doubleToRawLongBits(value));
    }

    private String shown(String id, int seconds, String value) {
        return "{\"labels\":{\"id\":\"%s\"},\"value\":\"%s\",\"timestamp\":%d}"
                .formatted(id, value, now / 1000 + seconds);
    }

    private String exemplars(String query, long startMillis, long endMillis, String tenant)
            throws Exception {
        return client.get(
                "/prometheus/api/v1/query_exemplars?"
                        + form(
                                "query",
                                query,
                                "start",
                                Long.toString(startMillis / 1000),
                                "end",
                                Long.toString(endMillis / 1000)),
                tenant);
    }

    private static FamilyMetadata metadata(
            String family, MetricType type, String help, String unit) {
        return new FamilyMetadata(family, type, help, unit);
    }
}
