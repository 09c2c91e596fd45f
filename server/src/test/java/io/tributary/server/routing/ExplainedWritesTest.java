package io.tributary.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.isolation.Credentials;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a series is what becomes of it: explained first, then written, then looked for
/// in every tenant.
class ExplainedWritesTest {
    private static final List<String> TENANTS =
            List.of("own", "a", "b", "team-a", "renames", "small", "refuses");

    private static final List<String> POLICIES =
            List.of(
                    "",
                    "labels: [t], tenants: [a, b, refuses]",
                    "labels: [t], tenants: [a, renames, small], missing: reject",
                    "labels: [t], tenants: [a], unknown: drop, missing: drop",
                    "labels: [t, ns], take: all, tenants: [a, b], unknown: drop, replicate: [renames]",
                    "labels: [t, ns], tenants: [a, b], unknown: default, default: [b, small]",
                    "labels: [t], anyTenant: true, remove: true",
                    "template: 'team-{{ns}}', tenantPrefixes: [team-], replicate: [own, a]",
                    "labels: [t], template: 'team-{{ns}}', take: all, anyTenant: true, remove: true",
                    "labels: [ns], prefix: team-, tenantPrefixes: [team-], unknown: drop",
                    "default: [a, refuses], replicate: [refuses, small]");

    private static final List<String> CLUSTERS =
            List.of(
                    "",
                    ", labels: {region: eu}, relabel: [{source_labels: [ns], target_label: place}]",
                    ", onDifference: refuse",
                    ", quarantines: [{name: q, state: held}]");

    private static final List<String> VALUES =
            List.of("a", "b", "own", "team-a", "renames", "small", "refuses", "nobody", "");

    private final Credentials credentials = new Credentials();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private Path directory;

    @Test
    void explain_randomSeriesOfRandomSenders_isWhatAWriteThenDoes() throws Exception {
        Path registry = Files.writeString(directory.resolve("registry.yaml"), declared());
        try (client;
                StoredServer server =
                        new StoredServer(
                                directory.resolve("data"),
                                new SystemClock(),
                                "registry.file=" + registry)) {
            int[] seen = new int[3];
            SeededCases.run(
                    250,
                    random -> {
                        String sender =
                                "s%d-%d"
                                        .formatted(
                                                random.between(0, POLICIES.size() - 1),
                                                random.between(0, CLUSTERS.size() - 1));
                        try {
                            check(server, sender, series(random), seen);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
            assertThat(seen).as("stored, refused, neither").doesNotContain(0);
        }
    }

    private void check(StoredServer server, String sender, Map<String, String> series, int[] seen)
            throws IOException, InterruptedException {
        Json told =
                JsonReader.read(
                                get(
                                        server,
                                        "own",
                                        "/admin/v1/explain?principal=%s&series=%s"
                                                .formatted(sender, encoded(text(series)))))
                        .member("data");
        HttpResponse<String> answer = push(server, sender, series);

        List<String> refusals = new ArrayList<>();
        if (told.members().containsKey("routing")) {
            Json routing = told.member("routing");
            routing.member("refused")
                    .elements()
                    .forEach(_ -> refusals.add(routing.member("why").text()));
        }
        Map<String, Map<String, String>> expected = new TreeMap<>();
        for (Json tenant : told.member("tenants").elements()) {
            if (!tenant.members().containsKey("refused")) {
                expected.put(tenant.member("tenant").text(), words(tenant.member("labels")));
            } else if (!tenant.member("refused")
                    .member("reason")
                    .text()
                    .equals("relabel_dropped")) {
                refusals.add(tenant.member("refused").member("why").text());
            }
            if (tenant.members().containsKey("quarantine")) {
                expected.remove(tenant.member("tenant").text());
            }
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(refusals.isEmpty() ? 204 : 400);
        if (!refusals.isEmpty()) {
            assertThat(answer.body().strip()).endsWith(refusals.getFirst());
        }
        assertThat(stored(server, series.getOrDefault("case", ""))).isEqualTo(expected);
        seen[!expected.isEmpty() ? 0 : refusals.isEmpty() ? 2 : 1]++;
    }

    /// By tenant, the labels of the series of a case.
    private Map<String, Map<String, String>> stored(StoredServer server, String caseNumber)
            throws IOException, InterruptedException {
        Map<String, Map<String, String>> stored = new TreeMap<>();
        for (String tenant : TENANTS) {
            String body =
                    get(
                            server,
                            tenant,
                            "/api/v1/series?match[]="
                                    + encoded("{case=\"%s\"}".formatted(caseNumber)));
            for (Json labels : JsonReader.read(body).member("data").elements()) {
                assertThat(stored.put(tenant, words(labels))).as("one series").isNull();
            }
        }
        return stored;
    }

    private static Map<String, String> series(SeededCases.Random random) {
        Map<String, String> series = new TreeMap<>();
        series.put("__name__", random.oneIn(12) ? "" : "m" + random.between(0, 3));
        series.put("case", Long.toString(random.seed()));
        for (String label : List.of("t", "ns")) {
            if (!random.oneIn(4)) {
                series.put(label, random.pick(VALUES));
            }
        }
        if (random.oneIn(4)) {
            series.put("cluster", random.pick(List.of("elsewhere", "c1-1")));
        }
        if (random.oneIn(10)) {
            series.put("long", "x".repeat(40));
        }
        return series;
    }

    private String declared() {
        StringBuilder text = new StringBuilder("tenants:\n");
        for (String tenant : TENANTS) {
            text.append("  - {name: %s%s}\n".formatted(tenant, fields(tenant)));
        }
        text.append("clusters:\n");
        for (int policy = 0; policy < POLICIES.size(); policy++) {
            for (int cluster = 0; cluster < CLUSTERS.size(); cluster++) {
                text.append(
                        "  - {name: c%d-%d, tenant: own%s%s}\n"
                                .formatted(
                                        policy,
                                        cluster,
                                        POLICIES.get(policy).isEmpty()
                                                ? ""
                                                : ", routing: {" + POLICIES.get(policy) + "}",
                                        CLUSTERS.get(cluster)));
                credentials.add(
                        "s%d-%d".formatted(policy, cluster),
                        "roles: writer, cluster: c%d-%d".formatted(policy, cluster));
            }
        }
        credentials.add("reader", "roles: [reader, platform-admin], tenants: \"*\"");
        return text + credentials.yaml();
    }

    private static String fields(String tenant) {
        return switch (tenant) {
            case "renames" ->
                    ", relabel: [{source_labels: [__name__], regex: m1, action: drop}, {regex: ns, action: labelmap, replacement: place}, {source_labels: [__name__], regex: m2, target_label: __name__, replacement: '$9'}]";
            case "small" ->
                    ", limits: {max_label_value_length: 20, max_global_series_per_metric: 4}";
            case "refuses" -> ", routed: refuse";
            default -> "";
        };
    }

    private HttpResponse<String> push(
            StoredServer server, String sender, Map<String, String> series)
            throws IOException, InterruptedException {
        String[] labels =
                series.entrySet().stream()
                        .flatMap(label -> List.of(label.getKey(), label.getValue()).stream())
                        .toArray(String[]::new);
        byte[] body =
                new WriteRequestBytes().sample(System.currentTimeMillis(), 1, labels).snappy();
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .header("Authorization", credentials.bearer(sender))
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String get(StoredServer server, String tenant, String path)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                server.url()
                                                        + path.replace("[", "%5B")
                                                                .replace("]", "%5D")))
                                .header("Authorization", credentials.bearer("reader"))
                                .header("X-Scope-OrgID", tenant)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Map<String, String> words(Json labels) {
        Map<String, String> words = new TreeMap<>();
        labels.members().forEach((name, value) -> words.put(name, value.text()));
        return words;
    }

    private static String text(Map<String, String> series) {
        return series.entrySet().stream()
                .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
