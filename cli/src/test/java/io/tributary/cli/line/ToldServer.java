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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers what it is told to, and keeps what it was asked.
public final class ToldServer implements AutoCloseable {
    private static final int OK = 200;

    private record Told(int status, String body) {}

    private final HttpServer server;
    private final List<String> headers;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Told> atPath = new ConcurrentHashMap<>();
    private volatile int status = OK;
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

    /// What it answers at one path, whatever it answers elsewhere.
    public void answers(String path, String newBody) {
        answers(path, OK, newBody);
    }

    public void answers(String path, int newStatus, String newBody) {
        atPath.put(path, new Told(newStatus, newBody));
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
        Told told = atPath.getOrDefault(exchange.getRequestURI().getPath(), new Told(status, body));
        byte[] answer = told.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(told.status(), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
