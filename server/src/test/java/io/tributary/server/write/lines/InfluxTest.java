package io.tributary.server.write.lines;

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

@TestInstance(Lifecycle.PER_CLASS)
class InfluxTest {
    private static final long SECOND = NOW_MILLIS / 1_000;

    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open("ingest.maxRawBytes=64KiB");
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
    void write_everyPath_isStoredDurably() throws Exception {
        for (String path :
                new String[] {
                    "/write?db=telegraf&precision=s",
                    "/influx/write?db=telegraf&precision=s",
                    "/api/v2/write?org=o&bucket=telegraf&precision=s",
                    "/influx/api/v2/write?bucket=telegraf&precision=s"
                }) {
            server.store().reset();
            HttpResponse<String> answer = server.post(path, "cpu,host=a usage=1.5,n=3i " + SECOND);

            assertThat(answer.statusCode()).as(path).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertStored("cpu_usage", 1.5);
            assertStored("cpu_n", 3);
            assertThat(server.store().isAllAwaited()).isTrue();
        }
    }

    @Test
    void write_noTime_getsThatOfTheRequest() throws Exception {
        assertThat(server.post("/write?db=telegraf", "cpu,host=a usage=2").statusCode())
                .isEqualTo(204);

        assertStored("cpu_usage", 2);
    }

    @Test
    void write_packed_isUnpackedWithinItsBound() throws Exception {
        byte[] good = gzip("cpu,host=a usage=1 " + SECOND);
        assertThat(
                        server.post(
                                        "/write?db=telegraf&precision=s",
                                        good,
                                        "content-encoding",
                                        "gzip")
                                .statusCode())
                .isEqualTo(204);
        assertStored("cpu_usage", 1);

        byte[] bomb = gzip("#".repeat(1 << 20));
        HttpResponse<String> answer = server.post("/write", bomb, "content-encoding", "gzip");
        assertThat(bomb).hasSizeLessThan(4_096);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"error\":\"body holds more than the limit");
    }

    @Test
    void write_badLines_areRefusedAloneAndNamed() throws Exception {
        String lines =
                """
                cpu,host=a usage=1 %d
                cpu,host=a usage=one %d
                cpu
                mem,host=a text="is left out",free=7 %d
                """
                        .formatted(SECOND, SECOND, SECOND);
        HttpResponse<String> answer = server.post("/write?db=telegraf&precision=s", lines);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"code\":\"invalid\",\"message\":\"2 lines refused (bad_")
                .contains("the others are stored; first: line 2: ");
        assertStored("cpu_usage", 1);
        assertStored("mem_free", 7);
        assertThat(server.get("/metrics").body())
                .contains("tributary_ingest_dropped_values_total{tenant=\"anonymous\"} 1.0")
                .contains(
                        "tributary_ingest_refused_samples_total{reason=\"bad_syntax\",tenant=\"anonymous\"}");
    }

    @Test
    void write_badLinesAndOnPartial_is204WithTheReasons() throws Exception {
        HttpResponse<String> answer =
                server.post(
                        "/write?db=telegraf&precision=s&onPartial=204",
                        "cpu usage=x\ncpu,host=a usage=1 " + SECOND);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("x-tributary-refused").orElse(""))
                .startsWith("1 line refused (bad_");
        assertStored("cpu_usage", 1);
    }

    @Test
    void write_conflict_isRefusedWithItsReason() throws Exception {
        String line = "cpu,host=a usage=%d " + SECOND;
        server.post("/write?db=telegraf&precision=s", line.formatted(1));
        HttpResponse<String> again =
                server.post("/write?db=telegraf&precision=s", line.formatted(1));
        HttpResponse<String> other =
                server.post("/write?db=telegraf&precision=s", line.formatted(2));

        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("1 sample refused (conflict=1)");
        assertStored("cpu_usage", 1);
    }

    @Test
    void write_unknownPrecision_is400NamingIt() throws Exception {
        HttpResponse<String> answer = server.post("/write?precision=fortnight", "cpu usage=1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("found precision fortnight, expected one of ns");
    }

    @Test
    void write_storeIsBusy_is503WithRetryAfter() throws Exception {
        server.store().turnAway(Unavailable.OVERLOAD);
        HttpResponse<String> answer = server.post("/write", "cpu usage=1");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("\"code\":\"unavailable\"");
    }

    /// What Telegraf and the clients ask before they write.
    @Test
    void clients_askFirst_areAnswered() throws Exception {
        assertThat(server.get("/ping").statusCode()).isEqualTo(204);
        assertThat(server.get("/ping").headers().firstValue("x-influxdb-version")).isPresent();
        HttpResponse<String> made = server.postForm("/query", "q", "CREATE DATABASE \"telegraf\"");
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.body()).isEqualTo("{\"results\":[{\"statement_id\":0}]}");
    }

    private void assertStored(String name, double value) {
        Labels labels = Labels.of("__name__", name, "db", "telegraf", "host", "a");
        assertThat(server.store().samples("anonymous", labels))
                .isEqualTo(Map.of(NOW_MILLIS, Double.doubleToRawLongBits(value)));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
