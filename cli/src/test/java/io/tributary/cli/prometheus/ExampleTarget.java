package io.tributary.cli.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A program to be scraped that has what others lack: exemplars, series that come and go, a unit,
/// and values that are hard to carry.
final class ExampleTarget implements AutoCloseable {
    private final HttpServer server;
    private final AtomicLong scrapes = new AtomicLong();

    private ExampleTarget(HttpServer server) {
        this.server = server;
    }

    static ExampleTarget start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExampleTarget target = new ExampleTarget(server);
        server.createContext("/metrics", target::answer);
        server.start();
        return target;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// Answers no more: what it exposed has an end.
    void goAway() {
        server.stop(0);
    }

    @Override
    public void close() {
        goAway();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = metrics(scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .add("Content-Type", "application/openmetrics-text; version=1.0.0");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String metrics(long number) {
        return String.format(
                Locale.ROOT,
                """
                # HELP example_requests Requests, "all" of them:\\n"\\\\" included.
                # TYPE example_requests counter
                example_requests_total{path="/a"} %1$d # {trace_id="a%1$d"} 1.5
                example_requests_total{path="/é"} %1$d # {trace_id="b%1$d",span_id="é"} -0.1 %2$.3f
                # HELP example_latency_seconds How long they took.
                # TYPE example_latency_seconds histogram
                # UNIT example_latency_seconds seconds
                example_latency_seconds_bucket{le="0.1"} %1$d # {trace_id="c%1$d"} 0.05 %2$.3f
                example_latency_seconds_bucket{le="+Inf"} %3$d # {} 3.5
                example_latency_seconds_count %3$d
                example_latency_seconds_sum %4$.2f
                # HELP example_session Each lives for three scrapes.
                # TYPE example_session gauge
                example_session{id="%5$d"} 1
                # HELP example_number Numbers.
                # TYPE example_number gauge
                example_number{is="none"} NaN
                example_number{is="above"} +Inf
                example_number{is="below"} -Inf
                example_number{is="least"} 5e-324
                example_number{is="negative_zero"} -0
                # EOF
                """,
                number,
                System.currentTimeMillis() / 1000.0,
                2 * number,
                3.55 * number,
                number / 3);
    }
}
