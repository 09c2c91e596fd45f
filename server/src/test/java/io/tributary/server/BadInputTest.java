package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.runtime.config.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What senders get wrong, through HTTP and into a real store on disk: each is refused by its
/// reason, and the good series that stands in the same request is stored.
@TestInstance(Lifecycle.PER_CLASS)
class BadInputTest {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long SEED = 20_261_125;
    private static final int MUTATIONS = 500;

    /// HTTP/1.1, as senders speak it in clear: a stream of HTTP/2 that is answered before its body
    /// came is reset, and this client may then not tell the answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final long now = System.currentTimeMillis();
    private Server server;
    private int good;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        HeadOpener opener = new HeadOpener();
        Config config =
                new ConfigLoader(Settings.union(ServerSettings.ALL, opener.settings()))
                        .load(
                                Optional.empty(),
                                Map.of(),
                                List.of("listen=127.0.0.1:0", "data=" + directory.resolve("data")));
        server = Server.listen(config, opener, new SystemClock());
        server.open(fatal -> {
            throw new AssertionError(fatal);
        });
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void sample_fromTheFarFuture_isRefusedAlone() throws Exception {
        assertRefusedAlone(
                request().sample(now + 3_600_000, 1, "__name__", "up").raw(),
                "too_far_in_future=1",
                "{__name__=\"up\"} at " + (now + 3_600_000) + ": accepted are times from ");
    }

    @Test
    void sample_olderThanTheBacklog_isRefusedAlone() throws Exception {
        assertRefusedAlone(
                request().sample(now - 8 * DAY_MILLIS, 1, "__name__", "old").raw(),
                "too_old=1",
                "{__name__=\"old\"} at " + (now - 8 * DAY_MILLIS) + ": accepted are times from ");
    }

    @Test
    void sample_withAnotherValue_isRefusedAndTheFirstStays() throws Exception {
        write(new WriteRequestBytes().sample(now, 1, "__name__", "twice").raw());

        assertRefusedAlone(
                request().sample(now, 2, "__name__", "twice").raw(),
                "conflict=1",
                "{__name__=\"twice\"} at " + now);
        assertThat(ask("twice")).contains("\"1\"]");
    }

    @Test
    void labels_withoutAName_areRefusedAlone() throws Exception {
        assertRefusedAlone(
                request().sample(now, 1, "job", "node").raw(), "missing_metric_name=1", "\"node\"");
    }

    @Test
    void labels_twiceTheSameName_areRefusedAlone() throws Exception {
        assertRefusedAlone(
                request().sample(now, 1, "__name__", "up", "job", "a", "job", "b").raw(),
                "duplicate_label_names=1",
                "job");
    }

    @Test
    void labels_notUtf8_areRefusedAlone() throws Exception {
        byte[] raw = request().sample(now, 1, "__name__", "up", "job", "\u0001\u0002").raw();
        for (int i = 0; i < raw.length - 1; i++) {
            if (raw[i] == 1 && raw[i + 1] == 2) {
                raw[i] = (byte) 0xff;
            }
        }

        assertRefusedAlone(raw, "label_not_utf8=1", "job");
    }

    @Test
    void labels_emptyOrReservedName_areRefusedAlone() throws Exception {
        assertRefusedAlone(
                request().sample(now, 1, "__name__", "up", "", "x").raw(), "label_invalid=1", "");
        assertRefusedAlone(
                request().sample(now, 1, "__name__", "up", "__tenant_id__", "x").raw(),
                "label_invalid=1",
                "__tenant_id__");
    }

    @Test
    void labels_overTheLimits_areRefusedAlone() throws Exception {
        String[] many = new String[2 * 33];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = i == 0 ? "__name__" : "label" + i;
            many[i + 1] = "x";
        }
        assertRefusedAlone(
                request().sample(now, 1, many).raw(), "max_label_names_per_series=1", "32");
        assertRefusedAlone(
                request().sample(now, 1, "__name__", "up", "n".repeat(1025), "x").raw(),
                "label_name_too_long=1",
                "1024");
        assertRefusedAlone(
                request().sample(now, 1, "__name__", "up", "job", "v".repeat(2049)).raw(),
                "label_value_too_long=1",
                "2048");
    }

    @Test
    void message_cutAnywhere_isAnsweredWith400AndStoresNothing() throws Exception {
        byte[] whole = new WriteRequestBytes().sample(now, 1, "__name__", "cut").raw();
        for (int length = 1; length < whole.length; length++) {
            HttpResponse<String> answer = write(Arrays.copyOf(whole, length));

            assertThat(answer.statusCode()).as("cut to %d", length).isEqualTo(400);
            assertThat(answer.body()).startsWith("malformed remote write request:");
        }
        assertThat(ask("cut")).endsWith("\"result\":[]}}");
    }

    @Test
    void message_ofMutatedBytes_isTakenOrRefusedAndTheServerGoesOn() throws Exception {
        Random random = new Random(SEED);
        byte[] whole = request().sample(now, 1, "__name__", "mutated", "job", "node").raw();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = whole.clone();
            for (int flip = 0; flip <= random.nextInt(3); flip++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }

            HttpResponse<String> answer = write(mutated);

            assertThat(answer.statusCode()).as("seed %d, round %d", SEED, i).isIn(204, 400);
            assertThat(answer.body()).doesNotContain("Exception").doesNotContain("\tat ");
        }
        assertThat(write(request().raw()).statusCode()).isEqualTo(204);
    }

    /// A request with a good series of its own.
    private WriteRequestBytes request() {
        good++;
        return new WriteRequestBytes().sample(now, good, "__name__", "good" + good);
    }

    private void assertRefusedAlone(byte[] raw, String reason, String text) throws Exception {
        HttpResponse<String> answer = write(raw);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith(
                        "1 of 2 samples refused, the others are stored: " + reason + "; first: ")
                .contains(text)
                .doesNotContain("Exception");
        assertThat(ask("good" + good)).contains("\"" + good + "\"]");
    }

    private HttpResponse<String> write(byte[] raw) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri("/api/v1/push"))
                        .POST(BodyPublishers.ofByteArray(WriteRequestBytes.snappy(raw)))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private String ask(String query) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(uri("/api/v1/query?query=" + query)).build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }
}
