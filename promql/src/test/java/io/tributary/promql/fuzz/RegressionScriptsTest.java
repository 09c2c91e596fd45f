package io.tributary.promql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptReport;
import io.tributary.testkit.promqltest.ScriptRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What was once answered wrong: scripts in `src/test/scripts`, those in `early` with metric names
/// that go at once, as in production, the others with names that go late. The reference evaluator
/// must pass them, too, but for those in `notes`, which are about what is said of an answer.
class RegressionScriptsTest {
    private static final Path LATE = Path.of("src/test/scripts");
    private static final Path EARLY = LATE.resolve("early");
    private static final Judge JUDGE = new Judge(0, true);
    private static final Path NOTES = LATE.resolve("notes");

    @Test
    void scripts_ofOurOwn_areAnsweredAsWritten() throws IOException {
        try (EngineAnswers engine = new EngineAnswers()) {
            for (boolean late : new boolean[] {true, false}) {
                for (Path file : scripts(late ? LATE : EARLY)) {
                    run(file, new ScriptedTrials(engine::tell, late));
                    run(file, new ScriptedTrials(t -> Told.of(JUDGE.reference(t)), late));
                }
            }
        }
    }

    @Test
    void scripts_ofNotes_areAnsweredWithThose() throws IOException {
        try (EngineAnswers engine = new EngineAnswers()) {
            for (Path file : scripts(NOTES)) {
                run(file, new ScriptedTrials(engine::tell, true));
            }
        }
    }

    private static List<Path> scripts(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
        }
    }

    private static void run(Path file, ScriptedTrials target) throws IOException {
        ScriptReport report = ScriptRunner.run(Script.read(file), target);
        assertThat(report.outcomes()).as(file.toString()).isNotEmpty();
        assertThat(report.failed()).as(file.toString()).isEmpty();
        assertThat(report.unsupported()).as(file.toString()).isEmpty();
    }
}
