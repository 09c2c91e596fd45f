package io.tributary.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequest2Bytes;
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
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server with the tenants `own`, `a`, `b`, `c` and `0`, and a sender of `own` that routes.
final class RoutingServer implements AutoCloseable {
    private static final List<String> TENANTS = List.of("own", "a", "b", "c", "0");
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"\\]");

    final long now = System.currentTimeMillis();

    private final Path registry;
    private final Credentials credentials = new Credentials();
    private final StoredServer server;

    /// HTTP/1.1: a stream of HTTP/2 that is answered before its body came is reset.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private String more = "";
    private String policy;

    /// @param policy the fields of `routing`
    RoutingServer(Path directory, String policy) throws Exception {
        this.registry = directory.resolve("registry.yaml");
        this.policy = policy;
        credentials.add("sender", "roles: writer, tenants: [own], routing: {POLICY}");
        credentials.add(
                "twin",
                "roles: writer, tenants: [b], routing: {labels: [tenant_id], tenants: [c]}");
        credentials.add("member", "roles: writer, cluster: eu-1");
        credentials.add("reader", "roles: [reader, auditor, platform-admin], tenants: \"*\"");
        declare();
        server =
                new StoredServer(
                        directory.resolve("data"), new SystemClock(), "registry.file=" + registry);
    }

    /// Sets what stands beside the tenants' names, such as `b: "routed: refuse"`, and the policy;
    /// in force on return.
    void change(String newPolicy, String fieldsOfTenants) throws Exception {
        policy = newPolicy;
        more = fieldsOfTenants;
        int before = version();
        declare();
        long end = System.nanoTime() + 5_000_000_000L;
        while (version() == before) {
            assertThat(System.nanoTime()).as("in force within 5 s").isLessThan(end);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private void declare() throws Exception {
        StringBuilder tenants = new StringBuilder("tenants:\n");
        for (String name : TENANTS) {
            tenants.append("  - {name: \"%s\"%s}\n".formatted(name, fields(name)));
        }
        Files.writeString(
                registry,
                tenants
                        + "clusters: [{name: eu-1, tenant: own, routing: {labels: [tenant_id], tenants: [a]}"
                        + fields("eu-1")
                        + "}]\n"
                        + credentials.yaml().replace("POLICY", policy));
    }

    private String fields(String tenant) {
        for (String line : more.lines().toList()) {
            if (line.startsWith(tenant + ": ")) {
                return ", " + line.substring(tenant.length() + 2);
            }
        }
        return "";
    }

    HttpResponse<String> push(WriteRequestBytes request, String... headers) throws Exception {
        return push("sender", request.snappy(), headers);
    }

    HttpResponse<String> push(WriteRequest2Bytes request) throws Exception {
        return push("sender", request.snappy(), "Content-Type", WriteRequest2Bytes.TYPE);
    }

    HttpResponse<String> push(String who, byte[] snappy, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .header("Authorization", credentials.bearer(who))
                        .POST(BodyPublishers.ofByteArray(snappy));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// The value of a query that has one; 0 where it has none.
    double value(String tenant, String query) throws Exception {
        String body =
                get(
                        "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                        tenant);
        Matcher found = VALUE.matcher(body);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    /// Tenants that have a series of a metric.
    SortedSet<String> tenantsOf(String metric) throws Exception {
        TreeSet<String> found = new TreeSet<>();
        for (String tenant : TENANTS) {
            if (value(tenant, "count(" + metric + ")") > 0) {
                found.add(tenant);
            }
        }
        return found;
    }

    /// Tenants that are told of a family.
    SortedSet<String> toldOf(String family) throws Exception {
        TreeSet<String> found = new TreeSet<>();
        for (String tenant : TENANTS) {
            if (get("/api/v1/metadata?metric=" + family, tenant).contains("\"help\"")) {
                found.add(tenant);
            }
        }
        return found;
    }

    /// One of the server's own metrics; 0 where it is not there.
    double metric(String name) throws Exception {
        Matcher found =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
                        .matcher(get("/metrics", "own"));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    String get(String path, String tenant) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", credentials.bearer("reader"))
                        .header("X-Scope-OrgID", tenant)
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private int version() throws Exception {
        return (int) metric("tributary_registry_version");
    }

    static String written(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("x-prometheus-remote-write-samples-written")
                .orElse("none");
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
