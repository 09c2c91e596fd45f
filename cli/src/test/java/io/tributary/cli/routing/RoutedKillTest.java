package io.tributary.cli.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.server.isolation.Credentials;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process whose senders' labels choose tenants, killed at any moment: of each write either
/// all copies are there when it is started again, or none; of an acknowledged one, all.
///
/// ```
/// a write: even samples team="even" ──► even ──┐
///          odd samples  team="odd"  ──► odd  ──┴─► and each also ──► copy, archive
/// ```
///
/// `-Dtributary.seeds=N` kills six times as often as it says. A seed gives the sizes of writes and
/// when the process is killed; how far the writes are then, it does not.
class RoutedKillTest {
    private static final int SEEDS = 1;
    private static final int KILLS = 6;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 40;
    private static final long NANOS_BEFORE_KILL = 5_000_000;
    private static final long LOOK_EVERY_NANOS = 100_000;
    private static final long WITHIN_NANOS = 60_000_000_000L;
    private static final List<String> TENANTS = List.of("even", "odd", "copy", "archive");

    @TempDir private Path directory;

    private final Credentials credentials = new Credentials();

    @Test
    void kill_atAnyMoment_leavesAllCopiesOfAWriteOrNone() throws IOException {
        credentials.add(
                "fleet",
                "roles: writer, tenants: [even], routing: {labels: [team], tenants: [odd], replicate: [copy, archive]}");
        credentials.add("reader", "roles: reader, tenants: " + TENANTS);
        Files.writeString(
                registry(),
                "tenants: [{name: even}, {name: odd}, {name: copy}, {name: archive}]\n"
                        + credentials.yaml());
        SeededCases.run(SEEDS, this::killAgainAndAgain);
    }

    private void killAgainAndAgain(Random random) throws IOException {
        Path data = directory.resolve("data-" + random.seed());
        RoutedLoad load = new RoutedLoad(credentials.bearer("fleet"));
        for (int kill = 0; kill < KILLS; kill++) {
            try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
                    ServerProcess server = start(data)) {
                assertAllOrNone(load, server);
                List<Future<?>> running = load.start(server, senders, random);
                awaitAcknowledged(load, random.between(0, ACKNOWLEDGED_BEFORE_KILL), running);
                LockSupport.parkNanos(random.between(0, NANOS_BEFORE_KILL));
                server.kill();
                for (Future<?> sender : running) {
                    join(sender);
                }
            }
        }
        try (ServerProcess server = start(data)) {
            assertAllOrNone(load, server);
        }
    }

    private ServerProcess start(Path data) throws IOException {
        return ServerProcess.startSet(
                data, directory.resolve("log"), "registry.file=" + registry());
    }

    private Path registry() {
        return directory.resolve("registry.yaml");
    }

    private static void awaitAcknowledged(RoutedLoad load, int more, List<Future<?>> running) {
        int goal = load.acknowledged() + more;
        long end = System.nanoTime() + WITHIN_NANOS;
        while (load.acknowledged() < goal) {
            assertThat(running).noneMatch(Future::isDone);
            assertThat(System.nanoTime()).as("acknowledged within 60 s").isLessThan(end);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private static void join(Future<?> sender) {
        try {
            sender.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void assertAllOrNone(RoutedLoad load, ServerProcess server) throws IOException {
        Map<String, Map<Long, Set<Integer>>> stored = new TreeMap<>();
        for (String tenant : TENANTS) {
            stored.put(tenant, stored(server, tenant));
        }
        for (RoutedLoad.Write write : load.writes()) {
            Map<String, Set<Integer>> found = new TreeMap<>();
            stored.forEach((tenant, byTime) -> {
                Set<Integer> samples = byTime.remove(write.timeMillis());
                if (samples != null) {
                    found.put(tenant, samples);
                }
            });
            if (write.isAcknowledged() || !found.isEmpty()) {
                assertThat(found.equals(write.copies()))
                        .as("%s has %s", write, counts(found))
                        .isTrue();
            }
        }
        assertThat(stored.values()).as("what nobody wrote").allMatch(Map::isEmpty);
    }

    private static Map<String, Integer> counts(Map<String, Set<Integer>> found) {
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach((tenant, samples) -> counts.put(tenant, samples.size()));
        return counts;
    }

    /// Numbers of series by time.
    private Map<Long, Set<Integer>> stored(ServerProcess server, String tenant) throws IOException {
        Map<Long, Set<Integer>> byTime = new TreeMap<>();
        for (String line : export(server, tenant).lines().toList()) {
            Json series = JsonReader.read(line);
            int number = Integer.parseInt(series.member("metric").member("number").text());
            List<Json> times = series.member("timestamps").elements();
            List<Json> values = series.member("values").elements();
            for (int i = 0; i < times.size(); i++) {
                long time = Long.parseLong(times.get(i).text());
                assertThat(values.get(i).text()).isEqualTo(RoutedLoad.valueText(time, number));
                byTime.computeIfAbsent(time, _ -> new TreeSet<>()).add(number);
            }
        }
        return byTime;
    }

    private String export(ServerProcess server, String tenant) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    server.uri("/api/v1/export?match[]=" + RoutedLoad.METRIC))
                            .header("Authorization", credentials.bearer("reader"))
                            .header("X-Scope-OrgID", tenant)
                            .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
