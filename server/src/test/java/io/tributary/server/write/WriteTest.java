package io.tributary.server.write;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.tributary.model.Labels;
import io.tributary.model.flow.Unavailable;
import io.tributary.server.RunningServer;
import io.tributary.server.WriteRequestBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class WriteTest {
    private static final Labels UP = new Labels.Builder().set("__name__", "up").build();
    private static final byte[] ONE = {0x0a};

    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server =
                RunningServer.open(
                        "ingest.maxBodyBytes=4KiB",
                        "ingest.maxRawBytes=64KiB",
                        "ingest.budgetBytes=1MiB");
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
    void write_good_is204WithCountsAndStored() throws Exception {
        HttpResponse<String> answer = server.write(up(1.5));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertWritten(answer, 1);
        assertThat(server.store().samples("anonymous", UP))
                .isEqualTo(Map.of(NOW_MILLIS, Double.doubleToRawLongBits(1.5)));
        assertThat(server.store().isAllAwaited()).isTrue();
    }

    @Test
    void write_repeated_is204AndCountsIt() throws Exception {
        server.write(up(1.5));

        HttpResponse<String> answer = server.write(up(1.5));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertWritten(answer, 1);
    }

    @Test
    void write_everyPath_isTaken() throws Exception {
        for (String path :
                new String[] {
                    "/api/v1/push",
                    "/api/v1/write",
                    "/api/v1/receive",
                    "/api/v1/prom/write",
                    "/api/prom/push"
                }) {
            HttpResponse<String> answer = server.post(path, up(1));
            assertThat(answer.statusCode()).as(path).isEqualTo(204);
        }
    }

    @Test
    void write_headersOfRealSenders_areTaken() throws Exception {
        for (String type :
                new String[] {
                    "application/x-protobuf",
                    "application/x-protobuf;proto=prometheus.WriteRequest",
                    "Application/X-Protobuf; proto=prometheus.WriteRequest"
                }) {
            HttpResponse<String> answer =
                    server.write(up(1), "content-type", type, "content-encoding", "snappy");
            assertThat(answer.statusCode()).as(type).isEqualTo(204);
        }
    }

    @Test
    void write_tenantHeader_choosesTheTenant() throws Exception {
        server.write(up(1), "X-Scope-OrgID", "team-a");
        server.write(up(2), "THANOS-TENANT", "team-b");

        assertThat(server.store().samples("team-a", UP))
                .containsValue(Double.doubleToRawLongBits(1));
        assertThat(server.store().samples("team-b", UP))
                .containsValue(Double.doubleToRawLongBits(2));
        assertThat(server.store().samples("anonymous", UP)).isEmpty();
    }

    @Test
    void write_badTenant_is400NamingIt() throws Exception {
        HttpResponse<String> answer = server.write(up(1), "X-Scope-OrgID", "a|b");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("tenant name \"a|b\"");
        assertWritten(answer, 0);
    }

    @Test
    void write_zstd_isTakenWithAndWithoutASize() throws Exception {
        byte[] raw = new WriteRequestBytes().sample(NOW_MILLIS, 1, "__name__", "up").raw();
        ByteArrayOutputStream sizeless = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(sizeless)) {
            out.write(raw);
        }

        assertThat(server.write(Zstd.compress(raw), "content-encoding", "zstd").statusCode())
                .isEqualTo(204);
        assertThat(server.write(sizeless.toByteArray(), "content-encoding", "zstd").statusCode())
                .isEqualTo(204);
    }

    @Test
    void write_emptyMessage_is204() throws Exception {
        HttpResponse<String> answer = server.write(WriteRequestBytes.snappy(new byte[0]));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertWritten(answer, 0);
    }

    @Test
    void write_partRefused_is400WithCountsAndTheFirstReason() throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(NOW_MILLIS, 1, "__name__", "up")
                        .sample(NOW_MILLIS, 1, "job", "node")
                        .sample(NOW_MILLIS + 3_600_000, 1, "__name__", "up")
                        .histogram(NOW_MILLIS, "__name__", "latency")
                        .snappy();

        HttpResponse<String> answer = server.write(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "3 of 4 samples refused, the others are stored: too_far_in_future=1 missing_metric_name=1 unsupported=1; first: label __name__ is missing or empty: its first label is \"job\"=\"node\"");
        assertWritten(answer, 1);
        assertThat(server.store().samples("anonymous", UP)).hasSize(1);
        assertThat(server.store().isAllAwaited()).isTrue();
    }

    @Test
    void write_conflict_is400AndKeepsWhatWasFirst() throws Exception {
        server.write(up(1));

        HttpResponse<String> answer = server.write(up(2));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("conflict=1").contains("has another value");
        assertThat(server.store().samples("anonymous", UP))
                .containsValue(Double.doubleToRawLongBits(1));
    }

    @Test
    void write_otherType_is415NamingWhatIsTaken() throws Exception {
        for (String type :
                new String[] {
                    "application/json",
                    "application/x-protobuf;proto=io.prometheus.write.v3.Request",
                    "application/x-protobuf;proto"
                }) {
            HttpResponse<String> answer = server.write(up(1), "content-type", type);

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body())
                    .isEqualTo(
                            "content-type %s is not taken here, only \"application/x-protobuf\", \"application/x-protobuf;proto=prometheus.WriteRequest\" (remote write 1.0) and \"application/x-protobuf;proto=io.prometheus.write.v2.Request\" (2.0)",
                            type);
        }
    }

    @Test
    void write_otherEncoding_is415NamingWhatIsTaken() throws Exception {
        HttpResponse<String> answer = server.write(up(1), "content-encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body())
                .isEqualTo("content-encoding gzip is not taken here, only \"snappy\", \"zstd\"");
    }

    @Test
    void write_truncatedSnappy_is400() throws Exception {
        byte[] body = up(1);

        HttpResponse<String> answer = server.write(Arrays.copyOf(body, body.length - 3));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("malformed snappy: ends inside a literal");
        assertWritten(answer, 0);
    }

    @Test
    void write_noBody_is400() throws Exception {
        HttpResponse<String> answer = server.write(new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("malformed snappy: ends inside its length");
    }

    @Test
    void write_lyingLength_is400() throws Exception {
        byte[] body = up(1);
        body[0]++;

        HttpResponse<String> answer = server.write(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("bytes unpacked but holds");
    }

    @Test
    void write_moreBytesUnpackedThanTaken_is413() throws Exception {
        HttpResponse<String> answer =
                server.write(WriteRequestBytes.snappy(new byte[64 * 1024 + 1]));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("body declares 65537 bytes unpacked, the limit is 65536");
    }

    @Test
    void write_sizelessZstdBomb_is413() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bomb)) {
            out.write(new byte[10_000_000]);
        }

        HttpResponse<String> answer = server.write(bomb.toByteArray(), "content-encoding", "zstd");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("body holds more than the limit of 65536 bytes");
    }

    @Test
    void write_moreBytesThanTaken_is413() throws Exception {
        HttpResponse<String> answer = server.write(new byte[4097]);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("body of 4097 bytes is too large, at most 4096 are taken");
    }

    @Test
    void write_garbage_is400NamingTheByte() throws Exception {
        HttpResponse<String> answer = server.write(WriteRequestBytes.snappy(ONE));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("malformed remote write request:")
                .contains("at byte 1");
        assertWritten(answer, 0);
    }

    @Test
    void write_storeBusy_is503WithRetryAfterAndNothingStored() throws Exception {
        server.store().turnAway(Unavailable.WAL_FULL);

        HttpResponse<String> answer = server.write(up(1));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("nothing was stored, try again: wal_full");
        assertThat(Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(3, 6);
        assertWritten(answer, 0);
    }

    @Test
    void write_noRoom_is503AndWorksAgainLater() throws Exception {
        try (RunningServer narrow = RunningServer.open("ingest.budgetBytes=1MiB")) {
            try (Socket holder =
                    new Socket(
                            InetAddress.getLoopbackAddress(),
                            narrow.server().address().getPort())) {
                holder.getOutputStream()
                        .write(
                                "POST /api/v1/push HTTP/1.1\r\nhost: x\r\ncontent-length: 1048000\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                awaitMetric(narrow, "tributary_ingest_budget_used_bytes 1048000.0");

                HttpResponse<String> answer =
                        narrow.write(new byte[1000], "X-Scope-OrgID", "other");

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("no room for the body now");
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
            }
            awaitMetric(narrow, "tributary_ingest_budget_used_bytes 0.0");
            assertThat(narrow.write(up(1)).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void write_starting_is503WithRetryAfter() throws Exception {
        try (RunningServer starting = RunningServer.starting()) {
            HttpResponse<String> answer = starting.write(up(1));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("server is starting");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertWritten(answer, 0);
        }
    }

    @Test
    void write_bugInTheStore_is500WithoutATrace() throws Exception {
        server.store().fail(new IllegalStateException("BUG: secret"));

        HttpResponse<String> answer = server.write(up(1));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("at io.");
    }

    @Test
    void get_writePath_is405() throws Exception {
        assertThat(server.get("/api/v1/push").statusCode()).isEqualTo(405);
    }

    @Test
    void write_counters_tellWhatHappened() throws Exception {
        server.write(up(1), "X-Scope-OrgID", "counted");
        server.write(up(1), "X-Scope-OrgID", "counted");
        server.write(up(2), "X-Scope-OrgID", "counted");

        assertThat(server.get("/metrics").body())
                .contains("tributary_ingest_samples_total{tenant=\"counted\"} 2.0")
                .contains("tributary_ingest_repeated_samples_total{tenant=\"counted\"} 1.0")
                .contains(
                        "tributary_ingest_refused_samples_total{reason=\"conflict\",tenant=\"counted\"} 1.0")
                .contains("tributary_http_requests_total{path=\"/api/v1/push\",status=\"400\"}");
    }

    private static void awaitMetric(RunningServer server, String line)
            throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 10_000; attempt++) {
            if (server.get("/metrics").body().contains(line)) {
                return;
            }
        }
        throw new AssertionError("never seen: " + line);
    }

    private static byte[] up(double value) {
        return new WriteRequestBytes().sample(NOW_MILLIS, value, "__name__", "up").snappy();
    }

    private static void assertWritten(HttpResponse<String> answer, int samples) {
        assertThat(answer.headers().map())
                .containsEntry(
                        "x-prometheus-remote-write-samples-written",
                        List.of(Integer.toString(samples)))
                .containsEntry("x-prometheus-remote-write-histograms-written", List.of("0"))
                .containsEntry("x-prometheus-remote-write-exemplars-written", List.of("0"));
    }
}
