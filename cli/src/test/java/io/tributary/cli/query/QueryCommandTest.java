package io.tributary.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.Program;
import io.tributary.cli.line.ToldServer;
import io.tributary.server.HeadOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The command against a server that answers what it is told to.
class QueryCommandTest {
    private static final String DATA =
            "{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":\"a\"},\"value\":[1,\"2\"]}]}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ToldServer server =
            new ToldServer("{\"status\":\"success\",\"data\":" + DATA + "}", "X-Scope-OrgID");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void query_instant_isAskedAndShown() {
        assertThat(run("sum(up)", "--tenant", "team-a", "--time", "12.5", "--timeout", "5s"))
                .isZero();
        assertThat(server.asked())
                .containsExactly("/api/v1/query team-a query=sum(up)&timeout=5.000&time=12.500");
        assertThat(out.toString()).isEqualTo("job  VALUE\na        2\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void query_range_isAsked() {
        server.answers(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]},\"warnings\":[\"cut\"]}");

        assertThat(run("up", "--range", "100..200", "--step", "10s")).isZero();
        assertThat(server.asked())
                .containsExactly(
                        "/api/v1/query_range null query=up&timeout=30.000&start=100.000&end=200.000&step=10.000");
        assertThat(out.toString()).isEqualTo("no series\n");
        assertThat(err.toString()).isEqualTo("warning: cut\n");
    }

    @Test
    void query_json_isTheDataAsItCame() {
        assertThat(run("up", "--output", "json")).isZero();
        assertThat(out.toString()).isEqualTo(DATA + "\n");
    }

    @Test
    void explain_isAskedAndShownAsATree() {
        String plan =
                "{\"name\":\"sum by (job)\",\"kind\":\"barrier\",\"steps\":11,\"ahead\":true,\"inputs\":["
                        + "{\"name\":\"up\\u001b[0m\",\"kind\":\"stream\",\"steps\":1,\"ahead\":false,\"series\":1,\"bytes\":80,"
                        + "\"selects\":{\"matchers\":\"{__name__=\\\"up\\\"}\",\"after\":100.500,\"to\":200,\"series\":3,\"counted\":false,\"readers\":2},\"inputs\":[]},"
                        + "{\"name\":\"m\",\"kind\":\"stream\",\"steps\":1,\"ahead\":false,\"series\":1,\"bytes\":1,"
                        + "\"selects\":{\"matchers\":\"{}\",\"after\":1,\"to\":2,\"series\":2,\"counted\":true,\"readers\":1},\"inputs\":[]}],"
                        + "\"memory\":{\"limitBytes\":5000,\"selectedBytes\":700,\"neededBytes\":9000,\"atLeast\":true,\"slices\":3}}";
        server.answers("{\"status\":\"success\",\"data\":" + plan + "}");

        assertThat(run("explain", "sum(up)", "--range", "100..200", "--step", "10s")).isZero();
        assertThat(server.asked())
                .containsExactly(
                        "/api/v1/queries/explain null query=sum(up)&timeout=30.000&start=100.000&end=200.000&step=10.000");
        assertThat(out.toString())
                .isEqualTo(
                        """
                        sum by (job): barrier, 11 steps, series known from samples only, ahead
                          up\uFFFD[0m: stream, 1 step, 1 series, 80 bytes
                            selects {__name__="up"}: 3 series, samples after 1970-01-01T00:01:40.500Z up to 1970-01-01T00:03:20Z, read once for 2
                          m: stream, 1 step, 1 series, 1 byte
                            selects {}: 2 groups, counted from the index without samples
                        estimated memory: at least 9000 bytes of 5000, 700 of them for the series selected; in 3 slices of steps
                        """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void explain_memory_saysHowTheQueryWouldRun() {
        for (var how : Map.of("0", "it would be refused", "1", "all steps at once").entrySet()) {
            server.answers(
                    "{\"status\":\"success\",\"data\":{\"name\":\"1\",\"kind\":\"stream\",\"steps\":1,\"ahead\":false,\"series\":1,\"bytes\":80,\"inputs\":[],"
                            + "\"memory\":{\"limitBytes\":9,\"selectedBytes\":0,\"neededBytes\":1,\"atLeast\":false,\"slices\":%s}}}"
                                    .formatted(how.getKey()));

            assertThat(run("explain", "1")).isZero();
            assertThat(out.toString())
                    .endsWith(
                            "estimated memory: 1 byte of 9, 0 of them for the series selected; %s\n"
                                    .formatted(how.getValue()));
        }
    }

    @Test
    void explain_json_isTheDataAsItCame_andOtherFormsAreWrongUsage() {
        assertThat(run("explain", "up", "--output", "json")).isZero();
        assertThat(out.toString()).isEqualTo(DATA + "\n");
        assertThat(run("explain", "up", "--output", "plot")).isEqualTo(2);
        assertThat(run("describe", "up")).isEqualTo(2);
        assertThat(err.toString()).contains("unexpected argument \"up\"");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void explain_ofAServerThatHasNone_is1() {
        assertThat(run("explain", "up")).isEqualTo(1);
        assertThat(err.toString()).contains("no member \"name\"");
        assertThat(run("explain")).isZero(); // a query for the series of that name
        assertThat(server.asked().getLast()).startsWith("/api/v1/query null query=explain&");
    }

    @Test
    void query_csv_isPrinted() {
        assertThat(run("up", "--output", "csv")).isZero();
        assertThat(out.toString()).isEqualTo("job,timestamp,value\r\na,1,2\r\n");
    }

    @Test
    void query_refusedByTheServer_is1WithItsTextAndTheMark() {
        server.answers(
                400,
                "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter \\\"query\\\": 1:7: parse error: unclosed left parenthesis\"}");

        assertThat(run("sum(up")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        tributary: 400: invalid parameter "query": 1:7: parse error: unclosed left parenthesis
                          sum(up
                                ^
                        """);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void query_otherServer_is1SayingSo() {
        server.answers("<html>hello</html>");

        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString()).contains("is not Prometheus' API").contains("/api/v1/query");
    }

    @Test
    void query_proxyError_is1WithItsText() {
        server.answers(502, "bad gateway\n");

        assertThat(run("up")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("tributary: 502: bad gateway\n");
    }

    @Test
    void query_nobodyListens_is1SayingWhatWasTried() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;

        assertThat(execute("query", "up", "--url", url)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("tributary: cannot ask " + url + "/api/v1/query: nobody listens there");
    }

    @Test
    void query_wrongUsage_is2() {
        assertThat(run("up", "--time", "soon")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--time: found \"soon\", expected");
        assertThat(run("up", "--output", "xml")).isEqualTo(2);
        assertThat(run("up", "--timeout", "soon")).isEqualTo(2);
        assertThat(run("up", "--output", "plot")).isEqualTo(2);
        assertThat(execute("query")).isEqualTo(2);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void query_noUrl_is1() {
        assertThat(execute("query", "up", "--url", "ftp://x")).isEqualTo(1);
        assertThat(err.toString()).contains("--url: expected http://HOST:PORT, found ftp://x");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("query"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", server.url()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        Program program = Tributary.program(new HeadOpener(), Map.of());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return program.execute(console, List.of(arguments));
    }
}
