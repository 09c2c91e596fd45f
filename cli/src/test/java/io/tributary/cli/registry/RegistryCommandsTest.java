package io.tributary.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.HeadOpener;
import io.tributary.server.StoredServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against a real server.
class RegistryCommandsTest {
    @TempDir private Path directory;

    private StoredServer server;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private String tokenFile = "";

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(directory.resolve("r.yaml"), "tenants:\n  - name: of-file\n");
        Path data = directory.resolve("data");
        server =
                new StoredServer(
                        data, new SystemClock(), "registry.api=true", "registry.file=" + file);
        tokenFile = data.resolve("registry/admin-token").toString();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void tenants_lifeOfOne_isShownAsTables() {
        ok("tenants", "create", "shop", "displayName=The shop", "aliases=[store, boutique]");
        ok("tenants", "set", "shop", "limits.max_label_names_per_series=40", "aliases=");
        assertThat(out.toString())
                .isEqualTo(
                        """
                        FIELD        VALUE
                        name         shop
                        displayName  The shop
                        limits       max_label_names_per_series=40
                        (source)     api
                        (version)    2
                        """);
        ok("tenants", "ls");
        assertThat(out.toString())
                .startsWith("NAME     DISPLAY NAME  ALIASES  VIEW OF  SOURCE\nof-file ")
                .contains("r.yaml:2:5\nshop     The shop                        api\n");
        ok("tenants", "show", "shop", "--output", "json");
        assertThat(out.toString())
                .isEqualTo(
                        "{\"object\":{\"name\":\"shop\",\"displayName\":\"The shop\",\"limits\":{\"max_label_names_per_series\":40}},\"source\":\"api\",\"version\":2}\n");
        ok("tenants", "history", "--name", "shop");
        assertThat(out.toString())
                .containsPattern(
                        "2  20\\S+Z  admin token  127.0.0.1  change  tenant  shop  aliases,limits\n");
        ok("tenants", "rm", "shop");
        assertThat(out.toString()).isEqualTo("ACTION  KIND    NAME\ndelete  tenant  shop\n");
        assertThat(run("tenants", "show", "shop")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("tributary: 404: tenant shop is not registered\n");
        assertThat(run("tenants", "set", "of-file", "displayName=x")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("tributary: 409: tenant of-file is declared in a file");
        assertThat(run("tenants", "create", "of-file")).isEqualTo(1);
    }

    @Test
    void credentials_token_isPrintedOnceAndRevokedAtOnce() throws Exception {
        ok("tenants", "create", "shop");
        ok("clusters", "create", "eu-1", "tenant=shop", "labels={region: eu}");
        ok("clusters", "ls", "--tenant", "shop");
        assertThat(out.toString())
                .isEqualTo(
                        "NAME  TENANT  LAST SAMPLE  STATE  LABELS     ADDRESSES  SOURCE\neu-1  shop    never        sends  region=eu             api\n");
        ok("credentials", "create", "boss", "roles=platform-admin");
        String first = out.toString().strip();
        assertThat(AccessToken.parse(first)).isNotNull();
        assertThat(err.toString()).contains("is not shown again").doesNotContain(first);
        ok("credentials", "ls");
        assertThat(out.toString())
                .contains("boss  platform-admin       token           active  api");

        Path own = Files.writeString(directory.resolve("own"), first);
        String before = tokenFile;
        tokenFile = own.toString();
        ok("clusters", "ls");
        ok("credentials", "rotate", "boss");
        String second = out.toString().strip();
        assertThat(run("clusters", "ls")).isEqualTo(1);
        assertThat(err.toString()).startsWith("tributary: 401: ");
        Files.writeString(own, second);
        ok("credentials", "disable", "boss");
        assertThat(run("clusters", "ls")).isEqualTo(1);
        tokenFile = before;
        ok("credentials", "ls", "--output", "json");
        assertThat(out.toString()).contains("\"disabled\":true").doesNotContain("$argon2id");
    }

    @Test
    void registry_apply_isAllOrNothing() throws Exception {
        Path good =
                Files.writeString(
                        directory.resolve("good.yaml"),
                        """
                        tenants: [{name: shop}]
                        clusters: [{name: eu-1, tenant: shop}]
                        credentials: [{name: w, roles: writer, cluster: eu-1}]
                        """);
        ok("registry", "apply", good.toString(), "--dry-run");
        assertThat(err.toString()).contains("create  cluster     eu-1\n");
        assertThat(out.toString()).isEmpty();
        ok("registry", "apply", good.toString());
        assertThat(out.toString()).startsWith("w trb_");
        ok("registry", "apply", good.toString());
        assertThat(err.toString()).isEqualTo("nothing to change\n");
        Path bad =
                Files.writeString(
                        directory.resolve("bad.yaml"),
                        "tenants: [{name: bank}]\nclusters: [{name: x, tenant: nobody}]\n");
        assertThat(run("registry", "apply", bad.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("tributary: 400: api: x: its tenant nobody is not registered\n");
        assertThat(run("tenants", "show", "bank")).isEqualTo(1);
        assertThat(run("tenants", "create", "x", "nonsense")).isEqualTo(2);
        assertThat(run("tenants", "ls", "--output", "csv")).isEqualTo(2);
    }

    private void ok(String... words) {
        assertThat(run(words)).as(err.toString()).isZero();
    }

    private int run(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", server.url(), "--token-file", tokenFile));
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)), all);
    }
}
