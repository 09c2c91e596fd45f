package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two agents of one cluster, one of them held: by itself, and beside its cluster.
class AgentQuarantineTest {
    private static final Pattern VERSION =
            Pattern.compile("(?m)^tributary_registry_version (\\d+)");

    private final Credentials credentials =
            new Credentials()
                    .add("site", "roles: platform-admin")
                    .add("reader", "roles: reader, tenants: shop");

    private final long now = System.currentTimeMillis();
    private int version = 1;

    @Test
    void agent_heldReleasedDropped_isApartByItself(@TempDir Path directory) throws Exception {
        Path registry = directory.resolve("registry.yaml");
        Files.writeString(registry, declared("", ""));
        try (StoredServer server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry,
                        "ca.enabled=true")) {
            JoinedAgent first = JoinedAgent.of(server, credentials.bearer("site"), "eu-1");
            JoinedAgent second = JoinedAgent.of(server, credentials.bearer("site"), "eu-1");
            String held = agent(first, "{name: odd, state: held}");
            declare(server, registry, "", held);
            push(server, first, 1, 10);
            push(server, second, 2, 20);
            assertThat(shown(server)).isEqualTo("20");
            assertThat(clusters(server)).contains("\"heldAgents\":[\"" + first.id() + "\"]");

            // Its own quarantine goes before its cluster's, which takes the other.
            declare(server, registry, "{name: all, state: held}", held);
            push(server, first, 3, 30);
            push(server, second, 4, 40);
            assertThat(shown(server)).isEqualTo("20");

            declare(
                    server,
                    registry,
                    "{name: all, state: released}",
                    agent(first, "{name: odd, state: held}"));
            assertThat(shown(server)).isEqualTo("20 40");

            declare(
                    server,
                    registry,
                    "{name: all, state: dropped}",
                    agent(first, "{name: odd, state: released}"));
            assertThat(shown(server)).isEqualTo("10 20 30");
            assertThat(clusters(server)).doesNotContain("heldAgents");

            declare(server, registry, "", agent(first, "{name: odd, state: dropped}"));
            push(server, first, 5, 50);
            assertThat(shown(server)).isEqualTo("20 50");
        }
    }

    private static String agent(JoinedAgent agent, String quarantine) {
        return "agents: [{id: %s, cluster: eu-1, quarantines: [%s]}]"
                .formatted(agent.id(), quarantine);
    }

    private String declared(String ofCluster, String agents) {
        return """
        tenants: [{name: shop}]
        clusters: [{name: eu-1, tenant: shop, quarantines: [%s]}]
        %s\
        %s
        """
                .formatted(ofCluster, credentials.yaml(), agents);
    }

    private void declare(StoredServer server, Path registry, String ofCluster, String agents)
            throws Exception {
        Files.writeString(registry, declared(ofCluster, agents));
        version++;
        long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            Matcher found = VERSION.matcher(get(server, "site", "/metrics"));
            if (found.find() && Integer.parseInt(found.group(1)) >= version) {
                return;
            }
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    /// All of one series, so that what is of two agents is one.
    private void push(StoredServer server, JoinedAgent agent, int second, double value)
            throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(now - 30_000 + second * 1_000L, value, "__name__", "m")
                        .snappy();
        assertThat(agent.push(server, body)).isEqualTo(204);
    }

    /// The values of the series, in order of time.
    private String shown(StoredServer server) throws Exception {
        Matcher values =
                Pattern.compile("\\[[0-9.]+,\"(\\d+)\"\\]")
                        .matcher(get(server, "reader", "/api/v1/query?query=m%5B1h%5D"));
        StringBuilder shown = new StringBuilder();
        while (values.find()) {
            shown.append(shown.isEmpty() ? "" : " ").append(values.group(1));
        }
        return shown.toString();
    }

    private String clusters(StoredServer server) throws Exception {
        return get(server, "site", "/api/v1/clusters");
    }

    private String get(StoredServer server, String who, String path) throws Exception {
        return JoinedAgent.get(server, credentials.bearer(who), path);
    }
}
