package io.tributary.server.write;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.RunningServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.isolation.Credentials;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is counted as stored is durable, as what is answered is.
class DurableCountsTest {
    private static final String REFUSED =
            "tributary_ingest_refused_samples_total{reason=\"conflict\"";
    private static final String TOLD = "tributary_audit_events_total{kind=\"conflict\"} 1.0";

    private final Credentials credentials = new Credentials();
    private RunningServer server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        credentials
                .add("plain", "roles: writer, tenants: own")
                .add("routes", "roles: writer, tenants: own, routing: {labels: [t], tenants: [a]}")
                .add("admin", "roles: platform-admin");
        Path registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        "tenants: [{name: own}, {name: a}]\n" + credentials.yaml());
        server = RunningServer.open("registry.file=" + registry);
    }

    @AfterEach
    void stop() throws Exception {
        server.store().letDurabilityGo();
        server.close();
    }

    @Test
    void write_isCountedAndToldOnceItIsDurable() throws Exception {
        assertCountedLate("plain", "own");
    }

    @Test
    void write_routed_isCountedAndToldOnceItIsDurable() throws Exception {
        assertCountedLate("routes", "a");
    }

    private void assertCountedLate(String who, String tenant) throws Exception {
        byte[] conflicting =
                new WriteRequestBytes()
                        .sample(NOW_MILLIS, 1, "__name__", "up", "t", "a")
                        .sample(NOW_MILLIS, 2, "__name__", "up", "t", "a")
                        .snappy();
        server.store().holdDurability();
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> write(who, conflicting));
        assertThat(server.store().isDurabilityMissed()).isTrue();

        assertThat(metrics())
                .doesNotContain("tributary_ingest_samples_total{")
                .doesNotContain(REFUSED)
                .doesNotContain(TOLD);

        server.store().letDurabilityGo();
        assertThat(answer.get().statusCode()).isEqualTo(400);
        assertThat(metrics())
                .contains(
                        "tributary_ingest_samples_total{tenant=\"%s\"} 1.0".formatted(tenant),
                        REFUSED,
                        TOLD);
    }

    private String metrics() throws Exception {
        return credentials.send(server.request("/metrics"), "admin").body();
    }

    private HttpResponse<String> write(String who, byte[] snappy) {
        HttpRequest.Builder request =
                server.request("/api/v1/push").POST(BodyPublishers.ofByteArray(snappy));
        try {
            return credentials.send(request, who);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
