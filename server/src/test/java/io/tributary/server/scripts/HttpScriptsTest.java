package io.tributary.server.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.DefaultModeScriptsTest;
import io.tributary.promql.ScriptRatchet;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.StoredServer.Connection;
import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptReport;
import io.tributary.testkit.promqltest.ScriptRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prometheus' scripts end to end: remote write to a server that listens, its store on a disk, the
/// answers read from its JSON. A ratchet in both directions.
///
/// What JSON does not show is not compared: schemas, zero thresholds and counter reset hints of
/// histograms, and which NaN a NaN is.
class HttpScriptsTest {
    /// As Prometheus runs them, and so that samples of 1970 are taken in any order.
    private static final List<String> SETS =
            List.of(
                    "head.backlogMax=36525d",
                    "limits.out_of_order_time_window=36525d",
                    "head.backlogLateWindow=36525d",
                    "head.retention=36525d",
                    "query.experimentalFunctions=true",
                    "query.extendedRangeSelectors=true",
                    "query.fillModifiers=true",
                    "query.durationExpressions=true",
                    "query.startTimestamps=true");

    private static final String LATE_NAMES = "query.delayedNameRemoval=";

    @TempDir private Path directory;

    @Test
    void scripts_overHttp_answerAsPrometheus() throws Exception {
        try (StoredServer server = server(LATE_NAMES + true);
                Connection connection = server.connect()) {
            HttpTarget target = new HttpTarget(connection);
            ScriptRatchet.Tally tally = ScriptRatchet.run(target);
            System.out.printf("%-28s asked %d times%n", "over HTTP", target.asked());

            assertThat(tally.failed()).isEmpty();
            assertThat(tally.unsupported()).isEmpty();
            assertThat(tally.passed()).isEqualTo(tally.wanted());
        }
    }

    @Test
    void scripts_inTheDefaultMode_overHttp_answerAsPrometheus() throws Exception {
        try (StoredServer server = server(LATE_NAMES + false);
                Connection connection = server.connect()) {
            for (Script script : DefaultModeScriptsTest.upstreamScripts()) {
                ScriptReport report = ScriptRunner.run(script, new HttpTarget(connection));

                assertThat(report.passed()).as("%s", report).isEqualTo(script.evals().size());
            }
        }
    }

    private StoredServer server(String set) throws Exception {
        List<String> sets = new ArrayList<>(SETS);
        sets.add(set);
        return new StoredServer(directory, new SystemClock(), sets.toArray(String[]::new));
    }
}
