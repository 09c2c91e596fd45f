package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.runtime.config.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real store tells of itself at `/metrics`.
class StoreMetricsTest {
    @Test
    void notesDropped_countsExemplarsThatCannotBeKept(@TempDir Path directory) throws Exception {
        HeadOpener opener = new HeadOpener();
        Config config =
                new ConfigLoader(Settings.union(ServerSettings.ALL, opener.settings()))
                        .load(
                                Optional.empty(),
                                Map.of(),
                                List.of("listen=127.0.0.1:0", "data=" + directory.resolve("data")));
        try (HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                Server server = Server.listen(config, opener, new SystemClock())) {
            server.open(fatal -> {
                throw new AssertionError(fatal);
            });
            assertThat(metrics(client, server)).contains("tributary_notes_dropped_total 0.0");
            long now = System.currentTimeMillis();
            Exemplar exemplar =
                    new Exemplar(Labels.of("trace_id", "1"), now, Double.doubleToRawLongBits(1));
            WriteRequestBytes write = new WriteRequestBytes();
            write.sample(now, 1, "__name__", "kept").exemplar(exemplar, "__name__", "kept");
            write.exemplar(exemplar, "__name__", "never_written");
            HttpRequest request =
                    HttpRequest.newBuilder(uri(server, "/api/v1/push"))
                            .POST(BodyPublishers.ofByteArray(write.snappy()))
                            .build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);

            assertThat(metrics(client, server)).contains("tributary_notes_dropped_total 1.0");
        }
    }

    private static String metrics(HttpClient client, Server server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(server, "/metrics")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static URI uri(Server server, String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }
}
