package io.tributary.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.server.HeadOpener;
import io.tributary.server.StoredServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command from an Influx that can be made to fail to a real server.
class InfluxCommandTest {
    private static final long START_MILLIS = 1_577_836_800_000L;
    private static final long NANOS = 1_000_000;
    private static final long MINUTE = 60_000;

    private final FakeInflux influx = new FakeInflux();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir private Path directory;
    private StoredServer server;
    private Path state;

    @BeforeEach
    void start() throws Exception {
        server = new StoredServer(directory.resolve("data"));
        state = directory.resolve("state");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        influx.close();
    }

    @Test
    void run_numbersOfEachKind_areThereAndTextIsLeftOut() throws Exception {
        influx.add("m", "a", "f", "float", START_MILLIS * NANOS, "1.5e+21");
        influx.add("m", "a", "i", "integer", START_MILLIS * NANOS, "9007199254740993");
        influx.add("m", "a", "t", "boolean", START_MILLIS * NANOS, "true");
        influx.add("m", "a", "s", "string", START_MILLIS * NANOS, "\"x\"");

        assertThat(run()).as(err::toString).isZero();

        assertThat(out.toString())
                .containsSubsequence(
                        "m            f      float         1     1        0     1       1         0        0     1",
                        "m            i      integer       1     1        0     1       1         0        0     1",
                        "m            s      string        1     0        0     0       0         0        0     0",
                        "m            t      boolean       1     1        0     1       1         0        0     1",
                        "3 samples stored, 0 were there before",
                        "1 values are text, and left out",
                        "all counts agree");
        assertThat(value("m_f")).isEqualTo("1.5e+21");
        assertThat(value("m_i")).isEqualTo("9007199254740992");
        assertThat(value("m_t")).isEqualTo("1");
        assertThat(value("m_f{db=\"d\",host=\"a\",none=\"\"}")).isNotEmpty();
    }

    @Test
    void run_pointsWithinAMillisecondAndConflicts_areExplained() throws Exception {
        influx.add("m", "a", "f", "float", START_MILLIS * NANOS, "1");
        influx.add("m", "a", "f", "float", START_MILLIS * NANOS + 5, "2");
        influx.add("m", "b", "f", "float", START_MILLIS * NANOS + 5, "3");
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("1 points have the millisecond of one before, and are left out");
        Files.delete(state);
        influx.points.removeFirst();

        assertThat(run()).as("another value is there").isZero();

        assertThat(out.toString())
                .containsSubsequence("0 samples stored, 1 were there", "1 refused: conflict")
                .contains("all counts agree");
        assertThat(err.toString()).contains("tributary: f of m: 1 sample refused (conflict=1)");
    }

    /// As after a time in which everything was written to both: what both have is repeated.
    @Test
    void run_beforeLiveDataThatIsThere_bringsTheRest() throws Exception {
        long now = System.currentTimeMillis() / MINUTE * MINUTE;
        StringBuilder live = new StringBuilder();
        for (int i = 20; i > 0; i--) {
            long millis = now - i * MINUTE;
            influx.add("m", "a", "f", "float", millis * NANOS, Integer.toString(i));
            if (i <= 10) {
                live.append("m,host=a f=").append(i).append(' ').append(millis).append("000000\n");
            }
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest write =
                    HttpRequest.newBuilder(URI.create(server.url() + "/write?db=d"))
                            .POST(BodyPublishers.ofString(live.toString()))
                            .build();
            assertThat(client.send(write, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
        }

        assertThat(run()).as(out::toString).isZero();

        assertThat(out.toString())
                .contains("10 samples stored, 10 were there before")
                .contains("all counts agree");
    }

    @Test
    void run_brokenOffAndBegunAgain_goesOnWhereItWas() throws Exception {
        fill(2_000);
        influx.pieces.set(25);
        assertThat(run("--batch-lines", "300")).isEqualTo(1);
        assertThat(err.toString()).contains("the answer broke off");
        String kept = Files.readString(state);
        int lines = kept.split("\n").length;
        assertThat(lines).isGreaterThan(3);
        assertThat(kept).doesNotContain("\"done\":true");
        Files.writeString(state, kept + "{\"measurement\":\"m\",\"fie");
        influx.pieces.set(Integer.MAX_VALUE);

        assertThat(run("--batch-lines", "300")).as(err::toString).isZero();

        assertThat(Files.readString(state)).startsWith(kept);
        assertThat(out.toString()).contains("4000 samples stored, 0 were there before");
    }

    @Test
    void run_whereInfluxChangedMeanwhile_saysToBeginAnew() throws Exception {
        fill(2_000);
        influx.pieces.set(25);
        assertThat(run("--batch-lines", "300")).isEqualTo(1);
        influx.pieces.set(Integer.MAX_VALUE);
        long between = (START_MILLIS + MINUTE / 2) * NANOS;
        influx.points.add(
                2, new FakeInflux.Point("m", Map.of("host", "a"), "f", "float", between, "7"));

        assertThat(run("--batch-lines", "300")).isEqualTo(1);

        assertThat(err.toString())
                .contains("f of m changed in Influx since it was imported up to {host=");
        Files.delete(state);
        assertThat(run()).as(err::toString).isZero();
        assertThat(out.toString()).contains("1 refused: crowded").contains("all counts agree");
    }

    @Test
    void run_samplesThatAreNotThere_areUnexplained() throws Exception {
        fill(10);
        assertThat(run()).isZero();
        influx.add("m", "a", "f", "float", (START_MILLIS + 10 * MINUTE) * NANOS, "1");

        assertThat(run()).as("a point that came after its column was done").isEqualTo(1);

        assertThat(out.toString())
                .contains("UNEXPLAINED f of m: Influx has 21 points, 20 were read");
    }

    @Test
    void run_stateOfAnotherImport_isRefused() throws Exception {
        fill(1);
        assertThat(run()).isZero();
        assertThat(run("--tenant", "other")).isEqualTo(1);
        assertThat(err.toString()).contains("is of another import: found {\"from\"");
        Files.writeString(state, Files.readString(state) + "{}\n");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("is damaged: line 4");
    }

    @Test
    void run_dryRun_countsAndBringsNothing() throws Exception {
        fill(10);
        assertThat(run("--dry-run")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        MEASUREMENT  FIELD  KIND   POINTS
                        m            f      float      20
                        """);
        assertThat(state).doesNotExist();
    }

    @Test
    void run_betweenTimes_bringsNoOthers() throws Exception {
        fill(10);
        assertThat(
                        run(
                                "--start",
                                Long.toString((START_MILLIS + MINUTE) / 1_000),
                                "--end",
                                Long.toString((START_MILLIS + 3 * MINUTE) / 1_000),
                                "--rate",
                                "100000"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).contains("4 samples stored, 0 were there before");
    }

    @Test
    void run_measurementsThatAreNamed_areAllThatIsBrought() throws Exception {
        influx.add("a", "x", "f", "float", START_MILLIS * NANOS, "1");
        influx.add("b", "x", "f", "float", START_MILLIS * NANOS, "2");
        assertThat(run("--measurement", "b")).isZero();
        assertThat(out.toString()).contains("1 samples stored").doesNotContain("a  ");
        assertThat(value("a_f")).isEmpty();
    }

    @Test
    void run_wrongly_saysWhatIsWrong() {
        assertThat(command("--from", "influx", "--database", "d", "--state", "s")).isEqualTo(2);
        assertThat(err.toString()).contains("--from: expected http://HOST:PORT, found influx");
        assertThat(run("--rate", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--rate: found \"0\", expected a whole number from 1");
        assertThat(run("--user", "u")).isEqualTo(2);
        assertThat(err.toString()).contains("--user and --password-file go together");
        assertThat(run("--retention-policy", "none")).isEqualTo(1);
        assertThat(err.toString()).contains("has no retention policy none, but [autogen, long]");
        assertThat(command("--from", influx.url(), "--database", "d")).isEqualTo(2);
        assertThat(err.toString()).contains("--state FILE is missing");
    }

    @Test
    void run_passwordFile_isReadHoweverItsPathIsSpelt() throws Exception {
        Files.writeString(directory.resolve("password"), "secret\n");

        assertThat(run("--user", "u", "--password-file", directory + "//password")).isZero();

        assertThat(influx.credentials)
                .isNotEmpty()
                .allMatch(("Basic " + base64("u:secret"))::equals);
    }

    @Test
    void run_passwordFileWithoutAPassword_asksNobody() throws Exception {
        Path empty = Files.writeString(directory.resolve("password"), "\n");

        assertThat(run("--user", "u", "--password-file", empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("--password-file: found no password in " + empty);
        assertThat(run("--user", "u", "--password-file", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("cannot read the file " + directory);
        assertThat(influx.asked).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Two series of so many points, one a minute.
    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            for (String host : List.of("a", "b")) {
                long nanos = (START_MILLIS + i * MINUTE) * NANOS;
                influx.add("m", host, "f", "float", nanos, Integer.toString(i));
            }
        }
    }

    private String value(String selector) throws Exception {
        try (StoredServer.Connection connection = server.connect()) {
            String answer =
                    connection
                            .post(
                                    "/api/v1/query",
                                    "anonymous",
                                    "time="
                                            + START_MILLIS / 1_000
                                            + "&query="
                                            + URLEncoder.encode(selector, StandardCharsets.UTF_8))
                            .body();
            int end = answer.indexOf("\"]}");
            return end < 0 ? "" : answer.substring(answer.lastIndexOf('"', end - 1) + 1, end);
        }
    }

    private int run(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "--from",
                                influx.url(),
                                "--database",
                                "d",
                                "--url",
                                server.url(),
                                "--state",
                                state.toString()));
        words.addAll(List.of(more));
        return command(words.toArray(String[]::new));
    }

    private int command(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("import", "influx"));
        all.addAll(List.of(words));
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return Tributary.program(new HeadOpener(), Map.of()).execute(console, all);
    }
}
