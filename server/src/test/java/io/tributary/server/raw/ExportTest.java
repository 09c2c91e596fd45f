package io.tributary.server.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.histogram.ResetHint;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `/export` over the real store.
@TestInstance(Lifecycle.PER_CLASS)
class ExportTest {
    private static final int MANY = 5_000;

    private final long now = System.currentTimeMillis() / 60_000 * 60_000;
    private StoredServer server;
    private StoredServer.Connection client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new StoredServer(directory);
        client = server.connect();
        double stale = Double.longBitsToDouble(SampleBits.STALE_NAN);
        Histogram histogram =
                new Histogram(
                        Histogram.Kind.FLOAT,
                        3,
                        0,
                        0,
                        Double.doubleToRawLongBits(1.5),
                        Double.doubleToRawLongBits(2.5),
                        List.of(new Bucket(2, Double.doubleToRawLongBits(1.5))),
                        List.of(),
                        List.of());
        WriteRequestBytes request =
                new WriteRequestBytes()
                        .sample(now - 3_000, 1, "__name__", "up", "job", "x")
                        .sample(now - 2_000, 0.25, "__name__", "up", "job", "x")
                        .sample(now - 1_000, stale, "__name__", "up", "job", "x")
                        .sample(now, 7, "__name__", "up", "job", "y")
                        .histogram(now, ResetHint.GAUGE, histogram, "__name__", "h");
        for (int i = 0; i < MANY; i++) {
            request.sample(now, i, "__name__", "many", "number", "n" + i);
        }
        assertThat(client.write("a", request.snappy()).statusCode()).isEqualTo(204);
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void export_series_areLines() throws Exception {
        String x =
                "{\"metric\":{\"__name__\":\"up\",\"job\":\"x\"},\"values\":[1,0.25,null],\"timestamps\":[%d,%d,%d],\"nanBits\":[[2,\"7ff0000000000002\"]]}\n"
                        .formatted(now - 3_000, now - 2_000, now - 1_000);
        String y =
                "{\"metric\":{\"__name__\":\"up\",\"job\":\"y\"},\"values\":[7],\"timestamps\":[%d]}\n"
                        .formatted(now);

        assertThat(export("match[]", "up")).isEqualTo(x + y);
        assertThat(export("match[]", "{job=\"y\"}", "match[]", "up")).isEqualTo(y + x);
        assertThat(export("match[]", "up", "start", "" + now / 1000)).isEqualTo(y);
        assertThat(
                        export(
                                "match[]",
                                "up{job=\"x\"}",
                                "start",
                                "" + (now / 1000 - 2),
                                "end",
                                "" + (now / 1000 - 2)))
                .isEqualTo(
                        "{\"metric\":{\"__name__\":\"up\",\"job\":\"x\"},\"values\":[0.25],\"timestamps\":[%d]}\n"
                                .formatted(now - 2_000));
        assertThat(export("match[]", "up", "start", "10", "end", "5")).isEmpty();
        assertThat(client.get("/api/v1/export?match[]=up", "b")).isEmpty();
    }

    @Test
    void export_fewRowsPerLine_isMoreLines() throws Exception {
        assertThat(export("match[]", "up{job=\"x\"}", "max_rows_per_line", "2"))
                .isEqualTo(
                        """
                        {"metric":{"__name__":"up","job":"x"},"values":[1,0.25],"timestamps":[%d,%d]}
                        {"metric":{"__name__":"up","job":"x"},"values":[null],"timestamps":[%d],"nanBits":[[0,"7ff0000000000002"]]}
                        """
                                .formatted(now - 3_000, now - 2_000, now - 1_000));
    }

    @Test
    void export_histogram_isToldOfFloats() throws Exception {
        assertThat(export("match[]", "h"))
                .startsWith(
                        "{\"metric\":{\"__name__\":\"h\"},\"histograms\":[{\"timestamp\":" + now)
                .contains("\"resetHint\":\"gauge\",\"floats\":{\"schema\":3,")
                .contains("\"count\":1.5,\"sum\":2.5,");
    }

    @Test
    void export_large_isStreamedAndPackedWhereThatIsAccepted() throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    server.url() + "/api/v1/export?match[]=many"))
                                    .header("X-Scope-OrgID", "a")
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            BodyHandlers.ofByteArray());

            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("application/stream+json; charset=utf-8");
            assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(answer.headers().firstValue("content-length")).isEmpty();
            byte[] plain =
                    new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8).lines()).hasSize(MANY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start=1|no match[] parameter provided",
                "match[]=-x|parse error: unexpected",
                "match[]=up&start=x|cannot parse",
                "match[]=up&format=csv|only json is written",
                "match[]=up&max_rows_per_line=-1|must not be negative",
                "match[]=up&max_rows_per_line=x|max_rows_per_line must be a number",
            })
    void export_badParameter_is400(String form, String error) throws Exception {
        HttpResponse<String> answer = client.ask("/api/v1/export?" + form, "a");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"errorType\":\"bad_data\"").contains(error);
    }

    private String export(String... form) throws Exception {
        HttpResponse<String> answer = client.post("/api/v1/export", "a", RunningServer.form(form));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
