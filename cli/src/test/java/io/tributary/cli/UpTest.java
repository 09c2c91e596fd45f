package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.line.Console;
import io.tributary.cli.line.Program;
import io.tributary.server.HeadOpener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tributary up` as a process, asked with `tributary query`.
class UpTest {
    private static final int ATTEMPTS = 300;

    @TempDir private Path directory;

    @Test
    void up_noConfiguration_recordsItselfAndThisHostAndEndsCleanly() throws Exception {
        Path data = directory.resolve("data");
        Path log = directory.resolve("log");
        try (ServerProcess up =
                ServerProcess.start("up", data, log, "--set", "up.scrapeInterval=1s")) {
            String url = up.uri("").toString();
            await(up, "count(up == 1) == 2");
            await(up, "min(count_over_time(up[1m])) >= 2");

            assertThat(query(url, "count by (job) (up{instance!=\"\"})", "--output", "csv"))
                    .contains("node,")
                    .contains("tributary,");
            assertThat(query(url, "sum by (mode) (node_cpu_seconds_total)"))
                    .startsWith("mode")
                    .contains("idle")
                    .contains("steal");
            assertThat(query(url, "tributary_collect_rounds_total{outcome=\"stored\"} > 0"))
                    .contains("instance")
                    .contains(url.substring("http://".length()));
            assertThat(query(url, "node_load1", "--since", "1m", "--output", "plot"))
                    .contains("┤")
                    .contains("node_load1{instance=");
            assertThat(up.log()).contains("Tributary is up.").contains("records   itself");
            assertThat(up.stop()).isZero();
        }
        try (ServerProcess again = ServerProcess.start("server", data, log)) {
            String url = again.uri("").toString();

            assertThat(query(url, "up")).isEqualTo("no series\n");
            assertThat(query(url, "count(last_over_time(up[5m])) == 2")).contains("2");
            assertThat(query(url, "count({job=~\".+\"})")).isEqualTo("no series\n");
        }
    }

    private static void await(ServerProcess up, String query) throws Exception {
        String path = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (up.get(path).contains("\"value\"")) {
                return;
            }
            boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("never true: " + query + "\n" + up.log());
    }

    private static String query(String url, String query, String... options) {
        List<String> arguments = new ArrayList<>(List.of("query", query, "--url", url));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Program program = Tributary.program(new HeadOpener(), Map.of("COLUMNS", "100"));
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        int code = program.execute(console, arguments);
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        return out.toString();
    }
}
