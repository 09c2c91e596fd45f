package io.tributary.testkit.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScriptDirectoryTest {
    /// Of the branch after 3.14, one of them indented; and of the tagged module v0.314.0.
    private static final Set<Integer> KNOWN_COUNTS = Set.of(2214, 2195);

    @Test
    void require_upstreamScripts_parseToAllTheirEvals() throws IOException {
        List<Path> files = ScriptDirectory.require();
        int evals = 0;
        int linesThatEvaluate = 0;
        for (Path file : files) {
            evals += Script.read(file).evals().size();
            linesThatEvaluate +=
                    (int)
                            Files.readAllLines(file).stream()
                                    .filter(line -> line.strip().startsWith("eval"))
                                    .count();
        }

        assertThat(files).hasSize(21);
        assertThat(evals).isEqualTo(linesThatEvaluate).isIn(KNOWN_COUNTS);
    }

    @Test
    void require_upstreamScripts_canAllBePinned() throws IOException {
        int pinned = 0;
        for (Path file : ScriptDirectory.require()) {
            for (Script.Eval eval : Script.read(file).evals()) {
                pinned += AtVariants.of(eval.expression(), 60_000).isEmpty() ? 0 : 1;
            }
        }

        assertThat(pinned).isGreaterThan(1_900);
    }
}
