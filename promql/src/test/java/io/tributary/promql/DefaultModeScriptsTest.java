package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.engine.operator.Semantics;
import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptDirectory;
import io.tributary.testkit.promqltest.ScriptReport;
import io.tributary.testkit.promqltest.ScriptRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The mode that everyone uses, names removed at once: upstream's scripts run in the other one
/// only. What is expected here a real Prometheus 3.14.0 has answered.
public class DefaultModeScriptsTest {
    private static final String FAILS =
            "expect fail msg: vector cannot contain metrics with the same labelset";

    /// Where `name_label_dropping.test` would expect something else in this mode: the eval, counted
    /// from 1, and what it answers.
    private static final Map<Integer, List<String>> SECOND_EXPECTATIONS =
            Map.of(
                    14, List.of(FAILS),
                    15, List.of(FAILS),
                    16, List.of(FAILS),
                    17, List.of(FAILS),
                    19, List.of(FAILS),
                    20, List.of(FAILS),
                    25, List.of("{} 0.05"),
                    26, List.of("metric_total 10", "{} 0.05"),
                    27, List.of("metric_total 10", "{} 0.05"));

    private static ScriptReport run(Script script) throws IOException {
        try (EngineTarget target = new EngineTarget(new MemoryStore(), Semantics.DEFAULTS)) {
            return ScriptRunner.run(script, target);
        }
    }

    private static void holds(Script script) throws IOException {
        ScriptReport report = run(script);

        assertThat(report.passed()).as("%s", report).isEqualTo(script.evals().size());
    }

    @Test
    void ownScripts_inTheDefaultMode_answerAsPrometheus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/scripts/default-mode"))) {
            List<Path> scripts = files.sorted().toList();
            assertThat(scripts).hasSize(2);
            for (Path file : scripts) {
                holds(Script.read(file));
            }
        }
    }

    @Test
    void upstreamScripts_withSecondExpectations_answerAsPrometheus() throws IOException {
        for (Script script : upstreamScripts()) {
            holds(script);
        }
    }

    /// Those of upstream's scripts to which it makes a difference, with what is expected in this
    /// mode.
    public static List<Script> upstreamScripts() throws IOException {
        List<Script> scripts = new ArrayList<>();
        for (Path file : ScriptDirectory.require()) {
            switch (file.getFileName().toString()) {
                case "collision.test" -> scripts.add(Script.read(file));
                case "name_label_dropping.test" ->
                        scripts.add(
                                Script.parse(
                                        "name_label_dropping.test",
                                        withSecondExpectations(Files.readString(file))));
                default -> {}
            }
        }
        return scripts;
    }

    private static String withSecondExpectations(String script) {
        StringBuilder text = new StringBuilder();
        int evals = 0;
        boolean replaced = false;
        for (String line : script.lines().toList()) {
            if (line.startsWith("eval")) {
                evals++;
                replaced = SECOND_EXPECTATIONS.containsKey(evals);
                text.append(line).append('\n');
                SECOND_EXPECTATIONS
                        .getOrDefault(evals, List.of())
                        .forEach(expected -> text.append("  ").append(expected).append('\n'));
            } else if (!replaced || !line.matches("\\s.*")) {
                text.append(line).append('\n');
                replaced &= !line.isBlank();
            }
        }
        return text.toString();
    }
}
