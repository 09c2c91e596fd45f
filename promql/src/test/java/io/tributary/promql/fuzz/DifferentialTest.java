package io.tributary.promql.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The engine's answers to random queries are those of the reference evaluator: each seed makes a
/// trial of floats and one of native histograms mostly.
///
/// `-Dfuzz.expressions=200000` asks more, `-Dfuzz.seed=7` only that one; seeds of `seeds.txt` are
/// asked first. Where answers differ, the test prints the smallest script that shows it.
class DifferentialTest {
    private static final int EXPRESSIONS = 3_000;

    /// So many differences end a run.
    private static final int DIFFERENCES_MAX = 10;

    private static final Judge JUDGE = new Judge(0, true);

    private final Map<String, Integer> open = new TreeMap<>();
    private final List<String> different = new ArrayList<>();
    private int equal;

    @Test
    void engine_askedAtRandom_answersAsTheReference() throws IOException {
        try (EngineAnswers engine = new EngineAnswers()) {
            for (long seed : seeds()) {
                judge(engine, "seed " + seed, Trials.of(seed));
                judge(engine, "seed of histograms " + seed, Trials.withHistograms(seed));
                if (different.size() >= DIFFERENCES_MAX) {
                    break;
                }
            }
        }
        System.out.printf(
                "engine and reference: %d equal, %d different, open: %s%n",
                equal, different.size(), open);
        assertThat(different).isEmpty();
        assertThat(equal).isPositive();
    }

    private static long[] seeds() throws IOException {
        Long only = Long.getLong("fuzz.seed");
        if (only != null) {
            return new long[] {only};
        }
        List<String> lines = Files.readAllLines(Path.of("src/test/seeds.txt"));
        LongStream known =
                lines.stream()
                        .map(line -> line.replaceAll("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .mapToLong(Long::parseLong);
        int count = Integer.getInteger("fuzz.expressions", EXPRESSIONS) / 2;
        return LongStream.concat(known, LongStream.rangeClosed(1, count)).toArray();
    }

    private void judge(EngineAnswers engine, String name, Trial trial) {
        switch (JUDGE.judge(trial, engine.ask(trial))) {
            case Judge.Verdict.Equal _ -> equal++;
            case Judge.Verdict.Open(var why) -> open.merge(why, 1, Integer::sum);
            case Judge.Verdict.Unknown(var why) -> open.merge("unknown: " + why, 1, Integer::sum);
            case Judge.Verdict.Different _ -> different.add(name + "\n" + script(engine, trial));
        }
    }

    private static String script(EngineAnswers engine, Trial trial) {
        Trial smallest =
                new Shrinker(t -> JUDGE.judge(t, engine.ask(t)) instanceof Judge.Verdict.Different)
                        .shrink(trial);
        return switch (JUDGE.judge(smallest, engine.ask(smallest))) {
            case Judge.Verdict.Different(var how, var wanted) ->
                    TrialScript.of(smallest, wanted)
                            + "# names go "
                            + (trial.namesGoLate() ? "late" : "early")
                            + "; now: "
                            + how;
            case Judge.Verdict.Equal _, Judge.Verdict.Open _, Judge.Verdict.Unknown _ ->
                    "comes and goes: " + smallest.query() + " " + smallest.when();
        };
    }
}
