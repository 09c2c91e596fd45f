package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.door.GuardedRoutes;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster is held, and what it sends is in no answer; released, and it is there once; dropped,
/// and it is gone.
class QuarantineTest {
    /// Stands in all that is sent while the cluster is held, and in nothing else.
    private static final String WORD = "azure";

    /// Asks for it without saying it, as the query log shows what was asked.
    private static final String ASKED = "{__name__=~\"azur[e]_metric\"}";

    private static final Pattern VERSION =
            Pattern.compile("(?m)^tributary_registry_version (\\d+)");

    private static final List<String> READERS = List.of("reader", "viewer", "everything");

    private final Credentials credentials =
            new Credentials()
                    .add("c1", "roles: writer, cluster: eu-1")
                    .add("c2", "roles: writer, cluster: eu-2")
                    .add("own", "roles: writer, tenants: shop")
                    .add("reader", "roles: reader, tenants: shop")
                    .add("part", "roles: reader, tenants: shop, match: part!=hidden")
                    .add("viewer", "roles: reader, tenants: view")
                    .add("everything", "roles: reader, tenants: \"*\", defaultTenant: shop")
                    .add("admin", "roles: tenant-admin, tenants: shop")
                    .add("site", "roles: platform-admin")
                    .add("auditor", "roles: auditor");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long now = System.currentTimeMillis();

    @TempDir private Path directory;
    private Path registry;
    private int version;
    private StoredServer server;

    @BeforeEach
    void start() throws Exception {
        registry = directory.resolve("registry.yaml");
        Files.writeString(registry, declared(""));
        version = 1;
        open();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void cluster_heldReleasedDropped_isNowhereThenOnceThenNowhere() throws Exception {
        push("c1", new WriteRequestBytes().sample(now - 60_000, 1, "__name__", "kept"));
        declare("[{name: incident-7, state: held}]");

        push("c1", held());
        WriteRequestBytes conflict =
                new WriteRequestBytes()
                        .sample(now, 6, "__name__", WORD + "_other", "cluster", WORD);
        assertThat(status("c1", conflict)).as("a conflict with what is held").isEqualTo(400);
        push("c2", new WriteRequestBytes().sample(now, 5, "__name__", "flows"));

        assertNowhere();
        assertThat(get("auditor", "/api/v1/audit?kind=conflict"))
                .contains("\"type\":\"count\"")
                .doesNotContain("\"type\":\"event\"");
        assertThat(values("reader", "kept[1h]")).containsExactly(1);
        assertThat(values("reader", "flows")).containsExactly(5);
        assertThat(get("admin", "/api/v1/clusters"))
                .containsPattern(
                        "\"name\":\"eu-1\",\"tenant\":\"shop\",\"lastSampleTime\":\"[^\"]+\",\"ageSeconds\":[0-9.E-]+,\"silent\":false,\"quarantine\":\"incident-7\"")
                .containsOnlyOnce("quarantine");
        assertThat(get("site", "/metrics"))
                .contains(
                        "tributary_ingest_quarantined_samples_total{cluster=\"eu-1\",tenant=\"shop\"} 4.0");

        declare("[{name: incident-7, state: released}]");
        assertReleased();
        push("c1", new WriteRequestBytes().sample(now + 1_000, 3, "__name__", "kept"));
        assertThat(values("reader", "kept[1h]")).containsExactly(1, 2, 3);

        server.close();
        open();
        assertReleased();
        assertThat(values("reader", "kept[1h]")).containsExactly(1, 2, 3);

        declare("[{name: incident-7, state: dropped}]");
        assertNowhere();
        assertThat(values("reader", "kept[1h]")).containsExactly(1, 3);
        List<String> told = new ArrayList<>();
        Matcher reasons =
                Pattern.compile(
                                "\"type\":\"event\".*\"reason\":\"(\\w+)\".*quarantine incident-7 of cluster eu-1")
                        .matcher(get("auditor", "/api/v1/audit?kind=quarantine&order=oldest"));
        while (reasons.find()) {
            told.add(reasons.group(1));
        }
        assertThat(told).containsExactly("held", "released", "dropped");
    }

    /// Identical bytes; the registry says each time anew where they are kept.
    @Test
    void identicalBytes_whileTheClusterIsHeldAndNot_areEachWhereTheyWereToBeKept()
            throws Exception {
        List<String> states =
                List.of(
                        "",
                        "[{name: q1, state: held}]",
                        "[{name: q1, state: released}]",
                        "[{name: q1, state: released}, {name: q2, state: held}]",
                        "[{name: q1, state: held}, {name: q2, state: dropped}]",
                        "[{name: q1, state: dropped}, {name: q2, state: released}]");
        for (int round = 0; round < states.size(); round++) {
            declare(states.get(round));
            WriteRequestBytes request = new WriteRequestBytes();
            for (int i = 0; i < 100; i++) {
                request.sample(now - 60_000 + round, round, "__name__", "same", "i", "i" + i);
            }
            push("c1", request);
            push("c2", request);
        }

        assertRounds(List.of(0, 2, 3, 5));
        declare("");
        assertRounds(List.of(0, 2, 5));
        declare("[{name: q1, state: released}]");
        assertRounds(List.of(0, 1, 2, 4, 5));
        declare("[{name: q1, state: released}, {name: q2, state: released}]");
        assertRounds(List.of(0, 1, 2, 3, 4, 5));
    }

    /// A label policy of a reader holds for what was released, too.
    @Test
    void released_underAPolicy_isSeenByItOnly() throws Exception {
        declare("[{name: q, state: held}]");
        push(
                "c1",
                new WriteRequestBytes()
                        .sample(now, 1, "__name__", "m", "part", "hidden")
                        .sample(now, 2, "__name__", "m", "part", "shown"));
        declare("[{name: q, state: released}]");

        assertThat(values("reader", "m")).containsExactlyInAnyOrder(1, 2);
        assertThat(values("part", "m")).containsExactly(2);
    }

    /// Who writes for no cluster is in none's quarantine.
    @Test
    void tenantsOwnWriter_whileAClusterIsHeld_goesOn() throws Exception {
        declare("[{name: q, state: held}]");
        push("own", new WriteRequestBytes().sample(now, 1, "__name__", "m"));
        assertThat(values("reader", "m")).containsExactly(1);
    }

    private WriteRequestBytes held() {
        String[] series = {"__name__", WORD + "_metric", "color", WORD};
        return new WriteRequestBytes()
                .sample(now - 60_000, 9, "__name__", "kept")
                .sample(now - 30_000, 2, "__name__", "kept")
                .sample(now, 7, series)
                .sample(now, 8, "__name__", WORD + "_other")
                .exemplar(
                        new Exemplar(
                                Labels.of("trace_id", WORD + "-trace"),
                                now,
                                Double.doubleToRawLongBits(1)),
                        series)
                .metadata(
                        new FamilyMetadata(
                                WORD + "_metric", MetricType.GAUGE, "Help of " + WORD, ""));
    }

    /// No route tells anybody anything of what was sent while the cluster was held.
    private void assertNowhere() throws Exception {
        RouteAsks asks = new RouteAsks(now);
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (GuardedRoutes.Entry route : server.routes()) {
            if (!route.method().equals("GET")) {
                continue;
            }
            for (String form : asks.of(route).forms()) {
                for (String who : credentials.names()) {
                    for (String tenant :
                            List.of(
                                    "",
                                    "shop",
                                    "view",
                                    "shop|view",
                                    "shop/quarantine/incident-7")) {
                        String body = send(who, path(route, form), tenant);
                        cases++;
                        if (body.contains(WORD) && !form.contains(WORD)) {
                            wrong.add("%s of %s by %s: %s".formatted(route, tenant, who, body));
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cases).isGreaterThan(2_000);
        for (String who : READERS) {
            assertThat(values(who, ASKED)).as(who).isEmpty();
        }
    }

    private static String path(GuardedRoutes.Entry route, String form) {
        String path = route.path().replace("{name}", "color").replace("{cluster}", "eu-1");
        return path + (form.isEmpty() || form.startsWith("NAME:") ? "" : "?" + form);
    }

    /// Each series once, in every answer that a reader gets, and what the tenant had itself as it
    /// was.
    private void assertReleased() throws Exception {
        for (String who : READERS) {
            assertThat(values(who, ASKED)).as(who).containsExactly(7);
            assertThat(values(who, "kept[1h]")).as(who).startsWith(1, 2).doesNotContain(9);
            assertThat(values(who, "count(kept)")).as(who).containsExactly(1);
            assertThat(values(who, "count_over_time(kept[1h])"))
                    .as(who)
                    .isEqualTo(List.of(values(who, "kept[1h]").size()));
            assertThat(
                            get(
                                    who,
                                    "/api/v1/query_range?start=%d&end=%d&step=15&query=kept"
                                            .formatted(now / 1000 - 60, now / 1000)))
                    .containsPattern(
                            "\"values\":\\[(\\[[0-9.]+,\"1\"\\],?)+(\\[[0-9.]+,\"2\"\\],?)+\\]");
            assertThat(get(who, "/api/v1/label/color/values")).contains(WORD);
            assertThat(get(who, "/api/v1/metadata")).containsOnlyOnce("Help of " + WORD);
            assertThat(
                            get(
                                    who,
                                    "/api/v1/query_exemplars?start=%d&end=%d&query=%s"
                                            .formatted(
                                                    now / 1000 - 60,
                                                    now / 1000 + 60,
                                                    URLEncoder.encode(
                                                            ASKED, StandardCharsets.UTF_8))))
                    .containsOnlyOnce(WORD + "-trace");
            assertThat(get(who, "/api/v1/series?match%5B%5D=kept"))
                    .containsOnlyOnce("\"cluster\":\"eu-1\"");
        }
        // kept, two that were held, flows.
        assertThat(get("reader", "/prometheus/api/v1/user_stats")).contains("\"numSeries\":4");
        assertThat(get("reader", "/api/v1/status/tsdb")).contains("\"numSeries\":4");
        assertThat(send("everything", "/api/v1/query?query=count(kept)", "shop|view"))
                .contains(",\"2\"]");
    }

    private void assertRounds(List<Integer> expected) throws Exception {
        for (String who : READERS) {
            List<Integer> found = values(who, "same{cluster=\"eu-1\"}[1h]");
            for (int i = 0; i < 100; i++) {
                assertThat(found.subList(i * expected.size(), (i + 1) * expected.size()))
                        .as(who)
                        .isEqualTo(expected);
            }
            assertThat(found).hasSize(100 * expected.size());
            assertThat(values(who, "same{cluster=\"eu-2\"}[1h]")).hasSize(600);
        }
    }

    private static String quarantined(String quarantines) {
        return quarantines.isEmpty() ? "" : ", quarantines: " + quarantines;
    }

    private String declared(String quarantines) {
        return """
        tenants: [{name: shop}, {name: other}, {name: view, view: [{tenants: "*"}]}]
        clusters:
          - {name: eu-1, tenant: shop%s}
          - {name: eu-2, tenant: shop}
        %s\
        """
                .formatted(quarantined(quarantines), credentials.yaml());
    }

    /// Has the registry say so, and waits until it is in force.
    private void declare(String quarantines) throws Exception {
        String next = declared(quarantines);
        if (next.equals(Files.readString(registry))) {
            return;
        }
        Path written = directory.resolve("next");
        Files.writeString(written, next);
        Files.move(written, registry, StandardCopyOption.ATOMIC_MOVE);
        version++;
        long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            Matcher found = VERSION.matcher(get("site", "/metrics"));
            if (found.find() && Integer.parseInt(found.group(1)) >= version) {
                return;
            }
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private void open() throws Exception {
        server =
                new StoredServer(
                        directory.resolve("data"), new SystemClock(), "registry.file=" + registry);
        version = 1;
    }

    private void push(String who, WriteRequestBytes body) throws Exception {
        assertThat(status(who, body)).isEqualTo(204);
    }

    private int status(String who, WriteRequestBytes body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .header("Authorization", credentials.bearer(who))
                        .POST(BodyPublishers.ofByteArray(body.snappy()))
                        .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /// The values of an answer, in its order.
    private List<Integer> values(String who, String query) throws Exception {
        String body =
                get(
                        who,
                        "/api/v1/query?time=%d&query=%s"
                                .formatted(
                                        now / 1000 + 2,
                                        URLEncoder.encode(query, StandardCharsets.UTF_8)));
        assertThat(body).startsWith("{\"status\":\"success\"");
        List<Integer> found = new ArrayList<>();
        Matcher values = Pattern.compile("\\[[0-9.]+,\"(\\d+)\"\\]").matcher(body);
        while (values.find()) {
            found.add(Integer.parseInt(values.group(1)));
        }
        return found;
    }

    private String get(String who, String path) throws Exception {
        return send(who, path, "");
    }

    private String send(String who, String path, String tenant) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", credentials.bearer(who));
        if (!tenant.isEmpty()) {
            request.header("X-Scope-OrgID", tenant);
        }
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }
}
