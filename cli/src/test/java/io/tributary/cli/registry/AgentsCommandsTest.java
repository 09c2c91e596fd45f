package io.tributary.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.HeadOpener;
import io.tributary.server.StoredServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent from its enrolment to its revocation and back, by commands alone.
class AgentsCommandsTest {
    @TempDir private Path directory;

    private StoredServer server;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private List<String> asAdmin = List.of();

    @BeforeEach
    void start() throws Exception {
        Path data = directory.resolve("data");
        server = new StoredServer(data, new SystemClock(), "registry.api=true", "ca.enabled=true");
        asAdmin =
                List.of(
                        "--url",
                        server.url().replace("http://127.0.0.1", "https://localhost"),
                        "--ca-file",
                        data.resolve("registry/ca.crt").toString(),
                        "--token-file",
                        data.resolve("registry/admin-token").toString());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void agents_enrolledRevokedActivated_areShown() {
        ok("tenants", "create", "shop");
        ok("clusters", "create", "eu-1", "tenant=shop");
        ok("agents", "ls");
        assertThat(out.toString()).isEqualTo("none\n");

        ok("clusters", "enroll", "eu-1");
        List<String> join = new ArrayList<>(List.of(out.toString().strip().split(" ", -1)));
        assertThat(join.removeFirst()).isEqualTo("tributary");
        join.addAll(List.of("--dir", directory.resolve("agent").toString()));
        assertThat(runAsItIs(join)).as(err.toString()).isZero();
        String id = out.toString().split(" ", -1)[1];

        String time = "20\\S+Z";
        ok("agents", "ls");
        assertThat(out.toString())
                .startsWith("ID ")
                .containsPattern(
                        "\n%s  eu-1     shop    active  %s +%s +%s  enrolment\n"
                                .formatted(id, time, time, time));
        ok("agents", "revoke", id);
        assertThat(out.toString())
                .startsWith("FIELD          VALUE\nid             " + id + "\n")
                .contains("\nstate          revoked\n", "\n(state)        revoked\n");
        ok("agents", "ls", "--tenant", "shop");
        assertThat(out.toString()).containsPattern(id + "  eu-1 +shop +revoked .*  api\n");
        List<String> renew = List.of("agent", "renew", "--dir", directory.resolve("agent") + "");
        assertThat(runAsItIs(renew)).isEqualTo(1);
        assertThat(err.toString()).contains("403: the agent is revoked");

        ok("agents", "activate", id);
        assertThat(runAsItIs(renew)).as(err.toString()).isZero();
        ok("agents", "show", id, "--output", "json");
        assertThat(out.toString())
                .contains("\"state\":\"active\",\"tenants\":[\"shop\"],\"certificate\":{");
        ok("agents", "history");
        assertThat(out.toString()).contains("change  agent  " + id + "  state\n");
        ok("agents", "rm", id);
        ok("agents", "show", id);
        assertThat(out.toString()).contains("(source)       enrolment\n");
        assertThat(run("agents", "show", "nobody")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("tributary: 404: agent nobody is not registered\n");
    }

    private void ok(String... words) {
        assertThat(run(words)).as(err.toString()).isZero();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(asAdmin);
        return runAsItIs(all);
    }

    private int runAsItIs(List<String> words) {
        out = new StringWriter();
        err = new StringWriter();
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(
                        new Console(new PrintWriter(out, true), new PrintWriter(err, true)), words);
    }
}
