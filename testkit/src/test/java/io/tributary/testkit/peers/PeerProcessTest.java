package io.tributary.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerProcessTest {
    /// The JDK's own file server stands for a peer where no peer is needed.
    private static final Path WEB_SERVER =
            Path.of(System.getProperty("java.home"), "bin", "jwebserver");

    @TempDir Path directory;

    private static String body(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static List<String> webServer(int port) {
        return List.of("-b", "127.0.0.1", "-p", Integer.toString(port));
    }

    @Test
    void start_program_answersUntilClosed() throws Exception {
        Files.writeString(directory.resolve("here"), "hello");
        PeerProcess peer =
                PeerProcess.start(WEB_SERVER, PeerProcessTest::webServer, "/", directory);
        try (peer) {
            assertThat(peer.isAlive()).isTrue();
            assertThat(body(peer.uri("/here"))).isEqualTo("hello");
            assertThat(peer.log()).content().contains("/here");
        }

        assertThat(peer.isAlive()).isFalse();
        assertThatThrownBy(() -> body(peer.uri("/here"))).isInstanceOf(ConnectException.class);
    }

    @Test
    void start_programThatExits_failsWithTheEndOfItsLog() {
        assertThatThrownBy(() ->
                        PeerProcess.start(
                                WEB_SERVER, port -> List.of("--no-such-option"), "/", directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("jwebserver exited with")
                .hasMessageContaining("no-such-option");
    }

    @Test
    void start_programThatIsNeverReady_failsAtTheDeadline() {
        assertThatThrownBy(() ->
                        PeerProcess.start(
                                WEB_SERVER,
                                PeerProcessTest::webServer,
                                "/never",
                                directory,
                                Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was not ready in PT2S");
    }

    @Test
    @Tag("peers")
    void prometheus_answers() throws Exception {
        try (PeerProcess peer = PeerProcess.prometheus(directory.resolve("own"), "global: {}")) {
            assertThat(body(peer.uri("/api/v1/query?query=1%2B1"))).contains("\"2\"");
            assertThat(peer.log()).content().contains("Server is ready");
        }
    }

    @Test
    @Tag("peers")
    void start_victoriaMetrics_answers() throws Exception {
        Path program = Peers.require("victoria-metrics");
        try (PeerProcess peer =
                PeerProcess.start(
                        program,
                        port ->
                                List.of(
                                        "-storageDataPath=data",
                                        "-httpListenAddr=127.0.0.1:" + port),
                        "/health",
                        directory)) {
            assertThat(body(peer.uri("/api/v1/query?query=1%2B1"))).contains("\"2\"");
        }
    }

    @Test
    @Tag("peers")
    void start_nodeExporter_answers() throws Exception {
        Path program = Peers.require("node_exporter");
        try (PeerProcess peer =
                PeerProcess.start(
                        program,
                        port -> List.of("--web.listen-address=127.0.0.1:" + port),
                        "/",
                        directory)) {
            assertThat(body(peer.uri("/metrics"))).contains("node_cpu_seconds_total");
        }
    }
}
