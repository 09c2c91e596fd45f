package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// HTTP/2 spoken by somebody who means no good.
@TestInstance(Lifecycle.PER_CLASS)
class ResetsTest {
    private static final int RESETS = 100_000;

    /// What one connection may reset, and some that are under way when it is noticed.
    private static final int HANDLED_MAX = 2_000;

    private final AtomicInteger handled = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Routes routes =
                new Routes()
                        .get(
                                "/hello",
                                exchange -> {
                                    handled.incrementAndGet();
                                    return HttpAnswer.text(200, "hello");
                                });
        server = HttpServer.start(HttpServer.Settings.of(any), routes, new IgnoringObserver());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void streamsOpenedAndReset_manyTimes_closeTheConnectionAndHarmNobodyElse() throws Exception {
        try (RawConnection other = new RawConnection(server.address());
                Socket rude = new Socket(InetAddress.getLoopbackAddress(), port())) {
            rude.setSoTimeout(20_000);
            Thread writer = Thread.ofVirtual().start(() -> reset(rude));
            Thread reader = Thread.ofVirtual().start(() -> readToEnd(rude));

            while (reader.isAlive()) {
                other.send("GET /hello HTTP/1.1\r\nhost: x\r\n\r\n");
                assertThat(other.readUntil("hello")).startsWith("HTTP/1.1 200");
                handled.decrementAndGet();
            }
            writer.join();
            assertThat(isAtEnd(rude)).isTrue();
        }
        assertThat(handled.get()).isLessThan(HANDLED_MAX);
    }

    @Test
    void path_withoutASlash_isRefused() throws Exception {
        for (String path : new String[] {"hello", "", "*", "//hello/../../x", "/hello%00"}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
                socket.setSoTimeout(20_000);
                int before = handled.get();
                socket.getOutputStream()
                        .write(new Http2Frames().preface().get(1, path).get(3, "/hello").toBytes());
                readUntilHello(socket);

                assertThat(handled.get() - before).as(path).isLessThanOrEqualTo(1);
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.getOutputStream().write(new Http2Frames().preface().toBytes());
            for (int i = 0; i < RESETS; i += 100) {
                Http2Frames frames = new Http2Frames();
                for (int j = i; j < i + 100; j++) {
                    frames.get(2 * j + 1, "/hello").reset(2 * j + 1);
                }
                socket.getOutputStream().write(frames.toBytes());
            }
        } catch (IOException e) {
            // closed, as it should be
        }
    }

    private static void readToEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // closed, as it should be
        }
    }

    private static void readUntilHello(Socket socket) throws IOException {
        StringBuilder read = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0 && read.indexOf("hello") < 0) {
            read.append((char) next);
            next = socket.getInputStream().read();
        }
    }

    /// Whether the other side has closed it; what it sent before that is read over.
    private static boolean isAtEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private int port() {
        return server.address().getPort();
    }
}
