package io.tributary.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ToldServer;
import io.tributary.server.HeadOpener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is asked of a server, and what is said of it.
class QuarantineCommandTest {
    private static final String ID = "00000000-0000-4000-8000-000000000001";

    private final ToldServer server = new ToldServer("", "If-Match", "If-None-Match");
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void quarantine_addsOne_andKeepsFieldsThatItDoesNotKnow() {
        shows("{\"name\":\"eu-1\",\"tenant\":\"shop\",\"later\":{\"a\":[1,\"b\"]}}", "api", 7);

        assertThat(run("clusters", "quarantine", "eu-1", "--name", "incident-7")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "quarantine incident-7 of cluster eu-1 is held: what it writes from now on is kept apart, until the quarantine is released or dropped\n");
        assertThat(server.asked())
                .containsExactly(
                        "/admin/v1/clusters/eu-1 null null ",
                        "/admin/v1/clusters/eu-1 \"7\" null {\"name\":\"eu-1\",\"tenant\":\"shop\",\"later\":{\"a\":[1,\"b\"]},\"quarantines\":[{\"name\":\"incident-7\",\"state\":\"held\"}]}");
    }

    @Test
    void quarantine_ofAnAgentKnownByItsCertificate_declaresIt() {
        shows("{\"id\":\"%s\",\"cluster\":\"eu-1\"}".formatted(ID), "enrolment", 0);

        assertThat(run("agents", "quarantine", ID)).isZero();
        assertThat(server.asked().getLast())
                .isEqualTo(
                        "/admin/v1/agents/%s null * {\"id\":\"%s\",\"cluster\":\"eu-1\",\"quarantines\":[{\"name\":\"quarantine-1\",\"state\":\"held\"}]}"
                                .formatted(ID, ID));
    }

    @Test
    void releaseAndDrop_changeTheOneThatIsNamed() {
        shows(
                "{\"name\":\"eu-1\",\"quarantines\":[{\"name\":\"quarantine-1\",\"state\":\"held\",\"note\":\"x\"},{\"name\":\"b\",\"state\":\"held\"}]}",
                "api",
                8);
        assertThat(run("clusters", "release", "eu-1", "quarantine-1")).isZero();
        assertThat(server.asked().getLast())
                .endsWith(
                        "\"quarantines\":[{\"name\":\"quarantine-1\",\"state\":\"released\",\"note\":\"x\"},{\"name\":\"b\",\"state\":\"held\"}]}");
        assertThat(out.toString())
                .isEqualTo(
                        "quarantine quarantine-1 of cluster eu-1 is released: what was kept apart is seen with the rest\n");
        assertThat(run("clusters", "drop", "eu-1", "b", "--output", "json")).isZero();
        assertThat(server.asked().getLast()).endsWith("{\"name\":\"b\",\"state\":\"dropped\"}]}");
        assertThat(out.toString()).startsWith("{\"object\":");
        assertThat(run("clusters", "quarantine", "eu-1")).isZero();
        assertThat(server.asked().getLast())
                .endsWith("{\"name\":\"quarantine-2\",\"state\":\"held\"}]}");
    }

    @Test
    void verbs_thatCannotBe_askForNothing() {
        shows(
                "{\"name\":\"eu-1\",\"quarantines\":[{\"name\":\"a\",\"state\":\"held\"},{\"name\":\"b\",\"state\":\"dropped\"}]}",
                "api",
                8);
        assertThat(run("clusters", "release", "eu-1", "c")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("tributary: cluster eu-1 has no quarantine c; it has a, b\n");
        assertThat(run("clusters", "drop", "eu-1", "b")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("tributary: quarantine b of cluster eu-1 is dropped already\n");
        assertThat(run("clusters", "quarantine", "eu-1", "--name", "b")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "tributary: quarantine b of cluster eu-1 is dropped already: name another with --name\n");
        shows("{\"name\":\"eu-1\"}", "api", 8);
        assertThat(run("clusters", "release", "eu-1", "c")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("tributary: cluster eu-1 has no quarantine c: it has none\n");
        assertThat(server.asked()).noneMatch(asked -> asked.contains("{"));
        assertThat(run("clusters", "release", "eu-1")).isEqualTo(2);
    }

    private void shows(String object, String source, long version) {
        server.answers(
                "{\"status\":\"success\",\"data\":{\"object\":%s,\"source\":\"%s\",\"version\":%d}}"
                        .formatted(object, source, version));
    }

    private int run(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", server.url()));
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)), all);
    }
}
