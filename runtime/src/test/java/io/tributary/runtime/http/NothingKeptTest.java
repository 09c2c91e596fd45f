package io.tributary.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// What strangers send is not kept when it is answered, and a closed server not at all.
class NothingKeptTest {
    private static final int REQUESTS = 1_000;
    private static final int TEXT_CHARS = 20_000;

    /// The library's loop that accepts connections goes on for two seconds.
    private static final long LET_GO_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// 40 MB came in; what is allowed is much less than that, and more than the noise of a heap.
    private static final long KEPT_BYTES_MAX = 12_000_000;

    private final Random random = new Random(1);

    @Test
    void requests_eachWithAnotherPathAndHeader_leaveNothingBehind() throws Exception {
        HttpServer server = start(new Routes());
        try (HttpClient client = HttpClient.newHttpClient()) {
            ask(server, client, 100);
            long before = usedBytes();
            ask(server, client, REQUESTS);
            assertThat(usedBytes() - before).isLessThan(KEPT_BYTES_MAX);
        } finally {
            server.close();
        }
    }

    @Test
    void close_afterRequests_letsTheHandlersGo() throws Exception {
        WeakReference<HttpHandler> handler = askedAndClosed();
        long end = System.nanoTime() + LET_GO_NANOS_MAX;
        while (handler.get() != null && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        assertThat(handler.get()).isNull();
    }

    private WeakReference<HttpHandler> askedAndClosed() throws Exception {
        byte[] answer = new byte[1];
        HttpHandler handler = exchange -> HttpAnswer.bytes(200, "text/plain", answer);
        HttpServer server = start(new Routes().get("/{any}", handler));
        try (HttpClient client = HttpClient.newHttpClient()) {
            ask(server, client, 2);
        } finally {
            server.close();
        }
        return new WeakReference<>(handler);
    }

    private static HttpServer start(Routes routes) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return HttpServer.start(HttpServer.Settings.of(any), routes, new IgnoringObserver());
    }

    private void ask(HttpServer server, HttpClient client, int times)
            throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/%s"
                                                    .formatted(server.address().getPort(), text())))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("content-type", text())
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private String text() {
        byte[] bytes = new byte[TEXT_CHARS / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
