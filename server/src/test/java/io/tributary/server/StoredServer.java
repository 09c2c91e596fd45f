package io.tributary.server;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.runtime.config.Settings;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.enroll.Authority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A server on a free port over a real store in a directory.
public final class StoredServer implements AutoCloseable {
    private static final int LATER = 503;

    private final AtomicReference<Store> store = new AtomicReference<>();
    private final Server server;

    /// A connection of its own, which carries one request after the other.
    public static final class Connection implements AutoCloseable {
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        private final String url;

        private Connection(String url) {
            this.url = url;
        }

        /// Sends a remote write, again while the answer is 503, as senders do; the answer.
        public HttpResponse<String> write(String tenant, byte[] snappy)
                throws IOException, InterruptedException {
            return write(request("/api/v1/push", tenant), snappy);
        }

        /// Likewise of version 2.0.
        public HttpResponse<String> write2(String tenant, byte[] snappy)
                throws IOException, InterruptedException {
            return write(
                    request("/api/v1/push", tenant).header("content-type", WriteRequest2Bytes.TYPE),
                    snappy);
        }

        private HttpResponse<String> write(HttpRequest.Builder builder, byte[] snappy)
                throws IOException, InterruptedException {
            HttpRequest request = builder.POST(BodyPublishers.ofByteArray(snappy)).build();
            HttpResponse<String> answer;
            do {
                answer = client.send(request, BodyHandlers.ofString());
            } while (answer.statusCode() == LATER);
            return answer;
        }

        public String get(String path, String tenant) throws IOException, InterruptedException {
            return ask(path, tenant).body();
        }

        public HttpResponse<String> ask(String path, String tenant)
                throws IOException, InterruptedException {
            return client.send(request(path, tenant).build(), BodyHandlers.ofString());
        }

        /// Posts a form, as {@link RunningServer#form} writes it.
        public HttpResponse<String> post(String path, String tenant, String form)
                throws IOException, InterruptedException {
            return client.send(
                    request(path, tenant)
                            .header("content-type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofString());
        }

        /// Sends a request that names no tenant.
        HttpResponse<String> send(String path, HttpRequest.Builder request)
                throws IOException, InterruptedException {
            return client.send(
                    request.uri(URI.create(url + path)).build(), BodyHandlers.ofString());
        }

        private HttpRequest.Builder request(String path, String tenant) {
            return HttpRequest.newBuilder(URI.create(url + path)).header("X-Scope-OrgID", tenant);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// Opens the store in `data`, and is ready.
    public StoredServer(Path data) throws IOException, ConfigException {
        this(data, new SystemClock());
    }

    /// The same, by another clock and with `KEY=VALUE` set.
    public StoredServer(Path data, Clock clock, String... sets)
            throws IOException, ConfigException {
        HeadOpener heads = new HeadOpener();
        List<String> all = new ArrayList<>(List.of("listen=127.0.0.1:0", "data=" + data));
        all.addAll(List.of(sets));
        Config config =
                new ConfigLoader(Settings.union(ServerSettings.ALL, heads.settings()))
                        .load(Optional.empty(), Map.of(), all);
        server = Server.listen(config, keeping(heads), clock);
        server.open(fatal -> {
            throw new AssertionError(fatal);
        });
    }

    /// Every route, with what it asks of its caller.
    public List<GuardedRoutes.Entry> routes() {
        return server.routes().entries();
    }

    /// The authority of its own, where it has one.
    public Authority authority() {
        return server.authority().orElseThrow();
    }

    public String url() {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    Store store() {
        return store.get();
    }

    public Connection connect() {
        return new Connection(url());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private StoreOpener keeping(StoreOpener opener) {
        return new StoreOpener() {
            @Override
            public Settings settings() {
                return opener.settings();
            }

            @Override
            public Store open(Surroundings surroundings) throws IOException {
                store.set(opener.open(surroundings));
                return store.get();
            }
        };
    }
}
