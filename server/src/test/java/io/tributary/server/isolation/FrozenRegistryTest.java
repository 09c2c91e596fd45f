package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry whose source hangs, as a file of a network does whose server is gone.
class FrozenRegistryTest {
    private static final long FROZEN_SECONDS = 22;

    private final Credentials credentials =
            new Credentials().add("one", "roles: writer, tenants: a");
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void frozen_thenRevoked_acceptsNothingAfterTwentySecondsAndSays503(@TempDir Path directory)
            throws Exception {
        Path registry = directory.resolve("registry.yaml");
        Files.writeString(registry, "tenants: [{name: a}]\n" + credentials.yaml());
        try (StoredServer server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry)) {
            assertThat(push(server)).isEqualTo(204);
            freeze(registry);
            long frozen = System.nanoTime();
            long lastAccepted = 0;
            int refused = 0;
            long elapsed;
            do {
                int status = push(server);
                elapsed = System.nanoTime() - frozen;
                if (status == 204) {
                    lastAccepted = elapsed;
                } else {
                    assertThat(status).isEqualTo(503);
                    refused++;
                }
                LockSupport.parkNanos(100_000_000L);
            } while (elapsed < TimeUnit.SECONDS.toNanos(FROZEN_SECONDS));

            System.out.printf(
                    "frozen registry: accepted for %.1f s, then %d times 503%n",
                    lastAccepted / 1e9, refused);
            assertThat(refused).isPositive();
            assertThat(lastAccepted).isLessThan(TimeUnit.SECONDS.toNanos(20));
        }
    }

    /// Reading a pipe into which nobody writes never ends.
    private static void freeze(Path registry) throws Exception {
        Path pipe = registry.resolveSibling("pipe");
        int code = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assertThat(code).as("mkfifo").isZero();
        new ProcessBuilder("mv", pipe.toString(), registry.toString()).start().waitFor();
    }

    private int push(StoredServer server) throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(System.currentTimeMillis(), 1, "__name__", "up")
                        .snappy();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .header("Authorization", credentials.bearer("one"))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
