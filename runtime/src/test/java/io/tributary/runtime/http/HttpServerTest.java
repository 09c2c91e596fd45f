package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class HttpServerTest {
    private static final int BODY_BYTES_MAX = 100_000;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private final AtomicLong room = new AtomicLong(1_000_000);
    private volatile CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch gone = new CountDownLatch(1);
    private volatile CountDownLatch proceed = new CountDownLatch(1);
    private HttpServer server;
    private HttpClient client;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.start(settings(20_000), routes(), observer());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        failures.clear();
        room.set(1_000_000);
        entered = new CountDownLatch(1);
        gone = new CountDownLatch(1);
        proceed = new CountDownLatch(1);
    }

    @AfterEach
    void letGo() {
        proceed.countDown();
    }

    @Test
    void get_knownPath_isAnswered() throws Exception {
        HttpResponse<String> answer = get("/hello?name=a%20b&name=c");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[a b, c]");
        assertThat(answer.headers().firstValue("server")).isEmpty();
        assertThat(answer.headers().firstValue("date")).isEmpty();
    }

    @Test
    void get_pathWithParameter_isDecoded() throws Exception {
        assertThat(get("/label/a%2Fb%20c+d/values").body()).isEqualTo("a/b c+d");
    }

    @Test
    void get_unknownPath_is404NamingIt() throws Exception {
        HttpResponse<String> answer = get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"not_found\",\"error\":\"no such path: /nowhere\"}");
    }

    @Test
    void put_pathForGet_is405NamingWhatIsAnswered() throws Exception {
        HttpResponse<String> answer =
                send(request("/hello").PUT(BodyPublishers.ofString("x")).build());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("GET, POST");
        assertThat(answer.body()).contains("PUT is not answered at /hello, only GET, POST");
    }

    @Test
    void options_knownPath_namesWhatIsAnswered() throws Exception {
        HttpResponse<String> answer =
                send(request("/hello").method("OPTIONS", BodyPublishers.noBody()).build());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("allow")).contains("GET, POST");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(
                        send(request("/nowhere").method("OPTIONS", BodyPublishers.noBody()).build())
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void post_form_comesBeforeTheUrlsParameters() throws Exception {
        HttpResponse<String> answer =
                send(
                        request("/hello?name=url")
                                .header("content-type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("name=form&other=1"))
                                .build());

        assertThat(answer.body()).isEqualTo("[form, url]");
    }

    @Test
    void parameters_brokenEscape_is400NamingIt() throws Exception {
        HttpResponse<String> answer =
                send(
                        request("/hello")
                                .header("content-type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("name=%zz"))
                                .build());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid URL escape in \\\"%zz\\\"");
    }

    @Test
    void parameters_tooMany_is400() throws Exception {
        assertThat(get("/hello?" + "a&".repeat(1_001)).statusCode()).isEqualTo(400);
    }

    @Test
    void body_withLength_isReadWhole() throws Exception {
        byte[] body = new byte[90_000];
        body[89_999] = 7;

        assertThat(post("/sum", BodyPublishers.ofByteArray(body)).body()).isEqualTo("90000 7");
    }

    @Test
    void body_withoutLength_isReadWhole() throws Exception {
        byte[] body = new byte[90_000];
        body[89_999] = 7;

        HttpResponse<String> answer =
                post("/sum", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.body()).isEqualTo("90000 7");
    }

    @Test
    void body_declaredTooLarge_is413BeforeItIsSent() throws IOException {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send("POST /sum HTTP/1.1\r\nhost: x\r\ncontent-length: 100001\r\n\r\n");

            assertThat(connection.readUntil("}"))
                    .startsWith("HTTP/1.1 413")
                    .contains("body of 100001 bytes is too large, at most 100000 are taken");
        }
    }

    @Test
    void body_tooLargeWithoutLength_is413() throws Exception {
        byte[] body = new byte[BODY_BYTES_MAX + 1];

        HttpResponse<String> answer =
                post("/sum", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void body_noRoom_is503WithRetryAfterBeforeItIsSent() throws IOException {
        room.set(9);
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send("POST /sum HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n");

            assertThat(connection.readUntil("}"))
                    .startsWith("HTTP/1.1 503")
                    .containsPattern("retry-after: [12]")
                    .contains("no room for the body now");
        }
        assertThat(room).hasValue(9);
    }

    @Test
    void body_noRoomWithoutLength_is503() throws Exception {
        room.set(70_000);
        byte[] body = new byte[90_000];

        HttpResponse<String> answer =
                post("/sum", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void body_thatDoesNotCome_is503() throws IOException {
        try (HttpServer impatient = HttpServer.start(settings(50), routes(), observer());
                RawConnection connection = new RawConnection(impatient.address())) {
            connection.send("POST /sum HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc");

            assertThat(connection.readUntil("}"))
                    .startsWith("HTTP/1.1 503")
                    .contains("the body did not arrive within 50 ms");
        }
    }

    @Test
    void handler_thatThrows_is500WithoutTrace() throws Exception {
        HttpResponse<String> answer = get("/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"internal\",\"error\":\"internal error, see the log of the server\"}");
        assertThat(failures).singleElement().extracting(Throwable::getMessage).isEqualTo("secret");
    }

    @Test
    void answer_largeAndGzipAccepted_isCompressedWholeOrStreamed() throws Exception {
        for (int length : new int[] {1_025, 60_000, 70_000, 1_000_000}) {
            HttpResponse<byte[]> answer =
                    client.send(
                            request("/repeat?length=" + length)
                                    .header("accept-encoding", "br, gzip;q=0.5")
                                    .build(),
                            BodyHandlers.ofByteArray());

            assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(answer.headers().firstValue("content-length").isPresent())
                    .isEqualTo(length <= 65_536);
            byte[] plain =
                    new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
            assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo("x".repeat(length));
        }
    }

    @Test
    void answer_smallOrGzipRefused_isPlain() throws Exception {
        for (String accepted : new String[] {"gzip;q=0", "br", "identity"}) {
            HttpResponse<String> answer =
                    send(
                            request("/repeat?length=200000")
                                    .header("accept-encoding", accepted)
                                    .build());
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
            assertThat(answer.body()).hasSize(200_000);
        }
        HttpResponse<String> small =
                send(request("/repeat?length=1024").header("accept-encoding", "gzip").build());
        assertThat(small.headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void client_thatLeaves_isNoticedByTheHandler() throws Exception {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send("GET /wait HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void url_tooLong_isRefusedInTheEnvelope() throws IOException {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send("GET /hello?" + "a".repeat(70_000) + " HTTP/1.1\r\nhost: x\r\n\r\n");

            assertThat(connection.readUntil("}"))
                    .startsWith("HTTP/1.1 414")
                    .contains("\"status\":\"error\"")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void header_tooLarge_isRefusedInTheEnvelope() throws IOException {
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send(
                    "GET /hello HTTP/1.1\r\nhost: x\r\na: " + "a".repeat(40_000) + "\r\n\r\n");

            assertThat(connection.readUntil("}"))
                    .startsWith("HTTP/1.1 431")
                    .contains("\"status\":\"error\"")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void http2_isSpoken() throws Exception {
        try (HttpClient second =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> answer =
                    second.send(request("/hello?name=a").build(), BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("[a]");
        }
    }

    @Test
    void start_addressInUse_saysSo() {
        assertThatThrownBy(() ->
                        HttpServer.start(
                                HttpServer.Settings.of(server.address()), routes(), observer()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot listen on localhost:%d: the address is already in use",
                        server.address().getPort());
    }

    @Test
    void start_unknownHost_saysSo() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);

        assertThatThrownBy(() ->
                        HttpServer.start(HttpServer.Settings.of(nowhere), routes(), observer()))
                .hasMessage("cannot listen on nowhere.invalid:1: unknown host");
    }

    @Test
    void close_requestInFlight_isAnsweredFirst() throws Exception {
        HttpServer closing = HttpServer.start(settings(1_000), routes(), observer());
        try (RawConnection connection = new RawConnection(closing.address())) {
            connection.send("GET /wait HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            Thread thread = Thread.ofVirtual().start(closing::close);
            proceed.countDown();

            assertThat(connection.readUntil("done")).startsWith("HTTP/1.1 200").endsWith("done");
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void close_noConnection_waitsForNothing() throws IOException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            HttpServer closing = HttpServer.start(settings(20_000), routes(), observer());
            long from = System.nanoTime();
            closing.close();
            least = Math.min(least, System.nanoTime() - from);
        }
        assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofSeconds(1));
    }

    private Routes routes() {
        return new Routes()
                .getOrPost(
                        "/hello",
                        exchange ->
                                HttpAnswer.text(
                                        200,
                                        exchange.parameters(this::take).all("name").toString()))
                .get(
                        "/label/{name}/values",
                        exchange -> HttpAnswer.text(200, exchange.pathParameter()))
                .get(
                        "/repeat",
                        exchange -> {
                            int length =
                                    Integer.parseInt(
                                            exchange.parameters(this::take)
                                                    .first("length")
                                                    .orElseThrow());
                            return HttpAnswer.json(
                                    200,
                                    out ->
                                            out.write(
                                                    "x"
                                                            .repeat(length)
                                                            .getBytes(StandardCharsets.UTF_8)));
                        })
                .get(
                        "/broken",
                        exchange -> {
                            throw new IllegalStateException("secret");
                        })
                .get("/wait", this::waitForIt)
                .post(
                        "/sum",
                        exchange -> {
                            try (HttpBody body = exchange.body(BODY_BYTES_MAX, this::take)) {
                                byte last = body.bytes()[body.length() - 1];
                                return HttpAnswer.text(200, body.length() + " " + last);
                            }
                        });
    }

    private HttpAnswer waitForIt(HttpExchange exchange) throws InterruptedException {
        exchange.onDisconnect(gone::countDown);
        entered.countDown();
        proceed.await();
        return HttpAnswer.text(200, "done");
    }

    private boolean take(long bytes) {
        if (room.addAndGet(-bytes) >= 0) {
            return true;
        }
        room.addAndGet(bytes);
        return false;
    }

    private HttpObserver observer() {
        return new HttpObserver() {
            @Override
            public void answered(String method, String path, int status, long durationNanos) {
                answered.add(method + " " + path + " " + status);
            }

            @Override
            public void failed(String method, String path, Throwable failure) {
                failures.add(failure);
            }
        };
    }

    private static HttpServer.Settings settings(long bodyTimeoutMillis) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new HttpServer.Settings(
                List.of(any), 100, 100, bodyTimeoutMillis, 60_000, 10_000, Optional.empty());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return send(request(path).POST(body).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString());
    }
}
