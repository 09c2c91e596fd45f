package io.tributary.server.write.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import io.tributary.testkit.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Prometheus' library for Go pushes to us as to a Pushgateway (`.ci/pusher`), in protobuf, which
/// it does unless told otherwise; it takes our answer for a success, and all is there.
@Tag("peers")
@TestInstance(Lifecycle.PER_CLASS)
class ClientGolangPushTest {
    private static final int SECONDS_MAX = 30;
    private static final String OF_PUSH = "{job='backup',path='/var'}";

    private StoredServer server;
    private StoredServer.Connection client;

    @BeforeAll
    void push(@TempDir Path directory) throws Exception {
        Path pusher = Peers.require("pusher");
        server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "query.startTimestamps=true",
                        "query.experimentalFunctions=true");
        client = server.connect();
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(pusher.toString(), "push", server.url())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    @AfterAll
    void stop() throws Exception {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    @Test
    void push_everyType_isStoredUnderTheLabelsOfThePath() throws Exception {
        assertValue("jobs_total{kind='full',job='backup',path='/var'}", "7");
        assertValue("level{of='negative',job='backup',path='/var'}", "-3.25");
        assertValue("anything" + OF_PUSH, "42");
        assertValue("wait_seconds{quantile='0.5',job='backup',path='/var'}", "6.25");
        assertValue("wait_seconds_sum" + OF_PUSH, "631.25");
        assertValue("classic_seconds_bucket{le='2.5',job='backup',path='/var'}", "20");
        assertValue("classic_seconds_count" + OF_PUSH, "100");
    }

    @Test
    void push_nativeHistograms_areStoredBesideTheirClassicSeries() throws Exception {
        assertValue("histogram_count(both_seconds%s)".formatted(OF_PUSH), "100");
        assertValue("histogram_sum(both_seconds%s)".formatted(OF_PUSH), "31.25");
        assertValue("both_seconds_bucket{le='1.0',job='backup',path='/var'}", "56");
        assertValue("histogram_count(native_seconds%s)".formatted(OF_PUSH), "100");
        assertValue("histogram_count(unused_seconds%s)".formatted(OF_PUSH), "0");
    }

    @Test
    void push_startsExemplarsAndMetadata_areStored() throws Exception {
        String began = "time() - start_timestamp(jobs_total{kind='full'})";
        assertValue(began + " >= bool 0", "1");
        assertValue(began + " < bool 600", "1");
        assertThat(
                        get(
                                "query_exemplars",
                                "query",
                                "{__name__=~'jobs_total|classic_seconds_bucket'}",
                                "start",
                                "0",
                                "end",
                                "9999999999"))
                .contains("\"trace_id\":\"a1\"", "\"trace_id\":\"2\"");
        assertThat(get("metadata", "metric", "jobs_total"))
                .contains("\"type\":\"counter\"", "Jobs \\\"done\\\",\\nby kind");
        assertThat(get("metadata", "metric", "both_seconds")).contains("\"type\":\"histogram\"");
    }

    private String get(String path, String... parameters) throws Exception {
        return client.get("/api/v1/" + path + "?" + RunningServer.form(parameters), "anonymous");
    }

    private void assertValue(String query, String value) throws Exception {
        String answer = get("query", "query", query);
        List<Json> result = JsonReader.read(answer).member("data").member("result").elements();
        assertThat(result).as(query + ": " + answer).hasSize(1);
        assertThat(result.getFirst().member("value").elements().get(1).text())
                .as(query + ": " + answer)
                .isEqualTo(value);
    }
}
