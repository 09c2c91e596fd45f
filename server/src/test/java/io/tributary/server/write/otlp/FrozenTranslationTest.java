package io.tributary.server.write.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.isolation.Credentials;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What decides the names of a tenant's series stays as it was when the tenant had its first point,
/// whichever way something else is declared, until somebody says force.
class FrozenTranslationTest {
    private static final String ESCAPED = "queue_length";
    private static final String AS_SENT = "queue.length";
    private static final String NO_TRANSLATION = "otlp: {translationStrategy: noTranslation}";
    private static final String FROZEN = "/admin/v1/tenants/shop/frozen";

    private final Credentials credentials = new Credentials();
    private long pushed;

    @TempDir private Path directory;

    private Path registry = Path.of("");

    @BeforeEach
    void declare() throws Exception {
        registry = directory.resolve("registry.yaml");
        credentials.add("sender", "roles: writer, tenants: [shop]");
        credentials.add("site", "roles: [platform-admin, auditor, reader], tenants: \"*\"");
    }

    @Test
    void fileThatDeclaresAnother_isNotInForceUntilItIsForced() throws Exception {
        Files.writeString(registry, declared(""));
        try (StoredServer server = start("registry.file=" + registry)) {
            assertThat(get(server, FROZEN).statusCode()).as("no point yet").isEqualTo(404);
            assertThat(push(server, "{\"resourceMetrics\":[]}").statusCode()).isEqualTo(200);
            assertThat(get(server, FROZEN).statusCode()).as("no point still").isEqualTo(404);
            assertThat(pushed(server)).containsExactly(ESCAPED);
            assertThat(get(server, FROZEN).body())
                    .contains("\"otlp.translationStrategy\":\"underscoreEscapingWithSuffixes\"")
                    .doesNotContain("promotedMax")
                    .endsWith("\"differences\":[]}}");

            Files.writeString(
                    registry,
                    declared(", otlp: {translationStrategy: noTranslation, promotedMax: 3}"));
            await(server, "\"differences\":[{");
            assertThat(get(server, FROZEN).body())
                    .contains(
                            "{\"name\":\"otlp.translationStrategy\",\"frozen\":\"underscoreEscapingWithSuffixes\",\"declared\":\"noTranslation\",\"source\":\"registry.yaml:2:");
            assertThat(pushed(server)).containsExactly(ESCAPED);
            assertThat(get(server, "/-/healthy").body())
                    .contains("1 settings of tenants are declared otherwise than they are frozen");
        }
        try (StoredServer server = start("registry.file=" + registry)) {
            assertThat(pushed(server)).as("after a restart").containsExactly(ESCAPED);
            HttpResponse<String> unforced = post(server, FROZEN);
            assertThat(unforced.statusCode()).isEqualTo(400);
            assertThat(unforced.body()).contains("force: found false, expected true");

            assertThat(post(server, FROZEN + "?force=true").statusCode()).isEqualTo(200);
            assertThat(pushed(server)).containsExactly(AS_SENT, ESCAPED);
            assertThat(get(server, "/api/v1/audit").body())
                    .contains(
                            "otlp.translationStrategy: before underscoreEscapingWithSuffixes, after noTranslation");
            Files.writeString(registry, declared(""));
            await(server, "\"declared\":\"underscoreEscapingWithSuffixes\"");
        }
        try (StoredServer server = start("registry.file=" + registry)) {
            assertThat(get(server, FROZEN).body())
                    .contains("\"otlp.translationStrategy\":\"noTranslation\"");
        }
    }

    @Test
    void apiThatDeclaresAnother_isRefusedUnlessForced() throws Exception {
        Files.writeString(
                registry,
                "tenants: [{name: base}]\n" + credentials.yaml().replace("[shop]", "[base]"));
        String[] sets = {"registry.file=" + registry, "registry.api=true"};
        String tenant = "/admin/v1/tenants/shop";
        try (StoredServer server = start(sets)) {
            assertThat(put(server, tenant, "displayName: Shop").statusCode()).isEqualTo(201);
            String made =
                    put(server, "/admin/v1/credentials/pusher", "{roles: writer, tenants: [shop]}")
                            .body();
            String token = JsonReader.read(made).member("data").member("token").text();
            assertThat(pushAs(server, "Bearer " + token).statusCode()).isEqualTo(200);

            HttpResponse<String> refused = put(server, tenant, NO_TRANSLATION);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .contains(
                            "tenant shop: otlp.translationStrategy: found noTranslation, expected underscoreEscapingWithSuffixes, which is frozen since ")
                    .contains("?force=true");
            assertThat(put(server, tenant, "otlp: {promotedMax: 5}").statusCode())
                    .as("a limit")
                    .isEqualTo(200);
            assertThat(pushAs(server, "Bearer " + token).statusCode()).isEqualTo(200);
            assertThat(names(server)).containsExactly(ESCAPED);

            assertThat(put(server, tenant + "?force=true", NO_TRANSLATION).statusCode())
                    .isEqualTo(200);
            assertThat(pushAs(server, "Bearer " + token).statusCode()).isEqualTo(200);
            assertThat(names(server)).containsExactly(AS_SENT, ESCAPED);
            assertThat(get(server, "/api/v1/audit").body())
                    .contains("before underscoreEscapingWithSuffixes, after noTranslation");
        }
        try (StoredServer server = start(sets)) {
            assertThat(get(server, FROZEN).body())
                    .contains("\"otlp.translationStrategy\":\"noTranslation\"")
                    .endsWith("\"differences\":[]}}");
        }
    }

    private StoredServer start(String... sets) throws Exception {
        return new StoredServer(directory.resolve("data"), new SystemClock(), sets);
    }

    private String declared(String fields) {
        return "tenants:\n  - {name: shop%s}\n%s".formatted(fields, credentials.yaml());
    }

    private SortedSet<String> pushed(StoredServer server) throws Exception {
        assertThat(pushAs(server, credentials.bearer("sender")).statusCode()).isEqualTo(200);
        return names(server);
    }

    private HttpResponse<String> pushAs(StoredServer server, String authorization)
            throws Exception {
        long now = System.currentTimeMillis() + pushed++;
        return send(
                request(server, "/v1/metrics")
                        .header("authorization", authorization)
                        .header("content-type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        """
                                        {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
                                        "scopeMetrics":[{"metrics":[{"name":"queue.length","gauge":{"dataPoints":[{"timeUnixNano":"%d000000","asDouble":1}]}}]}]}]}
                                        """
                                                .formatted(now))));
    }

    private HttpResponse<String> push(StoredServer server, String body) throws Exception {
        return send(
                request(server, "/v1/metrics")
                        .header("authorization", credentials.bearer("sender"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private SortedSet<String> names(StoredServer server) throws Exception {
        HttpResponse<String> answer =
                send(
                        request(server, "/api/v1/series?match%5B%5D=%7Bjob%3D%22shop%22%7D")
                                .header("authorization", credentials.bearer("site"))
                                .header("X-Scope-OrgID", "shop"));
        SortedSet<String> names = new TreeSet<>();
        for (Json series : JsonReader.read(answer.body()).member("data").elements()) {
            names.add(series.member("__name__").text());
        }
        return names;
    }

    private void await(StoredServer server, String text) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!get(server, FROZEN).body().contains(text)) {
            assertThat(System.nanoTime()).as("in force within 20 s").isLessThan(end);
            LockSupport.parkNanos(50_000_000L);
        }
    }

    private HttpResponse<String> get(StoredServer server, String path) throws Exception {
        return credentials.send(request(server, path), "site");
    }

    private HttpResponse<String> post(StoredServer server, String path) throws Exception {
        return credentials.send(request(server, path).POST(BodyPublishers.noBody()), "site");
    }

    private HttpResponse<String> put(StoredServer server, String path, String body)
            throws Exception {
        return credentials.send(request(server, path).PUT(BodyPublishers.ofString(body)), "site");
    }

    private static HttpRequest.Builder request(StoredServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
