package io.tributary.cli.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.testkit.peers.PeerProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two Prometheis write by one credential whose labels choose tenants, and each tenant has its
/// series and what is told of them, and no more.
///
/// ```
/// Prometheus one: tenant_id="shop" on everything          ─┐            ┌ shop
/// Prometheus two: tenant_id="bank" on example_latency_…,   ├► routing ──┼ bank
///                 "nobody" on example_number, else none   ─┘            ├ platform (default)
///                                                                      └ archive (a copy of everything)
/// ```
@Tag("peers")
class RoutedPrometheusTest {
    private static final List<String> TENANTS = List.of("archive", "bank", "platform", "shop");
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"(\\d+)\"\\]");
    private static final long WITHIN_NANOS = 60_000_000_000L;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private Path directory;

    private String sender = "";
    private String reader = "";

    @Test
    void twoPrometheis_byOneRoutingCredential_reachEachTheirTenants() throws Exception {
        Path registry = directory.resolve("registry.yaml");
        Files.writeString(registry, registry());
        try (ServerProcess tributary =
                        ServerProcess.startSet(
                                directory.resolve("data"),
                                directory.resolve("log"),
                                "registry.file=" + registry);
                ExampleTarget target = ExampleTarget.start();
                PeerProcess _ =
                        prometheus(
                                "one",
                                tributary,
                                target,
                                "external_labels: {tenant_id: shop}",
                                "");
                PeerProcess _ =
                        prometheus(
                                "two",
                                tributary,
                                target,
                                "external_labels: {from: two}",
                                """
                                    write_relabel_configs:
                                      - {source_labels: [__name__], regex: "example_latency_.*", target_label: tenant_id, replacement: bank}
                                      - {source_labels: [__name__], regex: "example_number", target_label: tenant_id, replacement: nobody}
                                """)) {
            await(tributary, "example_requests_total", "archive", "platform", "shop");
            await(tributary, "example_latency_seconds_bucket", "archive", "bank", "shop");
            await(tributary, "example_number{from=\"\"}", "archive", "shop");

            assertThat(having(tributary, "example_number{from=\"two\"}")).isEmpty();
            assertThat(having(tributary, "example_latency_seconds_bucket{from=\"two\"}"))
                    .containsExactly("archive", "bank");
            assertThat(having(tributary, "example_requests_total{from=\"two\"}"))
                    .containsExactly("archive", "platform");
            assertThat(having(tributary, "{tenant_id=\"shop\"}"))
                    .containsExactly("archive", "shop");
            awaitTold(tributary, "example_latency_seconds", "archive", "bank", "shop");
            awaitTold(tributary, "example_requests", "archive", "platform", "shop");
        }
    }

    private String registry() {
        CredentialMint mint = new CredentialMint(new SecureRandom());
        AccessToken writes = mint.token();
        AccessToken reads = mint.token();
        sender = writes.secret().reveal();
        reader = reads.secret().reveal();
        String line = "  - {name: %s, token: {id: %s, hash: \"%s\"}, %s}\n";
        return "tenants: [{name: archive}, {name: bank}, {name: platform}, {name: shop}]\ncredentials:\n"
                + line.formatted(
                        "fleet",
                        writes.id(),
                        mint.hash(writes).phc(),
                        "roles: writer, tenants: [platform], routing: {labels: [tenant_id], tenants: [shop, bank], replicate: [archive]}")
                + line.formatted(
                        "reader",
                        reads.id(),
                        mint.hash(reads).phc(),
                        "roles: reader, tenants: " + TENANTS);
    }

    private PeerProcess prometheus(
            String name,
            ServerProcess tributary,
            ExampleTarget target,
            String labels,
            String relabel)
            throws Exception {
        return PeerProcess.prometheus(
                directory.resolve(name),
                """
                global:
                  scrape_interval: 1s
                  %s
                remote_write:
                  - url: %s
                    authorization: {credentials: %s}
                    metadata_config: {send: true, send_interval: 2s}
                    queue_config: {batch_send_deadline: 1s}
                %s
                scrape_configs:
                  - job_name: example
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(
                                labels,
                                tributary.uri("/api/v1/write"),
                                sender,
                                relabel,
                                target.port()));
    }

    private void await(ServerProcess tributary, String series, String... tenants) throws Exception {
        long end = System.nanoTime() + WITHIN_NANOS;
        while (!having(tributary, series).equals(new TreeSet<>(List.of(tenants)))) {
            assertThat(System.nanoTime()).as(series + having(tributary, series)).isLessThan(end);
            LockSupport.parkNanos(200_000_000L);
        }
    }

    private void awaitTold(ServerProcess tributary, String family, String... tenants)
            throws Exception {
        long end = System.nanoTime() + WITHIN_NANOS;
        while (true) {
            TreeSet<String> told = new TreeSet<>();
            for (String tenant : TENANTS) {
                if (get(tributary, "/api/v1/metadata?metric=" + family, tenant)
                        .contains("\"help\"")) {
                    told.add(tenant);
                }
            }
            assertThat(List.of(tenants)).containsAll(told);
            if (told.size() == tenants.length) {
                return;
            }
            assertThat(System.nanoTime()).as(family + told).isLessThan(end);
            LockSupport.parkNanos(200_000_000L);
        }
    }

    /// The tenants that have such a series.
    private SortedSet<String> having(ServerProcess tributary, String series) throws Exception {
        TreeSet<String> having = new TreeSet<>();
        String query = URLEncoder.encode("count(%s)".formatted(series), StandardCharsets.UTF_8);
        for (String tenant : TENANTS) {
            Matcher value = VALUE.matcher(get(tributary, "/api/v1/query?query=" + query, tenant));
            if (value.find()) {
                having.add(tenant);
            }
        }
        return having;
    }

    private String get(ServerProcess tributary, String path, String tenant)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(tributary.uri(path))
                        .header("Authorization", "Bearer " + reader)
                        .header("X-Scope-OrgID", tenant)
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
