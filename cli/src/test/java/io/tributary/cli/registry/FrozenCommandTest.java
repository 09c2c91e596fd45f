package io.tributary.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.HeadOpener;
import io.tributary.server.StoredServer;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tributary tenants frozen`, and `--force` of what changes tenants.
class FrozenCommandTest {
    private static final String BOTH = "otlp.translationStrategy=noTranslation";

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @Test
    void frozen_isShownAndForced() throws Exception {
        Path data = directory.resolve("data");
        try (StoredServer server = new StoredServer(data, new SystemClock(), "registry.api=true")) {
            String admin = data.resolve("registry/admin-token").toString();
            String token = made(server, admin);
            assertThat(run(server, admin, "tenants", "frozen", "shop")).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("tributary: 404: tenant shop has stored no point");
            push(server, token);

            assertThat(run(server, admin, "tenants", "frozen", "shop")).isZero();
            assertThat(out.toString())
                    .startsWith("frozen since 20")
                    .containsPattern("SETTING +FROZEN +DECLARED OTHERWISE +SOURCE\n")
                    .containsPattern("otlp.translationStrategy +underscoreEscapingWithSuffixes\n");
        }
    }

    @Test
    void set_andApply_needForce() throws Exception {
        try (StoredServer server = start()) {
            String admin = token();
            push(server, made(server, admin));
            assertThat(run(server, admin, "tenants", "set", "shop", BOTH)).isEqualTo(1);
            assertThat(err.toString()).contains("which is frozen since").contains("--force");
            Path file =
                    Files.writeString(
                            directory.resolve("r.yaml"),
                            "tenants: [{name: shop, otlp: {promoteScopeMetadata: true}}]");
            assertThat(run(server, admin, "registry", "apply", file.toString())).isEqualTo(1);
            assertThat(err.toString()).contains("otlp.promoteScopeMetadata: found true");

            assertThat(run(server, admin, "tenants", "set", "shop", BOTH, "--force")).isZero();
            assertThat(run(server, admin, "tenants", "frozen", "shop")).isZero();
            assertThat(out.toString()).containsPattern("otlp.translationStrategy +noTranslation\n");
            assertThat(run(server, admin, "registry", "apply", file.toString(), "--force"))
                    .isZero();
            assertThat(run(server, admin, "tenants", "frozen", "shop", "--output", "json"))
                    .isZero();
            assertThat(out.toString())
                    .contains("\"otlp.promoteScopeMetadata\":\"true\"")
                    .endsWith("\"differences\":[]}\n");
        }
    }

    @Test
    void frozen_serverDeclaresAnother_isShownAndForced() throws Exception {
        try (StoredServer server = start()) {
            push(server, made(server, token()));
        }
        try (StoredServer other = start("otlp.promoteAllResourceAttributes=true")) {
            String admin = token();
            assertThat(run(other, admin, "tenants", "frozen", "shop")).isZero();
            assertThat(out.toString())
                    .containsPattern("otlp.promoteAllResourceAttributes +false +true +--set\n");
            assertThat(run(other, admin, "tenants", "frozen", "shop", "--force")).isZero();
            assertThat(out.toString())
                    .containsPattern("SETTING +BEFORE +AFTER\n")
                    .containsPattern("otlp.promoteAllResourceAttributes +false +true\n");
            assertThat(run(other, admin, "tenants", "frozen", "shop", "--force")).isZero();
            assertThat(out.toString()).isEqualTo("nothing to change\n");
        }
    }

    private StoredServer start(String... more) throws Exception {
        List<String> sets = new ArrayList<>(List.of("registry.api=true"));
        sets.addAll(List.of(more));
        return new StoredServer(
                directory.resolve("data"), new SystemClock(), sets.toArray(String[]::new));
    }

    private String token() {
        return directory.resolve("data/registry/admin-token").toString();
    }

    /// Makes a tenant, and a writer of it; its token.
    private String made(StoredServer server, String admin) {
        assertThat(run(server, admin, "tenants", "create", "shop")).isZero();
        assertThat(
                        run(
                                server,
                                admin,
                                "credentials",
                                "create",
                                "app",
                                "roles=writer",
                                "tenants=shop"))
                .isZero();
        return out.toString().strip();
    }

    private static void push(StoredServer server, String token) throws Exception {
        String body =
                """
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{"timeUnixNano":"%d000000","asDouble":1}]}}]}]}]}
                """
                        .formatted(System.currentTimeMillis());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest push =
                    HttpRequest.newBuilder(URI.create(server.url() + "/v1/metrics"))
                            .header("authorization", "Bearer " + token)
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build();
            assertThat(client.send(push, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    private int run(StoredServer server, String admin, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", server.url(), "--token-file", admin));
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)), all);
    }
}
