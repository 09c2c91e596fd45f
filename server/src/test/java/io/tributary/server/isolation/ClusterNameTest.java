package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What bears the name of a registered cluster comes from it, and goes on what it was before.
class ClusterNameTest {
    private final Credentials credentials =
            new Credentials()
                    .add("eu-1", "roles: writer, cluster: eu-1")
                    .add("relay", "roles: writer, tenants: shop")
                    .add("reader", "roles: reader, tenants: shop");

    @TempDir private Path directory;

    @Test
    void clusterThatIsRegistered_isItselfAlone_andItsSeriesGoOn() throws Exception {
        Path registry = directory.resolve("registry.yaml");
        long now = System.currentTimeMillis() / 1000 * 1000;
        Files.writeString(registry, declared("eu-2"));
        try (StoredServer server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry)) {
            assertThat(push(server, "relay", now - 30_000, 1).statusCode()).isEqualTo(204);
            assertThat(push(server, "relay", now - 15_000, 2).statusCode()).isEqualTo(204);

            Files.writeString(registry, declared("eu-1"));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            HttpResponse<String> refused = push(server, "relay", now - 10_000, 9);
            while (refused.statusCode() == 204) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(100_000_000L);
                refused = push(server, "relay", now - 10_000, 9);
            }

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("stamped_label_differs=1", "a registered cluster");
            assertThat(push(server, "eu-1", now, 3).statusCode()).isEqualTo(204);
            assertThat(ask(server, "count(up)", now)).contains("\"1\"]");
            assertThat(ask(server, "up", now)).contains("\"3\"]").doesNotContain("},{");
            assertThat(ask(server, "max_over_time(up[1m])", now)).doesNotContain("},{");
            assertThat(ask(server, "min_over_time(up[1m])", now)).contains("\"1\"]");
        }
    }

    private String declared(String cluster) {
        return """
        tenants: [{name: shop}]
        clusters: [{name: eu-1, tenant: shop, labels: {cluster: %s}}]
        %s
        """
                .formatted(cluster, credentials.yaml());
    }

    private HttpResponse<String> push(StoredServer server, String who, long time, double value)
            throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(time, value, "__name__", "up", "cluster", "eu-1")
                        .snappy();
        return credentials.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .POST(BodyPublishers.ofByteArray(body)),
                who);
    }

    private String ask(StoredServer server, String query, long time) throws Exception {
        return credentials
                .send(
                        HttpRequest.newBuilder(
                                URI.create(
                                        "%s/api/v1/query?query=%s&time=%s"
                                                .formatted(
                                                        server.url(),
                                                        URLEncoder.encode(
                                                                query, StandardCharsets.UTF_8),
                                                        time / 1000.0))),
                        "reader")
                .body();
    }
}
