package io.tributary.cli.line;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers what it is told to, and keeps what it was asked.
public final class ToldServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> headers;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body;

    /// @param body what it answers until told otherwise
    /// @param headers what is kept of a request between its path and its form
    public ToldServer(String body, String... headers) {
        this.body = body;
        this.headers = List.of(headers);
        try {
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Path, headers and decoded form of each request, with a space between.
    public List<String> asked() {
        return asked;
    }

    public void answers(String newBody) {
        body = newBody;
    }

    public void answers(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        StringBuilder words = new StringBuilder(exchange.getRequestURI().toString());
        for (String header : headers) {
            words.append(' ').append(exchange.getRequestHeaders().getFirst(header));
        }
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        words.append(' ').append(URLDecoder.decode(form, StandardCharsets.UTF_8));
        asked.add(words.toString());
        byte[] answer = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
