package io.tributary.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.cli.client.Target;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.http.client.CallerTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is made of the answers of a server that is made to say them.
class ReceiverTest {
    private static final int BROKEN_OFF = 0;

    private record Answer(int status, Map<String, String> headers, String body) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        receiver =
                new Receiver(
                        new Target(url, Map.of("X-Scope-OrgID", "t"), CallerTls.ofSystem()),
                        "d b",
                        new SystemClock());
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.stop(0);
    }

    @Test
    void send_toldToComeLaterOrNotAnswered_repeatsTheSameLines() throws Exception {
        answers.add(new Answer(503, Map.of("Retry-After", "1"), "{\"error\":\"disk_full\"}"));
        answers.add(new Answer(BROKEN_OFF, Map.of(), ""));
        answers.add(
                new Answer(
                        400,
                        Map.of(
                                "X-Tributary-Written", "7",
                                "X-Tributary-Repeated", "3",
                                "X-Tributary-Refused",
                                        "1 line refused (bad_value=1) and 5 samples refused (conflict=2 too_old=3)"),
                        "{\"error\":\"first words\"}"));
        LineBatch lines = new LineBatch(10);
        lines.add("m f=1 1\n");

        Receiver.Told told = receiver.send(lines);

        assertThat(told)
                .isEqualTo(
                        new Receiver.Told(
                                4,
                                3,
                                new TreeMap<>(
                                        Map.of("bad_value", 1L, "conflict", 2L, "too_old", 3L)),
                                "first words"));
        String request = "/write?import=true&precision=ns&db=d+b t m f=1 1\n";
        assertThat(asked).containsExactly(request, request, request);
    }

    @Test
    void send_refusedAsAWhole_fails() {
        LineBatch lines = new LineBatch(10);
        lines.add("m f=1 1\n");
        answers.add(new Answer(403, Map.of(), "{\"error\":\"x may not import now\"}"));
        assertThatThrownBy(() -> receiver.send(lines))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(": 403: x may not import now");
        answers.add(new Answer(204, Map.of(), ""));
        assertThatThrownBy(() -> receiver.send(lines))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(": 204: it does not tell what became of the samples");
    }

    @Test
    void count_moreThanAQueryMayRead_isAskedForInHalves() throws Exception {
        answers.add(new Answer(422, Map.of(), "{\"error\":\"too many samples\"}"));
        answers.add(counted("3"));
        answers.add(
                new Answer(200, Map.of(), "{\"data\":{\"resultType\":\"vector\",\"result\":[]}}"));

        long count =
                receiver.count("m\"_f", Map.of("d\"b", List.of("d", "a.b")), new Span(0, 200_000));

        assertThat(count).isEqualTo(3);
        String query =
                "query=sum(count_over_time({__name__=\"m\\\"_f\",\"d\\\"b\"=~\"d|a\\\\.b\"}[%dms]))";
        assertThat(asked)
                .containsExactly(
                        "/api/v1/query t " + query.formatted(200_000) + "&time=199.999",
                        "/api/v1/query t " + query.formatted(100_000) + "&time=99.999",
                        "/api/v1/query t " + query.formatted(100_000) + "&time=199.999");
    }

    private static Answer counted(String count) {
        return new Answer(
                200,
                Map.of(),
                "{\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"%s\"]}]}}"
                        .formatted(count));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isPacked = exchange.getRequestHeaders().containsKey("Content-Encoding");
        String text =
                isPacked
                        ? new String(
                                new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(),
                                StandardCharsets.UTF_8)
                        : URLDecoder.decode(
                                new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        asked.add(
                exchange.getRequestURI()
                        + " "
                        + exchange.getRequestHeaders().getFirst("X-Scope-OrgID")
                        + " "
                        + text);
        Answer answer = answers.remove();
        if (answer.status() == BROKEN_OFF) {
            throw new IOException("broken off");
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] told = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), told.length == 0 ? -1 : told.length);
        exchange.getResponseBody().write(told);
        exchange.close();
    }
}
