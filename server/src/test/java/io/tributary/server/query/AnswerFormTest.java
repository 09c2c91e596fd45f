package io.tributary.server.query;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.RunningServer;
import io.tributary.server.WriteRequestBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Limits, statistics, packing and streaming of answers.
@TestInstance(Lifecycle.PER_CLASS)
class AnswerFormTest {
    private static final int SERIES = 2_000;
    private static final String RANGE =
            "/api/v1/query_range?"
                    + form(
                            "query",
                            "many",
                            "start",
                            "1699999940",
                            "end",
                            "1700000000",
                            "step",
                            "1");

    private RunningServer server;
    private HttpClient client;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        WriteRequestBytes write = new WriteRequestBytes();
        for (int i = 0; i < SERIES; i++) {
            write.sample(NOW_MILLIS - 60_000, i, "__name__", "many", "i", Integer.toString(i));
        }
        write.sample(NOW_MILLIS, 1, "__name__", "up")
                .sample(NOW_MILLIS - 1_000, 1, "__name__", "up");
        assertThat(server.write(write.snappy()).statusCode()).isEqualTo(204);
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void largeAnswer_isSentInPieces() throws Exception {
        HttpResponse<String> answer = server.get(RANGE);

        assertThat(answer.body().length()).isGreaterThan(2_000_000);
        assertThat(answer.headers().firstValue("transfer-encoding")).contains("chunked");
        assertThat(answer.headers().firstValue("content-length")).isEmpty();
        assertThat(server.get("/api/v1/query?query=1").headers().firstValue("content-length"))
                .isPresent();
    }

    @Test
    void largeAnswer_isPackedForThoseWhoTakeIt() throws Exception {
        HttpResponse<byte[]> packed = ask(RANGE, "gzip, deflate");

        assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("vary")).contains("accept-encoding");
        assertThat(packed.body().length).isLessThan(300_000);
        assertThat(unpacked(packed.body())).isEqualTo(server.get(RANGE).body());
        assertThat(ask(RANGE, "gzip;q=0").headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void limit_ofARange_cutsWithAWarning() throws Exception {
        assertThat(server.get(RANGE + "&limit=1").body())
                .startsWith(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"many\",\"i\":\"0\"}")
                .doesNotContain("\"i\":\"1\"")
                .endsWith("]]}]},\"warnings\":[\"results truncated due to limit\"]}");
        assertThat(server.get(RANGE + "&limit=" + SERIES).body()).doesNotContain("warnings");
        assertThat(server.get(RANGE + "&limit=0").body()).doesNotContain("warnings");
        assertThat(server.get("/api/v1/query?query=1&limit=1").body()).doesNotContain("warnings");
    }

    @Test
    void stats_sayWhatPrometheusSays_andByStepWhereAllIsAsked() throws Exception {
        assertThat(server.get("/api/v1/query?query=up").body()).doesNotContain("stats");
        assertThat(server.get("/api/v1/query?query=up&stats=").body()).doesNotContain("stats");
        assertThat(server.get("/api/v1/query?query=up&stats=true").body())
                .containsPattern(statistics("", "", 1))
                .doesNotContain("warnings");
        assertThat(server.get("/api/v1/query?query=up&stats=all").body())
                .containsPattern(
                        statistics(
                                "\"totalQueryableSamplesPerStep\":\\[\\[1700000000,1]],",
                                "\"samplesReadPerStep\":\\[\\[1700000000,1]],",
                                1))
                .doesNotContain("warnings");
        assertThat(server.get("/api/v1/query?query=up&stats=yes").body())
                .containsPattern(statistics("", "", 1))
                .contains(
                        "\"warnings\":[\"value \\\"yes\\\" for parameter \\\"stats\\\" is deprecated and will be rejected in the next major release, use \\\"true\\\" or \\\"all\\\"\"]");
    }

    private static String statistics(String taken, String read, int samples) {
        String number = "[0-9.e-]+";
        return "\"stats\":\\{\"timings\":\\{\"evalTotalTime\":%s,\"execQueueTime\":%s,\"execTotalTime\":%s},"
                        .formatted(number, number, number)
                + "\"samples\":\\{%s\"totalQueryableSamples\":%d,%s\"samplesRead\":%d,"
                        .formatted(taken, samples, read, samples)
                + "\"peakSamples\":[1-9][0-9]*},\"tributary\":\\{\"samplesRead\":2,\"seriesRead\":1,\"peakBytes\":[1-9][0-9]*}}";
    }

    @Test
    void timeout_isTheShorterOfBoth() throws Exception {
        try (RunningServer impatient = RunningServer.open("query.timeout=1ms")) {
            String slow =
                    "/api/v1/query?"
                            + form("query", "count_over_time(vector(1)[10d:1s])", "timeout", "1h");

            assertThat(impatient.get(slow).statusCode()).isEqualTo(503);
        }
        assertThat(server.get("/api/v1/query?query=up&timeout=1e-9").statusCode()).isEqualTo(503);
        assertThat(server.get("/api/v1/query?query=up&timeout=1m").statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> ask(String path, String acceptEncoding) throws Exception {
        URI uri = server.request(path).build().uri();
        return client.send(
                HttpRequest.newBuilder(uri).header("accept-encoding", acceptEncoding).build(),
                BodyHandlers.ofByteArray());
    }

    private static String unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
