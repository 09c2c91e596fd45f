package io.tributary.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.Program;
import io.tributary.server.HeadOpener;
import io.tributary.testkit.peers.PeerProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command asks a real Prometheus as it asks us.
@Tag("peers")
class PrometheusQueryTest {
    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void query_ofPrometheus_isAnsweredAndRefusedInItsWords() throws Exception {
        try (PeerProcess prometheus = PeerProcess.prometheus(directory, "{}")) {
            String url = prometheus.uri("").toString();

            assertThat(run("vector(1) + 1", "--url", url)).isZero();
            assertThat(run("vector(time())", "--url", url, "--range", "100..110", "--step", "5s"))
                    .isZero();
            assertThat(out.toString())
                    .startsWith("VALUE\n    2\nTIME                  {}\n")
                    .contains("100\n")
                    .contains("110\n");
            assertThat(run("sum(up", "--url", url)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo(
                            """
                            tributary: 400: invalid parameter "query": 1:7: parse error: unclosed left parenthesis
                              sum(up
                                    ^
                            """);
        }
    }

    private int run(String... arguments) {
        Program program = Tributary.program(new HeadOpener(), Map.of());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        List<String> words = new ArrayList<>(List.of("query"));
        words.addAll(List.of(arguments));
        return program.execute(console, words);
    }
}
