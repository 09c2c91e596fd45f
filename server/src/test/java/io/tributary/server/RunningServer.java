package io.tributary.server;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.runtime.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// A server on a free port over a store in memory, and a client that speaks to it.
public final class RunningServer implements AutoCloseable {
    /// What its clock says.
    public static final long NOW_MILLIS = 1_700_000_000_000L;

    private final AtomicReference<MemoryStore> store = new AtomicReference<>();

    /// HTTP/1.1, as senders speak it in clear: a stream of HTTP/2 that is answered before its body
    /// came is reset, and this client may then not tell the answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path data;
    private final Server server;

    private RunningServer(List<String> sets) throws IOException, ConfigException {
        data = Files.createTempDirectory("running-server");
        List<String> all = new ArrayList<>(List.of("data=" + data));
        all.addAll(sets);
        server = Server.listen(config(all), opener(), new FixedClock());
    }

    /// Started and open.
    public static RunningServer open(String... sets) throws IOException, ConfigException {
        RunningServer running = new RunningServer(List.of(sets));
        running.openStore();
        return running;
    }

    /// Started, its store not open yet.
    public static RunningServer starting() throws IOException, ConfigException {
        return new RunningServer(List.of());
    }

    void openStore() throws IOException {
        server.open(fatal -> {
            throw new AssertionError(fatal);
        });
    }

    static Config config(List<String> sets) throws ConfigException {
        List<String> all =
                new ArrayList<>(List.of("listen=127.0.0.1:0", "data=target/running-server"));
        all.addAll(sets);
        return new ConfigLoader(ServerSettings.ALL).load(Optional.empty(), Map.of(), all);
    }

    StoreOpener opener() {
        return new StoreOpener() {
            @Override
            public Settings settings() {
                return Settings.of();
            }

            @Override
            public Store open(Surroundings surroundings) {
                store.set(new MemoryStore(surroundings.admission(), NOW_MILLIS));
                return store.get();
            }
        };
    }

    public Server server() {
        return server;
    }

    public MemoryStore store() {
        return store.get();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    /// Posts a form of `name, value, name, value …`.
    public HttpResponse<String> postForm(String path, String... namesAndValues)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(namesAndValues))));
    }

    /// Posts a remote write.
    public HttpResponse<String> write(byte[] body, String... headers)
            throws IOException, InterruptedException {
        return post("/api/v1/push", body, headers);
    }

    /// Posts a body, with headers as `name, value, name, value …`.
    public HttpResponse<String> post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(namesAndValues[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class FixedClock implements Clock {
        @Override
        public long wallMillis() {
            return NOW_MILLIS;
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    }
}
