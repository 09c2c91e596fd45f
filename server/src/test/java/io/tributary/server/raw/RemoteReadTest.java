package io.tributary.server.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.compress.SnappyBlock;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.histogram.ResetHint;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// `/read` over the real store: what was written comes back, bit by bit, in both forms.
@TestInstance(Lifecycle.PER_CLASS)
class RemoteReadTest {
    private static final int SAMPLES = 0;
    private static final int CHUNKS = 1;

    private static final Histogram HISTOGRAM =
            new Histogram(
                    Histogram.Kind.INTEGER,
                    3,
                    bits(0.5),
                    1,
                    4,
                    bits(2.5),
                    List.of(new Bucket(0, 1), new Bucket(3, 2)),
                    List.of(),
                    List.of());

    private final long now = System.currentTimeMillis() / 60_000 * 60_000;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private StoredServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new StoredServer(directory);
        write(
                "a",
                new WriteRequestBytes()
                        .sample(now - 9_000, 1, "__name__", "up", "job", "x")
                        .sample(
                                now - 3_000,
                                number(0x7ff8_dead_beef_0001L),
                                "__name__",
                                "up",
                                "job",
                                "x")
                        .sample(now - 2_000, -0.0, "__name__", "up", "job", "x")
                        .sample(
                                now - 1_000,
                                number(SampleBits.STALE_NAN),
                                "__name__",
                                "up",
                                "job",
                                "x")
                        .sample(now - 1_000, 7, "__name__", "up", "job", "w")
                        .histogram(now - 2_000, ResetHint.UNKNOWN, HISTOGRAM, "__name__", "h")
                        .histogram(now - 1_000, ResetHint.UNKNOWN, HISTOGRAM, "__name__", "h"));
        write("a", new WriteRequestBytes().sample(now - 6_000, 2, "__name__", "up", "job", "x"));
        write("b", new WriteRequestBytes().sample(now, 9, "__name__", "up", "job", "x"));
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void read_floats_comeBackBitByBit() throws Exception {
        ReadRequestBytes request =
                new ReadRequestBytes()
                        .query(now - 9_000, now, "__name__", "=", "up")
                        .query(now, now - 1, "__name__", "=", "up")
                        .query(now - 6_000, now - 2_000, "job", "=~", "x|z", "__name__", "!=", "h");
        String x = "{__name__=\"up\", job=\"x\"}: ";
        String middle =
                "%d 4000000000000000, %d 7ff8deadbeef0001, %d 8000000000000000"
                        .formatted(now - 6_000, now - 3_000, now - 2_000);
        List<String> expected =
                List.of(
                        "0 {__name__=\"up\", job=\"w\"}: %d 401c000000000000"
                                .formatted(now - 1_000),
                        "0 %s%d 3ff0000000000000, %s, %d 7ff0000000000002"
                                .formatted(x, now - 9_000, middle, now - 1_000),
                        "2 " + x + middle);

        HttpResponse<byte[]> samples = read("a", request.snappy());
        HttpResponse<byte[]> chunks = read("a", request.accepting(9).accepting(CHUNKS).snappy());

        assertThat(header(samples, "content-type")).isEqualTo("application/x-protobuf");
        assertThat(header(samples, "content-encoding")).isEqualTo("snappy");
        assertThat(ReadAnswer.ofSamples(samples.body())).isEqualTo(expected);
        assertThat(header(chunks, "content-type"))
                .isEqualTo("application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse");
        assertThat(ReadAnswer.ofChunks(chunks.body())).isEqualTo(expected);
    }

    @Test
    void read_histograms_comeBackAsTheyWereSent() throws Exception {
        ReadRequestBytes request =
                new ReadRequestBytes().query(0, now, "__name__", "=", "h").accepting(CHUNKS);

        assertThat(ReadAnswer.ofChunks(read("a", request.snappy()).body()))
                .containsExactly(
                        "0 {__name__=\"h\"}: %d UNKNOWN %s, %d NO_RESET %s"
                                .formatted(now - 2_000, HISTOGRAM, now - 1_000, HISTOGRAM));
        assertThat(
                        ReadAnswer.ofSamples(
                                read(
                                                "a",
                                                new ReadRequestBytes()
                                                        .query(0, now, "__name__", "=", "h")
                                                        .snappy())
                                        .body()))
                .containsExactly("0 {__name__=\"h\"}: ", "2 histograms");
    }

    @Test
    void read_ofSeveralTenants_saysWhoseItIs() throws Exception {
        byte[] request =
                new ReadRequestBytes()
                        .query(now, now, "job", "=", "x", "__tenant_id__", "=", "b")
                        .accepting(CHUNKS)
                        .snappy();

        assertThat(ReadAnswer.ofChunks(read("a|b", request).body()))
                .containsExactly(
                        "0 {__name__=\"up\", __tenant_id__=\"b\", job=\"x\"}: %d 4022000000000000"
                                .formatted(now));
        assertThat(read("a", request).body()).isEmpty();
    }

    @Test
    void read_nothing_isAnEmptyAnswer() throws Exception {
        byte[] none = SnappyBlock.encode(new byte[0]);

        assertThat(read("a", none).body()).isEqualTo(none);
        assertThat(read("a", new ReadRequestBytes().accepting(CHUNKS).snappy()).body()).isEmpty();
        assertThat(
                        read(
                                        "nobody",
                                        new ReadRequestBytes()
                                                .query(0, now, "a", "=", "b")
                                                .accepting(CHUNKS)
                                                .snappy())
                                .body())
                .isEmpty();
    }

    @Test
    void read_badRequests_areToldWhy() throws Exception {
        assertRefused(new byte[0], 400, "malformed snappy: ends inside its length");
        assertRefused(
                HexFormat.of().parseHex("ffffffff0f00"),
                400,
                "snappy body declares 4294967295 bytes unpacked but holds at most 21");
        assertRefused(
                SnappyBlock.encode(new byte[] {0x0a, 5}),
                400,
                "malformed remote read request: length 5 where 0 bytes are left at byte 1");
        assertRefused(
                new ReadRequestBytes().query(0, 1, "a", "=~", "(").snappy(),
                400,
                "malformed remote read request: matcher of a: error parsing regexp");
        assertRefused(
                new ReadRequestBytes().query(0, 1, "a", "=", "b").accepting(7).snappy(),
                400,
                "none of the response types asked for is known");
        assertRefused(SnappyBlock.encode(new byte[ReadBody.BYTES_MAX + 1]), 413, "");
    }

    @Test
    void read_otherForms_are415() throws Exception {
        byte[] body = new ReadRequestBytes().query(0, 1, "a", "=", "b").snappy();
        HttpResponse<byte[]> type = send("a", body, "content-type", "application/json");
        HttpResponse<byte[]> form =
                send("a", body, "content-type", "application/x-www-form-urlencoded");
        HttpResponse<byte[]> encoding = send("a", body, "content-encoding", "gzip");

        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(text(type))
                .isEqualTo(
                        "content-type application/json is not taken here, only application/x-protobuf\n");
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(encoding.statusCode()).isEqualTo(415);
        assertThat(text(encoding))
                .isEqualTo("content-encoding gzip is not taken here, only snappy\n");
    }

    @Test
    void read_moreSamplesThanAllowed_is400InUpstreamsWords(@TempDir Path data) throws Exception {
        try (StoredServer small =
                        new StoredServer(data, new SystemClock(), "query.maxSamplesRead=2");
                StoredServer.Connection sender = small.connect()) {
            WriteRequestBytes request = new WriteRequestBytes();
            for (int i = 0; i < 3; i++) {
                request.sample(now - i * 1_000L, i, "__name__", "up");
            }
            assertThat(sender.write("a", request.snappy()).statusCode()).isEqualTo(204);
            ReadRequestBytes asked = new ReadRequestBytes().query(0, now, "__name__", "=", "up");
            HttpResponse<byte[]> samples =
                    send(small.url(), "a", asked.accepting(SAMPLES).snappy(), "x", "y");
            byte[] chunked =
                    new ReadRequestBytes()
                            .query(0, now, "__name__", "=", "up")
                            .accepting(CHUNKS)
                            .snappy();

            assertThat(samples.statusCode()).isEqualTo(400);
            assertThat(text(samples)).contains("exceeded sample limit (2)");
            assertThat(ReadAnswer.ofChunks(send(small.url(), "a", chunked, "x", "y").body()))
                    .hasSize(1);
        }
    }

    @Test
    void read_whenOver_standsAmongTheRecentQueries() throws Exception {
        read(
                "b",
                new ReadRequestBytes()
                        .query(now, now, "job", "=~", "x.*", "__name__", "!=", "")
                        .accepting(CHUNKS)
                        .snappy());

        try (StoredServer.Connection reader = server.connect()) {
            assertThat(reader.get("/api/v1/queries/recent?limit=1", "b"))
                    .contains("\"query\":\"{job=~\\\"x.*\\\",__name__!=\\\"\\\"}\"")
                    .contains("\"read\":\"remote read\"")
                    .contains("\"series\":1,\"samples\":1,");
        }
    }

    private void assertRefused(byte[] body, int status, String why) throws Exception {
        HttpResponse<byte[]> answer = send("a", body, "content-encoding", "snappy");

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(text(answer)).startsWith(why);
    }

    private HttpResponse<byte[]> read(String tenant, byte[] request) throws Exception {
        HttpResponse<byte[]> answer = send(tenant, request, "accept-encoding", "gzip");
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return answer;
    }

    private HttpResponse<byte[]> send(String tenant, byte[] request, String... headers)
            throws Exception {
        return send(server.url(), tenant, request, headers);
    }

    private HttpResponse<byte[]> send(String url, String tenant, byte[] request, String... headers)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/read"))
                        .header("X-Scope-OrgID", tenant)
                        .headers(headers)
                        .POST(BodyPublishers.ofByteArray(request))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private void write(String tenant, WriteRequestBytes request) throws Exception {
        try (StoredServer.Connection sender = server.connect()) {
            HttpResponse<String> answer = sender.write(tenant, request.snappy());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static double number(long bits) {
        return Double.longBitsToDouble(bits);
    }
}
