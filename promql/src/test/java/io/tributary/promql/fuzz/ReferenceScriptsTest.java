package io.tributary.promql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.parser.ParseException;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.testkit.promqltest.SampleValue;
import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptDirectory;
import io.tributary.testkit.promqltest.ScriptReport;
import io.tributary.testkit.promqltest.ScriptRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The judge judged: Prometheus' own scripts, those without native histograms, run by the reference
/// evaluator.
class ReferenceScriptsTest {
    /// The scripts are a little younger than 3.14.0, and want what is documented.
    private static final Judge JUDGE = new Judge(0, true);

    @Test
    void scripts_ofFloats_areAnsweredByTheReference() throws IOException {
        List<ScriptReport.Outcome> failed = new ArrayList<>();
        long passed = 0;
        for (Path file : ScriptDirectory.require()) {
            Script script = Script.read(file);
            if (hasFloatsOnly(script)) {
                ScriptReport report =
                        ScriptRunner.run(
                                script, new ScriptedTrials(ReferenceScriptsTest::answer, true));
                passed += report.passed();
                failed.addAll(report.failed());
            }
        }
        System.out.printf("reference: %d evals of Prometheus' scripts passed%n", passed);
        assertThat(failed).isEmpty();
        assertThat(passed).isPositive();
    }

    private static boolean hasFloatsOnly(Script script) {
        return script.commands().stream()
                .filter(Script.Load.class::isInstance)
                .flatMap(command -> ((Script.Load) command).series().stream())
                .flatMap(series -> series.points().stream())
                .noneMatch(point -> point.value() instanceof SampleValue.NativeHistogram);
    }

    private static Told answer(Trial trial) {
        try {
            return Told.of(JUDGE.reference(trial));
        } catch (ParseException e) {
            return Told.of(new Outcome.Failed(true, String.valueOf(e.getMessage())));
        }
    }
}
