package io.tributary.gateway.jwt.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// An issuer on this host: serves its description and its keys, counts who asks, and can fail.
public final class IssuerServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger described = new AtomicInteger();
    private final AtomicInteger keysAsked = new AtomicInteger();
    private final AtomicInteger othersAsked = new AtomicInteger();
    private final Semaphore open = new Semaphore(0);
    private volatile String keys = "{\"keys\":[]}";
    private volatile String description;
    private volatile int status = 200;
    private volatile boolean held;

    public IssuerServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        description = describe(issuer(), keysUrl());
        server.setExecutor(threads);
        server.createContext(
                "/realm/.well-known/openid-configuration",
                exchange -> {
                    described.incrementAndGet();
                    answer(exchange, 200, description);
                });
        server.createContext(
                "/realm/keys",
                exchange -> {
                    keysAsked.incrementAndGet();
                    if (held) {
                        open.acquireUninterruptibly();
                    }
                    if (status == 302) {
                        exchange.getResponseHeaders().set("location", url("/elsewhere"));
                    }
                    answer(exchange, status, keys);
                });
        server.createContext(
                "/",
                exchange -> {
                    othersAsked.incrementAndGet();
                    answer(exchange, 200, keys);
                });
        server.start();
    }

    /// What `iss` of its tokens is.
    public String issuer() {
        return url("/realm");
    }

    public String keysUrl() {
        return url("/realm/keys");
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// Publishes these keys, given as objects.
    public void publish(String... jwks) {
        keys = SigningKey.set(jwks);
    }

    /// Publishes this text where keys are to be.
    public void publishText(String text) {
        keys = text;
    }

    /// Describes itself with other words.
    public void describeAs(String issuer, String keysUrl) {
        description = describe(issuer, keysUrl);
    }

    /// Answers the question for keys with this status.
    public void answerKeysWith(int newStatus) {
        status = newStatus;
    }

    /// Keeps questions for keys waiting until {@link #release}.
    public void hold() {
        held = true;
    }

    public void release() {
        held = false;
        open.release(1_000);
    }

    /// How often its description was asked for.
    public int described() {
        return described.get();
    }

    /// How often its keys were asked for.
    public int keysAsked() {
        return keysAsked.get();
    }

    /// How often something else was.
    public int othersAsked() {
        return othersAsked.get();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.close();
    }

    private static String describe(String issuer, String keysUrl) {
        return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\",\"scopes_supported\":[\"openid\"]}"
                .formatted(issuer, keysUrl);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
