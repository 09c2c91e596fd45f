package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.engine.operator.Semantics;
import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptDirectory;
import io.tributary.testkit.promqltest.ScriptReport;
import io.tributary.testkit.promqltest.ScriptRunner;
import io.tributary.testkit.promqltest.ScriptTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prometheus' own scripts, which define the language, as a ratchet: no `eval` that is tried may
/// fail, and the number of those that pass may only grow.
public final class ScriptRatchet {
    /// What passed when this was last raised.
    private static final long PASSED_MIN = 2_214;

    /// The same of the tagged release's scripts, which are a few evals short.
    private static final long PASSED_OF_RELEASE_MIN = 2_194;

    /// The tagged release's scripts state this info without the details that 3.14 tells behind it.
    private static final String SHORTER_IN_RELEASE = "needed to be fixed for monotonicity";

    private ScriptRatchet() {}

    /// What became of all scripts.
    ///
    /// @param wanted how many evals passed once, by the engine alone
    /// @param unsupported those that were not tried, by reason
    public record Tally(
            long wanted,
            long passed,
            Map<String, Long> unsupported,
            List<ScriptReport.Outcome> failed) {
        public Tally {
            unsupported = Map.copyOf(unsupported);
            failed = List.copyOf(failed);
        }
    }

    /// Runs all scripts over a store.
    ///
    /// @throws AssertionError if an `eval` that is tried fails, or fewer pass than once did
    public static void hold(ScriptStore store) throws IOException {
        Tally tally;
        try (EngineTarget target = new EngineTarget(store, Semantics.OF_SCRIPTS)) {
            tally = run(target);
        }
        assertThat(tally.failed()).isEmpty();
        assertThat(tally.passed()).as("evals passed").isGreaterThanOrEqualTo(tally.wanted());
    }

    /// Runs all scripts, and judges nothing.
    public static Tally run(ScriptTarget target) throws IOException {
        List<Path> files = ScriptDirectory.require();
        boolean release = files.getFirst().toString().contains("@v0.314.0");
        Map<String, Long> unsupported = new TreeMap<>();
        List<ScriptReport.Outcome> failed = new ArrayList<>();
        long passed = 0;
        for (Path file : files) {
            ScriptReport report = ScriptRunner.run(Script.read(file), target);
            print(file.getFileName().toString(), report);
            passed += report.passed();
            report.unsupported()
                    .forEach(outcome -> unsupported.merge(reason(outcome), 1L, Long::sum));
            failed.addAll(report.failed());
        }
        System.out.printf("%-28s passed %4d  unsupported %s%n", "all", passed, unsupported);
        if (release) {
            failed.removeIf(outcome -> outcome.toString().contains(SHORTER_IN_RELEASE));
        }
        return new Tally(release ? PASSED_OF_RELEASE_MIN : PASSED_MIN, passed, unsupported, failed);
    }

    private static String reason(ScriptReport.Outcome outcome) {
        return outcome.verdict() instanceof ScriptReport.Verdict.Unsupported(var what) ? what : "";
    }

    private static void print(String name, ScriptReport report) {
        System.out.printf(
                "%-28s passed %4d  unsupported %4d  failed %4d%n",
                name, report.passed(), report.unsupported().size(), report.failed().size());
    }
}
