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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two clusters that send the same bytes, while the registry moves them from tenant to tenant: each
/// sample is where the registry had its cluster then, with that cluster's stamp.
class RouteChangeTest {
    private static final int ROUNDS = 6;
    private static final int SERIES = 300;
    private static final Pattern VERSION =
            Pattern.compile("(?m)^tributary_registry_version (\\d+)");

    private final Credentials credentials =
            new Credentials()
                    .add("c0", "roles: writer, cluster: eu-0")
                    .add("c1", "roles: writer, cluster: eu-1")
                    .add("reader", "roles: [reader, platform-admin], tenants: [a, b]");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long start = System.currentTimeMillis() - ROUNDS * 1_000L;

    @Test
    void identicalBytes_whileRoutesChange_areEachInTheRightTenant(@TempDir Path directory)
            throws Exception {
        Path registry = directory.resolve("registry.yaml");
        declare(registry, 0);
        Map<String, Integer> expected = new TreeMap<>();
        try (StoredServer server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry)) {
            for (int round = 0; round < ROUNDS; round++) {
                if (round > 0) {
                    declare(registry, round);
                }
                awaitVersion(server, round + 1);
                byte[] same = request(round);
                for (int cluster = 0; cluster < 2; cluster++) {
                    assertThat(push(server, "c" + cluster, same)).isEqualTo(204);
                    expected.merge(tenant(cluster, round) + " eu-" + cluster, SERIES, Integer::sum);
                }
            }
            for (String tenant : List.of("a", "b")) {
                for (String cluster : List.of("eu-0", "eu-1")) {
                    String key = tenant + " " + cluster;
                    List<Integer> rounds = rounds(server, tenant, cluster);
                    assertThat(rounds).as(key).hasSize(expected.getOrDefault(key, 0));
                    int number = cluster.endsWith("0") ? 0 : 1;
                    assertThat(rounds)
                            .as(key)
                            .allMatch(round -> tenant(number, round).equals(tenant));
                }
            }
        }
    }

    /// Where the registry has a cluster in a round: together, apart, crossed …
    private static String tenant(int cluster, int round) {
        return (round >> cluster & 1) == 0 ? "a" : "b";
    }

    private void declare(Path registry, int round) throws Exception {
        Files.writeString(
                registry,
                """
                # round %d
                tenants: [{name: a}, {name: b}]
                clusters:
                  - {name: eu-0, tenant: %s}
                  - {name: eu-1, tenant: %s}
                %s\
                """
                        .formatted(round, tenant(0, round), tenant(1, round), credentials.yaml()));
    }

    /// One sample of each series, whose value is the round.
    private byte[] request(int round) {
        WriteRequestBytes request = new WriteRequestBytes();
        for (int i = 0; i < SERIES; i++) {
            request.sample(start + round * 1_000L, round, "__name__", "same", "i", "i" + i);
        }
        return request.snappy();
    }

    private int push(StoredServer server, String who, byte[] body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .header("Authorization", credentials.bearer(who))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private List<Integer> rounds(StoredServer server, String tenant, String cluster)
            throws Exception {
        String body =
                get(
                        server,
                        "/api/v1/query?query=same%7Bcluster%3D%22" + cluster + "%22%7D%5B1h%5D",
                        tenant);
        List<Integer> rounds = new ArrayList<>();
        Matcher values = Pattern.compile("\\[[0-9.]+,\"(\\d+)\"\\]").matcher(body);
        while (values.find()) {
            rounds.add(Integer.parseInt(values.group(1)));
        }
        return rounds;
    }

    private void awaitVersion(StoredServer server, int version) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            Matcher found = VERSION.matcher(get(server, "/metrics", "a"));
            if (found.find() && Integer.parseInt(found.group(1)) >= version) {
                return;
            }
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private String get(StoredServer server, String path, String tenant) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", credentials.bearer("reader"))
                        .header("X-Scope-OrgID", tenant)
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
