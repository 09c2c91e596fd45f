package io.tributary.runtime.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private HttpServer server = started();

    @BeforeEach
    void serve() {
        server.createContext(
                "/echo",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    String tenant = exchange.getRequestHeaders().getFirst("X-Scope-OrgID");
                    byte[] answer =
                            (tenant + " " + new String(body, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(422, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void postForm_answer_isReturnedWhateverItsStatus() throws Exception {
        try (HttpCaller caller = new HttpCaller()) {
            HttpCaller.Reply reply =
                    caller.postForm(
                            uri("/echo"),
                            Map.of("X-Scope-OrgID", "team-a"),
                            List.of(Map.entry("query", "a + b"), Map.entry("step", "1ü")),
                            LONG);

            assertThat(reply)
                    .isEqualTo(new HttpCaller.Reply(422, "team-a query=a+%2B+b&step=1%C3%BC"));
        }
    }

    /// Far longer than an answer that is held may be, and no more of it in memory than is read.
    @Test
    void postFormForStream_longAnswer_isReadAsItComes() throws Exception {
        int pieces = 3_000;
        byte[] piece = new byte[100_000];
        server.createContext(
                "/long",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < pieces; i++) {
                        exchange.getResponseBody().write(piece);
                    }
                    exchange.close();
                });
        try (HttpCaller caller = new HttpCaller(1_000);
                HttpCaller.Streamed answer = stream(caller, "/long", LONG)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().transferTo(OutputStream.nullOutputStream()))
                    .isEqualTo((long) pieces * piece.length);
            assertThat(answer.body().read()).isNegative();
        }
    }

    @Test
    void postFormForStream_thatBreaksOffOrFallsSilent_fails() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        for (String path : List.of("/broken", "/silent")) {
            server.createContext(
                    path,
                    exchange -> {
                        exchange.sendResponseHeaders(200, 10);
                        exchange.getResponseBody().write(new byte[5]);
                        exchange.getResponseBody().flush();
                        if (path.equals("/silent")) {
                            awaitQuietly(over);
                        }
                        exchange.close();
                    });
        }
        try (HttpCaller caller = new HttpCaller()) {
            try (HttpCaller.Streamed answer = stream(caller, "/broken", LONG)) {
                assertThatThrownBy(() -> answer.body().readAllBytes())
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("the answer broke off: ");
            }
            try (HttpCaller.Streamed answer = stream(caller, "/silent", Duration.ofMillis(200))) {
                assertThat(answer.body().readNBytes(5)).hasSize(5);
                assertThatThrownBy(() -> answer.body().read())
                        .isInstanceOf(IOException.class)
                        .hasMessage("nothing more of the answer came for 200 ms");
            }
        } finally {
            over.countDown();
        }
    }

    @Test
    void sendForBytes_headers_areTold() throws Exception {
        server.createContext(
                "/later",
                exchange -> {
                    exchange.getResponseHeaders().add("Retry-After", "7");
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        try (HttpCaller caller = new HttpCaller()) {
            HttpCaller.Bytes answer =
                    caller.sendForBytes("GET", uri("/later"), Map.of(), new byte[0], LONG);

            assertThat(answer.header("retry-after")).contains("7");
            assertThat(answer.header("x-other")).isEmpty();
        }
    }

    private HttpCaller.Streamed stream(HttpCaller caller, String path, Duration silence)
            throws Exception {
        return caller.postFormForStream(
                uri(path), Map.of(), List.of(Map.entry("a", "b")), LONG, silence);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void post_bytes_arriveAsTheyAre() throws Exception {
        try (HttpCaller caller = new HttpCaller()) {
            byte[] body = "a b".getBytes(StandardCharsets.UTF_8);

            assertThat(caller.post(uri("/echo"), "text/plain", Map.of(), body, LONG))
                    .isEqualTo(new HttpCaller.Reply(422, "null a b"));
        }
    }

    @Test
    void postForm_answerAboveTheBound_fails() {
        try (HttpCaller caller = new HttpCaller(3)) {
            assertThatThrownBy(() -> caller.postForm(uri("/echo"), Map.of(), List.of(), LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot ask " + uri("/echo"));
        }
    }

    @Test
    void postForm_nobodyThere_saysWhereItAsked() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI uri = URI.create("http://127.0.0.1:" + free + "/api");
        try (HttpCaller caller = new HttpCaller()) {
            assertThatThrownBy(() -> caller.postForm(uri, Map.of(), List.of(), LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot ask " + uri + ": nobody listens there");
        }
    }

    @Test
    void postForm_unknownHost_saysSo() {
        URI uri = URI.create("http://nowhere.invalid:9009/api");
        try (HttpCaller caller = new HttpCaller()) {
            assertThatThrownBy(() -> caller.postForm(uri, Map.of(), List.of(), LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot ask " + uri + ": unknown host");
        }
    }

    @Test
    void postForm_noAnswerInTime_saysSo() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpCaller caller = new HttpCaller()) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/api");

            assertThatThrownBy(
                            () -> caller.postForm(uri, Map.of(), List.of(), Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer within");
        }
    }

    @Test
    void get_headersAndPath_arriveAndNoBody() throws Exception {
        server.createContext(
                "/document",
                exchange -> {
                    byte[] answer =
                            (exchange.getRequestMethod()
                                            + " "
                                            + exchange.getRequestHeaders().getFirst("accept")
                                            + " "
                                            + exchange.getRequestBody().readAllBytes().length)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        try (HttpCaller caller = new HttpCaller()) {
            assertThat(caller.get(uri("/document"), Map.of("accept", "text/plain"), LONG))
                    .isEqualTo(new HttpCaller.Reply(200, "GET text/plain 0"));
        }
    }

    @Test
    void get_redirect_isTheAnswer() throws Exception {
        server.createContext(
                "/moved",
                exchange -> {
                    exchange.getResponseHeaders().set("location", uri("/echo").toString());
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        try (HttpCaller caller = new HttpCaller()) {
            assertThat(caller.get(uri("/moved"), Map.of(), LONG).status()).isEqualTo(302);
        }
    }

    /// The headers are there at once, and of the body a byte now and then.
    @Test
    void get_bodyThatDoesNotEnd_saysSoInTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.createContext(
                "/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('a');
                    exchange.getResponseBody().flush();
                    try {
                        asked.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        try (HttpCaller caller = new HttpCaller()) {
            assertThatThrownBy(() -> caller.get(uri("/slow"), Map.of(), Duration.ofMillis(300)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot ask " + uri("/slow") + ": no answer within 300 ms");
        } finally {
            asked.countDown();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static HttpServer started() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
