package io.tributary.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tributary tenants explain`, asked of a server.
class ExplainCommandTest {
    private static final String OBJECTS =
            """
            tenants:
              - name: shop
                relabel: [{regex: junk, action: labeldrop}, {regex: x, action: labeldrop}]
              - {name: bank, limits: {max_label_value_length: 4}}
            clusters:
              - name: eu-1
                tenant: shop
                quarantines: [{name: q-1, state: held}]
                routing: {labels: [team], take: all, tenants: [bank], tenantPrefixes: [team-], unknown: drop, replicate: [bank], remove: true}
              - {name: eu-2, tenant: shop}
            """;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @Test
    void explain_ofASender_isToldStepByStep() throws Exception {
        try (StoredServer server = start()) {
            String admin = token();
            String series = "up{team=\"shop\",junk=\"1\",cluster=\"x\",pod=\"web-1\"}";

            assertThat(run(server, "--cluster", "eu-1", series, "--token-file", admin)).isZero();
            assertThat(out.toString())
                    .isEqualTo(
                            """
                            sender    eu-1, of cluster eu-1; roles writer; granted tenants shop
                            routing   by labels team, take all
                                      allow-list: team-*, bank
                                      default shop; copies to bank; unknown: drop; missing: default
                                      label team names shop: granted
                            tenant    shop, kept apart in quarantine q-1
                                      removed: team="shop"
                                      relabel rule 1 of the tenant (labeldrop): up{cluster="x", pod="web-1"}
                                      relabel rule 2 of the tenant (labeldrop): no change
                                      stamped: cluster="eu-1", the sender said "x"
                            stored    up{cluster="eu-1", pod="web-1"}
                            tenant    bank, kept apart in quarantine q-1
                            refused   400 label_value_too_long: value of label "pod" has 5 bytes, at most 4 are allowed (limits.max_label_value_length): "web-1"
                            """);
        }
    }

    @Test
    void explain_ofSendersWithoutRouting_andErrs() throws Exception {
        try (StoredServer server = start()) {
            String admin = token();
            assertThat(run(server, "--cluster", "eu-2", "up", "--token-file", admin)).isZero();
            assertThat(out.toString())
                    .contains("\nrouting   none: all goes to shop\n")
                    .endsWith("\nstored    up{cluster=\"eu-2\"}\n");
            assertThat(
                            run(
                                    server,
                                    "--cluster",
                                    "eu-2",
                                    "--tenant",
                                    "bank",
                                    "up",
                                    "--token-file",
                                    admin))
                    .isZero();
            assertThat(out.toString())
                    .endsWith("\nrefused   403 tenant: eu-2 may not use tenant bank\n");
            assertThat(
                            run(
                                    server,
                                    "--cluster",
                                    "eu-2",
                                    "up",
                                    "--output",
                                    "json",
                                    "--token-file",
                                    admin))
                    .isZero();
            assertThat(out.toString())
                    .startsWith("{\"sender\":{\"name\":\"eu-2\"")
                    .endsWith("\"labels\":{\"__name__\":\"up\",\"cluster\":\"eu-2\"}}]}\n");
            assertThat(run(server, "--principal", "x", "up{", "--token-file", admin)).isEqualTo(1);
            assertThat(err.toString()).contains("400: invalid parameter").contains("parse error");
            assertThat(run(server, "--principal", "x", "up", "--token-file", admin)).isEqualTo(1);
            assertThat(err.toString()).startsWith("tributary: 404: x is no credential");
            assertThat(run(server, "--principal", "x", "--cluster", "y", "up")).isEqualTo(2);
        }
    }

    private StoredServer start() throws Exception {
        Path file = Files.writeString(directory.resolve("r.yaml"), OBJECTS);
        return new StoredServer(
                directory.resolve("data"),
                new SystemClock(),
                "registry.api=true",
                "registry.file=" + file);
    }

    private String token() {
        return directory.resolve("data/registry/admin-token").toString();
    }

    private int run(StoredServer server, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("tenants", "explain"));
        all.addAll(List.of(words));
        all.addAll(List.of("--url", server.url()));
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)), all);
    }
}
