package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that two parties on the way could read differently: refused, and the connection closed,
/// so that nothing behind them is ever taken for a request.
@TestInstance(Lifecycle.PER_CLASS)
class SmugglingTest {
    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Routes routes =
                new Routes()
                        .get("/hidden", exchange -> note("hidden"))
                        .post(
                                "/sum",
                                exchange -> {
                                    try (HttpBody body = exchange.body(1_000, bytes -> true)) {
                                        return note("sum " + body.length());
                                    }
                                });
        server = HttpServer.start(HttpServer.Settings.of(any), routes, new IgnoringObserver());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        handled.clear();
    }

    /// Each is followed by a whole request on the same connection.
    @ParameterizedTest
    @CsvSource({
        "CL.TE, 'content-length: 3|transfer-encoding: chunked', '0||'",
        "TE.CL, 'transfer-encoding: chunked|content-length: 3', '0||'",
        "TE.TE, 'transfer-encoding: chunked|transfer-encoding: cow', '0||'",
        "TE.TE twice, 'transfer-encoding: chunked|transfer-encoding: chunked', '0||'",
        "TE unknown, 'transfer-encoding: xchunked', '0||'",
        "TE unknown beside CL, 'transfer-encoding: xchunked|content-length: 3', 'abc'",
        "TE identity, 'transfer-encoding: identity|content-length: 3', 'abc'",
        "TE before a space, 'transfer-encoding : chunked|content-length: 3', 'abc'",
        "TE behind a tab, 'transfer-encoding:\u000bchunked|content-length: 3', 'abc'",
        "TE folded, 'transfer-encoding:| chunked|content-length: 3', 'abc'",
        "CL twice, 'content-length: 3|content-length: 4', 'abc'",
        "CL twice the same, 'content-length: 3|content-length: 3', 'abc'",
        "CL as a list, 'content-length: 3, 3', 'abc'",
        "CL with a sign, 'content-length: +3', 'abc'",
        "CL below 0, 'content-length: -3', 'abc'",
        "CL in hexadecimal, 'content-length: 0x3', 'abc'",
        "NUL in a value, 'content-length: 3|a: b\0c', 'abc'",
        "NUL in a name, 'content-length: 3|a\0: b', 'abc'",
        "CR in a value, 'content-length: 3|a: b\rc: d', 'abc'",
        "no colon, 'content-length: 3|abc', 'abc'",
        "pseudo header, 'content-length: 3|:path: /hidden', 'abc'",
        "chunk without its end, 'transfer-encoding: chunked', '3|abcXX0||'",
        "chunk below 0, 'transfer-encoding: chunked', '-1|abc|0||'",
    })
    void request_ofTwoMeanings_is400AndTheConnectionIsClosed(
            String name, String headers, String body) throws IOException {
        String answer = ask("HTTP/1.1", "host: x|" + headers, body);

        assertThat(answer).as(name).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(answer.split("HTTP/1.", -1)).as(name).hasSize(2);
        assertThat(handled).as(name).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.0, 'transfer-encoding: chunked|content-length: 3', '0||'",
        "HTTP/1.0, 'transfer-encoding: chunked', '0||'",
    })
    void request_ofVersion10WithTransferEncoding_is400(String version, String headers, String body)
            throws IOException {
        String answer = ask(version, "host: x|" + headers, body);

        assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(answer.split("HTTP/1.", -1)).hasSize(2);
        assertThat(handled).isEmpty();
    }

    /// Where it ends is clear, whoever reads it.
    @Test
    void request_withTwoHosts_is400AndTheConnectionIsClosed() throws IOException {
        for (String other : new String[] {"host: y", "Host: x"}) {
            try (RawConnection connection = new RawConnection(server.address())) {
                connection.send("GET /hidden HTTP/1.1\r\nhost: x\r\n" + other + "\r\n\r\n");

                assertThat(connection.readUntil("no answer has this"))
                        .startsWith("HTTP/1.1 400 Bad Request\r\n")
                        .endsWith("found more than one Host header, expected one\"}");
            }
        }
        assertThat(handled).isEmpty();
    }

    /// A value that goes on in the next line is read as if it stood in one, as RFC 9112 has it.
    @Test
    void request_withAFoldedValue_isReadInOneWay() throws IOException {
        String request = "GET /hidden HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n";
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send(request);

            assertThat(connection.readUntil("hidden")).startsWith("HTTP/1.1 200");
        }
        assertThat(handled).containsExactly("hidden");
    }

    private HttpAnswer note(String what) {
        handled.add(what);
        return HttpAnswer.text(200, what);
    }

    /// All that is answered until the connection is closed.
    private String ask(String version, String headers, String body) throws IOException {
        String request = "POST /sum %s|%s||%s".formatted(version, headers, body);
        try (RawConnection connection = new RawConnection(server.address())) {
            connection.send((request + "GET /hidden HTTP/1.1|host: x||").replace("|", "\r\n"));
            return connection.readUntil("no answer has this");
        }
    }
}
