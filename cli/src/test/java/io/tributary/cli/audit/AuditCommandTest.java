package io.tributary.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.line.Console;
import io.tributary.cli.line.Program;
import io.tributary.cli.line.ToldServer;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The command against a server that answers what it is told to: the lines that are specified.
class AuditCommandTest {
    private static final long NOW = 1_790_003_600_000L;
    private static final String END =
            "{\"type\":\"end\",\"lines\":%d,\"damaged\":%d,\"more\":%s}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ToldServer server = new ToldServer(END.formatted(0, 0, false));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void audit_asksForTheLastHour() {
        assertThat(run()).isZero();
        assertThat(server.asked())
                .containsExactly("/api/v1/audit start=1790000000.000&end=1790003600.000");
        assertThat(out.toString()).isEqualTo("nothing in this time\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void audit_withOptions_asksForThem() {
        assertThat(
                        run(
                                "--since",
                                "30m",
                                "--kind",
                                "conflict",
                                "--kind",
                                "late",
                                "--tenant",
                                "team-a",
                                "--principal",
                                "edge",
                                "--series",
                                "{job=\"x\"}",
                                "--limit",
                                "5",
                                "--oldest-first"))
                .isZero();
        assertThat(run("--start", "100", "--end", "200.5")).isZero();
        assertThat(server.asked())
                .containsExactly(
                        "/api/v1/audit start=1790001800.000&end=1790003600.000&kind=conflict&kind=late&tenant=team-a&principal=edge&series={job=\"x\"}&limit=5&order=oldest",
                        "/api/v1/audit start=100.000&end=200.500");
    }

    @Test
    void audit_json_isTheLinesAsTheyCame() throws IOException {
        String lines = specified();
        server.answers(lines + END.formatted(8, 0, false));
        assertThat(run("--output", "json")).isZero();
        assertThat(out.toString()).isEqualTo(lines);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void audit_table_isARowALine() throws IOException {
        String text = new AuditTable(ZoneOffset.UTC).text(specified().lines().skip(1).toList());
        assertThat(text)
                .isEqualTo(
                        """
                        TIME                     KIND                    WHO     TENANT  CLUSTER       FROM  WHAT
                        2026-09-21 14:13:20.001  conflict                edge-7  team-a  west      10.0.0.7  up{job="node"} at 2026-09-21 14:13:19.000: kept 1, offered histogram
                        2026-09-21 14:13:20.002  late                    edge-7  team-a  west      10.0.0.7  up{job="node"} at 2026-09-21 14:11:40.000 to 2026-09-21 14:12:40.000, 5 samples
                        2026-09-21 14:13:20.003  authentication_failure                           192.0.2.1  unknown_token: no credential has this token
                        2026-09-21 14:13:30.000  conflict                edge-7  team-a  west                4096 since 2026-09-21 14:13:20.000
                        2026-09-21 14:13:30.000  denial                                                      17 since 2026-09-21 14:13:20.000, of all others together
                        2026-09-21 14:13:30.001  deleted                                                     audit-00000001.jsonl, of 2026-09-20 10:26:40.000 to 2026-09-21 14:13:19.000, for its bytes
                        2026-09-21 14:13:30.002  torn                                                        a line of audit-00000002.jsonl was not ended: 41 bytes of it are there
                        """);
    }

    @Test
    void audit_valuesThatReadAlike_areShownWithTheirBits() throws IOException {
        String line =
                "{\"type\":\"event\",\"time\":0,\"kind\":\"conflict\",\"series\":{\"__name__\":\"m\\u001b[2J\"},\"seriesCut\":true,\"t\":0,"
                        + "\"kept\":\"7ff8000000000001\",\"keptValue\":\"NaN\",\"offered\":\"7ff8000000000000\",\"offeredValue\":\"NaN\"}";
        assertThat(new AuditTable(ZoneOffset.UTC).text(List.of(line)))
                .contains("m\uFFFD[2J… at 1970-01-01 00:00:00.000: ")
                .contains("kept NaN (7ff8000000000001), offered NaN (7ff8000000000000)");
    }

    @Test
    void audit_damagedOrMore_isSaid() {
        server.answers(END.formatted(0, 3, true));
        assertThat(run()).isZero();
        assertThat(err.toString())
                .isEqualTo(
                        """
                        warning: 3 lines could not be read
                        warning: there are more than these 0 lines: --limit shows more
                        """);
    }

    @Test
    void audit_refusedByTheServer_is1WithItsText() {
        server.answers(
                403,
                "{\"status\":\"error\",\"errorType\":\"forbidden\",\"error\":\"not\\u001byours\"}");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("tributary: 403: not\uFFFDyours\n");
        server.answers(502, "bad gateway\n");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).endsWith("tributary: 502: bad gateway\n");
    }

    @Test
    void audit_answerThatIsCutOff_is1() throws IOException {
        server.answers(specified());
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("is cut off");
        server.answers("<html>");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("tells of no audit stream");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void audit_wrongUsage_is2() {
        assertThat(run("--since", "soon")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--since: found \"soon\", expected a duration");
        assertThat(run("--start", "soon")).isEqualTo(2);
        assertThat(run("--start", "1", "--since", "1h")).isEqualTo(2);
        assertThat(run("--start", "2", "--end", "1")).isEqualTo(2);
        assertThat(run("--output", "xml")).isEqualTo(2);
        assertThat(server.asked()).isEmpty();
    }

    /// The lines of the specification.
    private static String specified() throws IOException {
        Path spec = Path.of("..", "gateway", "docs", "audit.md");
        return Files.readString(spec).split("```audit\n", -1)[1].split("```", -1)[0];
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", server.url()));
        Program program = new Program("tributary", "", List.of(new AuditCommand(new FixedClock())));
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return program.execute(console, all);
    }

    private static final class FixedClock implements Clock {
        @Override
        public long wallMillis() {
            return NOW;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    }
}
