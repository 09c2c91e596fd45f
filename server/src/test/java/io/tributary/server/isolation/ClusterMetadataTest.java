package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two clusters of one tenant say different things of one metric family: each reader is told what
/// is said by those whose series they see.
class ClusterMetadataTest {
    private final Credentials credentials =
            new Credentials()
                    .add("eu-1", "roles: writer, cluster: eu-1")
                    .add("eu-2", "roles: writer, cluster: eu-2")
                    .add("all", "roles: reader, tenants: shop")
                    .add("part", "roles: reader, tenants: shop, match: cluster=\"eu-1\"")
                    .add("viewer", "roles: reader, tenants: second");

    @TempDir private Path directory;
    private Path registry = Path.of("");

    @BeforeEach
    void declare() throws Exception {
        registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        """
                        tenants:
                          - {name: shop}
                          - {name: second, view: [{tenants: shop, match: cluster="eu-2"}]}
                        clusters: [{name: eu-1, tenant: shop}, {name: eu-2, tenant: shop}]
                        %s
                        """
                                .formatted(credentials.yaml()));
    }

    @Test
    void metadata_ofTwoClusters_isShownToWhoSeesTheirSeries() throws Exception {
        try (StoredServer server = server()) {
            push(server, "eu-1", "First.", "up");
            push(server, "eu-2", "Second.", "up");
            push(server, "eu-2", "Hidden.", "secret_total");
            assertShown(server);
        }
        try (StoredServer again = server()) {
            assertShown(again);
            push(again, "eu-2", "Changed.", "up");
            assertThat(ask(again, "part", "")).isEqualTo(up("First."));
            assertThat(ask(again, "viewer", "?metric=up")).isEqualTo(up("Changed."));
        }
    }

    private void assertShown(StoredServer server) throws Exception {
        assertThat(ask(server, "all", "?metric=up")).isEqualTo(up("First.", "Second."));
        assertThat(ask(server, "all", "?metric=up&limit_per_metric=1")).isEqualTo(up("First."));
        assertThat(ask(server, "all", "")).contains("Hidden.");
        assertThat(ask(server, "part", "")).isEqualTo(up("First."));
        assertThat(ask(server, "viewer", "?metric=up")).isEqualTo(up("Second."));
        assertThat(ask(server, "viewer", "")).contains("Hidden.").doesNotContain("First.");
    }

    private static String up(String... helps) {
        StringBuilder entries = new StringBuilder();
        for (String help : helps) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{\"type\":\"gauge\",\"unit\":\"\",\"help\":\"")
                    .append(help)
                    .append("\"}");
        }
        return "{\"status\":\"success\",\"data\":{\"up\":[%s]}}".formatted(entries);
    }

    private StoredServer server() throws Exception {
        return new StoredServer(
                directory.resolve("data"), new SystemClock(), "registry.file=" + registry);
    }

    private void push(StoredServer server, String who, String help, String family)
            throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .metadata(new FamilyMetadata(family, MetricType.GAUGE, help, ""))
                        .sample(System.currentTimeMillis(), 1, "__name__", family)
                        .snappy();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .POST(BodyPublishers.ofByteArray(body));
        assertThat(credentials.send(request, who).body()).isEmpty();
    }

    private String ask(StoredServer server, String who, String query) throws Exception {
        return credentials
                .send(
                        HttpRequest.newBuilder(
                                URI.create(server.url() + "/api/v1/metadata" + query)),
                        who)
                .body();
    }
}
