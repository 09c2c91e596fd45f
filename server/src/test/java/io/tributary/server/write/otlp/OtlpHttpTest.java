package io.tributary.server.write.otlp;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.Unavailable;
import io.tributary.server.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// OTLP in JSON over HTTP; in protobuf it is sent by the SDK, see `OtlpSdkTest`.
@TestInstance(Lifecycle.PER_CLASS)
class OtlpHttpTest {
    private static final String JSON = "application/json";
    private static final Labels QUEUE =
            Labels.of("__name__", "queue_length", "job", "shop", "kind", "a");

    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open("otlp.promoteResourceAttributes=k8s.namespace.name");
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
    void metrics_everyPath_areStoredDurably() throws Exception {
        for (String path :
                new String[] {"/v1/metrics", "/otlp/v1/metrics", "/api/v1/otlp/v1/metrics"}) {
            server.store().reset();
            HttpResponse<String> answer = post(path, JSON, gauge(7));

            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(answer.headers().firstValue("content-type")).contains(JSON);
            assertThat(server.store().samples("anonymous", QUEUE))
                    .isEqualTo(Map.of(NOW_MILLIS, bits(7)));
            assertThat(server.store().isAllAwaited()).isTrue();
        }
    }

    @Test
    void metrics_packed_areUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(gauge(7).getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer =
                server.post(
                        "/v1/metrics",
                        packed.toByteArray(),
                        "content-type",
                        JSON,
                        "content-encoding",
                        "gzip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.store().samples("anonymous", QUEUE)).hasSize(1);
    }

    @Test
    void metrics_resourceAttributes_arePromotedAsTheTenantHasIt() throws Exception {
        post("/v1/metrics", JSON, gauge(7).replace("service.instance", "k8s.namespace.name"));

        assertThat(
                        server.store()
                                .samples(
                                        "anonymous",
                                        Labels.of(
                                                "__name__",
                                                "queue_length",
                                                "job",
                                                "shop",
                                                "k8s_namespace_name",
                                                "i-1",
                                                "kind",
                                                "a")))
                .hasSize(1);
    }

    @Test
    void metrics_partRefused_isASuccessThatSaysHowMany() throws Exception {
        post("/v1/metrics", JSON, gauge(7));
        String both =
                gauge(8).replace(
                                "\"metrics\":[",
                                """
                                "metrics":[{"name":"other","gauge":{"dataPoints":[{"timeUnixNano":"%d000000","asDouble":1}]}},
                                """
                                        .formatted(NOW_MILLIS));
        HttpResponse<String> answer = post("/v1/metrics", JSON, both);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"partialSuccess\":{\"rejectedDataPoints\":\"1\"")
                .contains("conflict=1; first: ");
    }

    @Test
    void metrics_delta_areRefusedWithTheReason() throws Exception {
        String sum =
                """
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"hits","sum":{"aggregationTemporality":1,"isMonotonic":true,
                 "dataPoints":[{"timeUnixNano":"%d000000","asInt":"3"},{"timeUnixNano":"%d000000","asInt":"4"}]}}]}]}]}
                """
                        .formatted(NOW_MILLIS, NOW_MILLIS + 1);
        HttpResponse<String> answer = post("/v1/metrics", JSON, sum);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":3,\"message\":\"nothing was stored: otlp_delta=2; first: metric hits: its temporality is delta, which is taken only where otlp.deltas is accumulate\"}");
        assertThat(server.get("/metrics").body())
                .contains("{reason=\"otlp_delta\",tenant=\"anonymous\"} 2.0");
    }

    @Test
    void metrics_noJson_is400() throws Exception {
        HttpResponse<String> answer = post("/v1/metrics", JSON, "{\"resourceMetrics\":[{]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"code\":3,\"message\":");
    }

    @Test
    void metrics_otherType_is415NamingWhatIsTaken() throws Exception {
        HttpResponse<String> answer = post("/v1/metrics", "text/plain", "x");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("content-type")).contains("application/x-protobuf");
        assertThat(answer.body())
                .contains(
                        "content-type \"text/plain\" is not taken here, only \"application/x-protobuf\" and \"application/json\"");
    }

    @Test
    void metrics_storeIsBusy_is503WithRetryAfter() throws Exception {
        server.store().turnAway(Unavailable.OVERLOAD);
        HttpResponse<String> answer = post("/v1/metrics", JSON, gauge(7));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).startsWith("{\"code\":14,\"message\":\"nothing was stored");
    }

    private static String gauge(double value) {
        return """
        {"resourceMetrics":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"shop"}},
          {"key":"service.instance","value":{"stringValue":"i-1"}}]},
         "scopeMetrics":[{"scope":{"name":"s"},"metrics":[{"name":"queue.length","gauge":{"dataPoints":[
          {"timeUnixNano":"%d000000","asDouble":%s,"attributes":[{"key":"kind","value":{"stringValue":"a"}}]}]}}]}]}]}
        """
                .formatted(NOW_MILLIS, value);
    }

    private HttpResponse<String> post(String path, String type, String text)
            throws IOException, InterruptedException {
        return server.post(path, text, "content-type", type);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
