package io.tributary.server.write.lines;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.Labels;
import io.tributary.server.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Exposition text, families in protobuf and JSON lines over HTTP.
@TestInstance(Lifecycle.PER_CLASS)
class ExpositionTest {
    private static final String FAMILIES =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.store().reset();
    }

    @Test
    void importPrometheus_text_isStored() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/api/v1/import/prometheus?extra_label=env=prod&extra_label=job=",
                        "text/plain",
                        "# TYPE up gauge\nup{job=\"x\"} 1\nup{env=\"test\"} 2 %d\n"
                                .formatted(NOW_MILLIS - 1_000));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(server.store().samples("anonymous", Labels.of("__name__", "up", "env", "prod")))
                .isEqualTo(Map.of(NOW_MILLIS, bits(1), NOW_MILLIS - 1_000, bits(2)));
    }

    @Test
    void importPrometheus_openMetrics_isReadAsSuch() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/api/v1/import/prometheus",
                        "application/openmetrics-text; version=1.0.0; charset=utf-8",
                        "up 1 %d.000\n# EOF\n".formatted(NOW_MILLIS / 1_000));
        HttpResponse<String> cut =
                post("/api/v1/import/prometheus", "application/openmetrics-text", "up 1 17");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(server.store().samples("anonymous", Labels.of("__name__", "up")))
                .isEqualTo(Map.of(NOW_MILLIS, bits(1)));
        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(cut.body()).contains("2 lines refused (bad_syntax=2)");
    }

    @Test
    void push_labelsOfThePath_countMoreThanThoseOfTheText() throws Exception {
        for (String method : new String[] {"PUT", "POST"}) {
            server.store().reset();
            HttpResponse<String> answer =
                    server.send(
                            server.request(
                                            "/metrics/job/back%20up/path@base64/L3Zhci8/instance@base64/=")
                                    .method(
                                            method,
                                            BodyPublishers.ofString(
                                                    "done{job=\"x\",instance=\"i\",kind=\"full\"} 1\n")));

            assertThat(answer.statusCode()).as(method).isEqualTo(200);
            assertThat(
                            server.store()
                                    .samples(
                                            "anonymous",
                                            Labels.of(
                                                    "__name__",
                                                    "done",
                                                    "job",
                                                    "back up",
                                                    "kind",
                                                    "full",
                                                    "path",
                                                    "/var/")))
                    .isEqualTo(Map.of(NOW_MILLIS, bits(1)));
        }
    }

    @Test
    void push_wrongPath_is400NamingIt() throws Exception {
        assertRefused("/metrics/job", "a label in the path has no value: /metrics/job");
        assertRefused("/metrics/instance/a", "the path names no job");
        assertRefused("/metrics/job/a/x/1/x/2", "is empty or stands twice");
        assertRefused("/metrics/job/a/x@base64/*", "found * in the path, expected base64");
    }

    @Test
    void push_protobuf_isStored() throws Exception {
        HttpResponse<String> answer = post("/metrics/job/a", FAMILIES, families("done", 1));
        HttpResponse<String> imported =
                post("/api/v1/import/prometheus", FAMILIES, families("done", 2));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.store().samples("anonymous", Labels.of("__name__", "done", "job", "a")))
                .isEqualTo(Map.of(NOW_MILLIS, bits(1)));
        assertThat(imported.statusCode()).isEqualTo(204);
        assertThat(server.store().samples("anonymous", Labels.of("__name__", "done")))
                .isEqualTo(Map.of(NOW_MILLIS, bits(2)));
    }

    @Test
    void push_protobufWithAMetricThatIsWrong_isToldAndTheOthersStored() throws Exception {
        HttpResponse<String> answer =
                post("/metrics/job/a", FAMILIES, families("", 1) + families("done", 2));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "1 metric refused (bad_syntax=1), the others are stored; first: metric 1 of family");
        assertThat(server.store().samples("anonymous", Labels.of("__name__", "done", "job", "a")))
                .isEqualTo(Map.of(NOW_MILLIS, bits(2)));
    }

    @Test
    void push_protobufThatIsNone_isRefused() throws Exception {
        HttpResponse<String> cut = post("/metrics/job/a", FAMILIES, "\u0009x");
        HttpResponse<String> text =
                post("/metrics/job/a", FAMILIES.replace("delimited", "text"), "name: \"x\"");

        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(cut.body()).contains("malformed exposition request: length 9");
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(text.body()).contains("with encoding=delimited");
    }

    /// A family of one gauge, behind its length.
    private static String families(String name, double value) {
        ProtoWriter out = new ProtoWriter();
        int family = out.begin(2); // whose tag is taken away: what is left is length and message
        out.text(1, name);
        out.varint(3, 1);
        int metric = out.begin(4);
        int gauge = out.begin(2);
        out.fixed64(1, bits(value));
        out.end(gauge);
        out.end(metric);
        out.end(family);
        return new String(out.toByteArray(), 1, out.size() - 1, StandardCharsets.ISO_8859_1);
    }

    @Test
    void importLines_goodAndBad_areToldApart() throws Exception {
        HttpResponse<String> answer =
                post(
                        "/api/v1/import?extra_label=env=prod",
                        "application/json",
                        """
                        {"metric":{"__name__":"up","env":"test"},"values":[1,2],"timestamps":[%d,%d]}
                        {"metric":{"__name__":"up"},"values":[1],"timestamps":[]}
                        """
                                .formatted(NOW_MILLIS - 1_000, NOW_MILLIS));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("1 line refused (bad_syntax=1)", "first: line 2: ");
        assertThat(server.store().samples("anonymous", Labels.of("__name__", "up", "env", "prod")))
                .isEqualTo(Map.of(NOW_MILLIS - 1_000, bits(1), NOW_MILLIS, bits(2)));
    }

    @Test
    void request_wrongParameter_is400NamingIt() throws Exception {
        HttpResponse<String> label = post("/api/v1/import?extra_label=env", "x", "");
        HttpResponse<String> time = post("/api/v1/import/prometheus?timestamp=now", "x", "");

        assertThat(label.statusCode()).isEqualTo(400);
        assertThat(label.body()).contains("found extra_label env, expected name=value");
        assertThat(time.statusCode()).isEqualTo(400);
        assertThat(time.body()).contains("found timestamp now, expected milliseconds since 1970");
    }

    private void assertRefused(String path, String text) throws Exception {
        HttpResponse<String> answer = post(path, "text/plain", "up 1\n");
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.body()).contains(text);
    }

    private HttpResponse<String> post(String path, String type, String text) throws Exception {
        return server.send(
                server.request(path)
                        .header("content-type", type)
                        .POST(BodyPublishers.ofString(text, StandardCharsets.ISO_8859_1)));
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
