package io.tributary.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.isolation.Credentials;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server over a real store, with tenants shop (clusters eu-1 and us-1) and bank, and a registry
/// file that tests change while it runs.
final class LimitedServer implements AutoCloseable {
    private final Credentials credentials =
            new Credentials()
                    .add("eu-writer", "roles: writer, cluster: eu-1")
                    .add("us-writer", "roles: writer, cluster: us-1")
                    .add("bank-writer", "roles: writer, tenants: bank")
                    .add("shop-reader", "roles: reader, tenants: shop")
                    .add("shop-part", "roles: reader, tenants: shop, match: cluster=us-1")
                    .add("both-reader", "roles: reader, tenants: [shop, bank]")
                    .add("admin", "roles: platform-admin")
                    .add("auditor", "roles: auditor");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long now = System.currentTimeMillis();
    private final Path registry;
    private final Path data;
    private StoredServer server;

    LimitedServer(Path directory) throws Exception {
        registry = directory.resolve("registry.yaml");
        data = directory.resolve("data");
        declare("", "");
        server = open();
    }

    /// Declares fields of tenant shop, and limits of cluster eu-1, and waits until they are in
    /// force.
    void change(String ofTenant, String limitsOfCluster) throws Exception {
        double before = version();
        declare(ofTenant, limitsOfCluster);
        awaitVersionAfter(before);
    }

    /// Declares what is wrong, and waits until the server says so.
    String changeWrongly(String ofTenant) throws Exception {
        declare(ofTenant, "");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String health = "";
        while (!health.contains("registry")) {
            assertThat(System.nanoTime()).as("the registry is read again").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
            health = get("admin", "/-/healthy").body();
        }
        return health;
    }

    private void awaitVersionAfter(double before) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (version() == before) {
            assertThat(System.nanoTime()).as("the registry is read again").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    void restart() throws Exception {
        server.close();
        server = open();
    }

    /// When the newest samples are written.
    long now() {
        return now;
    }

    /// Writes one sample of each of `count` series of a metric.
    HttpResponse<String> write(String who, String metric, int count) throws Exception {
        return write(who, metric, count, 0);
    }

    HttpResponse<String> write(String who, String metric, int count, long ageMillis)
            throws Exception {
        WriteRequestBytes request = new WriteRequestBytes();
        for (int i = 0; i < count; i++) {
            request.sample(now - ageMillis, i, "__name__", metric, "i", Integer.toString(i));
        }
        return write(who, request);
    }

    HttpResponse<String> write(String who, WriteRequestBytes request) throws Exception {
        return send(
                who,
                HttpRequest.newBuilder(uri("/api/v1/push"))
                        .POST(BodyPublishers.ofByteArray(request.snappy())));
    }

    HttpResponse<String> get(String who, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(who, request);
    }

    HttpResponse<String> query(String who, String query, String... headers) throws Exception {
        return get(
                who,
                "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                headers);
    }

    /// How many series of a metric tenant shop has, as a query answers it.
    String count(String metric) throws Exception {
        HttpResponse<String> answer = query("shop-reader", "count(" + metric + ") or vector(0)");
        assertStatus(200, answer);
        String body = answer.body();
        int end = body.lastIndexOf("\"]");
        return body.substring(body.lastIndexOf('"', end - 1) + 1, end);
    }

    static void assertStatus(int expected, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }

    private StoredServer open() throws Exception {
        return new StoredServer(data, new SystemClock(), "registry.file=" + registry);
    }

    private void declare(String ofTenant, String limitsOfCluster) throws Exception {
        Files.writeString(
                registry,
                """
                tenants:
                  - {name: shop%s}
                  - {name: bank}
                clusters:
                  - {name: eu-1, tenant: shop, limits: {%s}}
                  - {name: us-1, tenant: shop}
                %s\
                """
                        .formatted(
                                ofTenant.isEmpty() ? "" : ", " + ofTenant,
                                limitsOfCluster,
                                credentials.yaml()));
    }

    private double version() throws Exception {
        return get("admin", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tributary_registry_version "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> send(String who, HttpRequest.Builder request) throws Exception {
        request.header("Authorization", credentials.bearer(who));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(server.url() + path);
    }
}
