package io.tributary.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.isolation.Credentials;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S-CARD-1: whatever methods, paths, tenants, users and names come, `/metrics` has the series that
/// it had after the first of their kinds.
class OwnCardinalityTest {
    private static final int ROUNDS = 200;
    private static final int METRICS_ASKED_MAX = 1_000;

    /// Stands in everything that is made up, and in nothing of ours.
    private static final String WORD = "zq";

    private final Credentials credentials =
            new Credentials()
                    .add("writer", "roles: writer, tenants: [shop, bank], defaultTenant: shop")
                    .add("reader", "roles: reader, tenants: [shop, bank], defaultTenant: shop")
                    .add("auditor", "roles: auditor");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(1);

    @TempDir private Path directory;

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void metrics_underRandomRequestsOfKnownAndUnknown_stayTheSameSeries() throws Exception {
        Path registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        "tenants: [{name: shop}, {name: bank}]\n" + credentials.yaml());
        try (StoredServer server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry,
                        "audit.examplesPerMinute=0")) {
            Set<String> first = after(1, server, true);
            Set<String> last = after(ROUNDS, server, true);

            assertThat(first).isNotEmpty();
            assertThat(more(last, first)).isEmpty();
            assertThat(String.join("\n", last)).doesNotContain(WORD);
        }
    }

    @Test
    void metrics_whereEverybodyMayMakeTenants_areBoundedByTheirNumber() throws Exception {
        try (StoredServer server = new StoredServer(directory.resolve("data"))) {
            int plain = after(1, server, false).size();
            for (int i = 0; i <= Authorizer.TENANTS_MAX; i++) {
                write(server, WORD + i);
            }
            Set<String> full = after(1, server, false);
            Set<String> last = after(ROUNDS, server, false);

            assertThat(more(last, full)).isEmpty();
            int ofATenant = 10;
            assertThat(full.size())
                    .isBetween(
                            plain + Authorizer.TENANTS_MAX / 2,
                            plain + ofATenant * Authorizer.TENANTS_MAX);
        }
    }

    /// The names and labels of all series, once so many rounds of requests were answered.
    private Set<String> after(int rounds, StoredServer server, boolean authenticated)
            throws Exception {
        List<String> senders =
                authenticated
                        ? List.of(
                                credentials.bearer("writer"),
                                credentials.bearer("reader"),
                                "Bearer nonsense",
                                "")
                        : List.of("");
        for (int i = 0; i < rounds; i++) {
            for (String sender : senders) {
                send(server, sender, word().toUpperCase(Locale.ROOT), "/api/v1/labels");
                send(server, sender, "GET", "/" + word() + "/" + word());
                send(server, sender, "GET", "/api/v1/label/" + word() + "/values");
                send(server, sender, "GET", "/api/v1/query?query=" + word());
                send(server, sender, "POST", "/api/v1/push");
            }
        }
        return metricsThatCountThemselves(server)
                .lines()
                .filter(line -> line.startsWith("tributary_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    /// An answer is counted behind its sending, so that the next one may not know of it yet.
    private String metricsThatCountThemselves(StoredServer server) throws Exception {
        String counted = "tributary_http_request_duration_seconds_count{path=\"/metrics\"}";
        String metrics = metrics(server);
        for (int i = 0; i < METRICS_ASKED_MAX && !metrics.contains(counted); i++) {
            metrics = metrics(server);
        }
        return metrics;
    }

    private static Set<String> more(Set<String> last, Set<String> first) {
        Set<String> more = new TreeSet<>(last);
        more.removeAll(first);
        return more;
    }

    private String metrics(StoredServer server) throws Exception {
        return ask(
                HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                        .header("Authorization", credentials.bearer("auditor")));
    }

    /// Asks for a tenant nobody has, or for none, and says who one is in words of one's own.
    private void send(StoredServer server, String sender, String method, String path)
            throws Exception {
        for (String tenant : List.of("", word(), "shop", "." + word() + "/")) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server.url() + path))
                            .method(method, BodyPublishers.ofByteArray(sample()))
                            .header("User-Agent", word())
                            .header("X-" + word(), word());
            if (!sender.isEmpty()) {
                request.header("Authorization", sender);
            }
            if (!tenant.isEmpty()) {
                request.header("X-Scope-OrgID", tenant);
            }
            ask(request);
        }
    }

    private void write(StoredServer server, String tenant) throws Exception {
        ask(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .header("X-Scope-OrgID", tenant)
                        .POST(BodyPublishers.ofByteArray(sample())));
    }

    /// Of a metric and a label that nobody has sent before, and one that is refused.
    private byte[] sample() {
        long now = System.currentTimeMillis();
        return new WriteRequestBytes()
                .sample(now, 1, "__name__", word(), word(), word())
                .sample(now, 1, word(), word())
                .snappy();
    }

    private String ask(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private String word() {
        return WORD + Long.toString(random.nextLong(1L << 40), 36);
    }
}
