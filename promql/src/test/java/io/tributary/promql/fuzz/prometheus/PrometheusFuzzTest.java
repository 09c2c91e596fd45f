package io.tributary.promql.fuzz.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.fuzz.Judge;
import io.tributary.promql.fuzz.Trial;
import io.tributary.promql.fuzz.Trials;
import io.tributary.promql.fuzz.random.RandomData;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.testkit.SeededCases.Random;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference evaluator's answers, and the engine's, to random queries are those of a real
/// Prometheus: half of them with its default flags, half with all of its features.
///
/// `-Dfuzz.prometheus=20000` asks more. With default flags much syntax is refused: it must be
/// refused by our parser, too.
@Tag("peers")
class PrometheusFuzzTest {
    private static final int EXPRESSIONS = 4_000;
    private static final int QUERIES_PER_DATASET = 200;
    private static final int DIFFERENCES_MAX = 20;
    private static final Judge JUDGE = new Judge(0);

    @TempDir private Path directory;

    private final Map<String, Integer> open = new TreeMap<>();
    private final List<String> different = new ArrayList<>();
    private int equal;
    private int refused;

    @Test
    void prometheus_askedAtRandom_answersAsTheReferenceAndTheEngine() throws Exception {
        int count = Integer.getInteger("fuzz.prometheus", EXPRESSIONS);
        try (Prometheus byDefault = Prometheus.start(directory.resolve("default"), List.of());
                Prometheus withAll =
                        Prometheus.start(directory.resolve("all"), Prometheus.FEATURES);
                Trials.Asked engine = Trials.engine()) {
            RandomData names = new RandomData("");
            Dataset data = names.makeWithHistograms(new Random(0));
            for (long seed = 0; seed < count && different.size() < DIFFERENCES_MAX; seed++) {
                if (seed % QUERIES_PER_DATASET == 0) {
                    names = new RandomData("_" + seed);
                    data = names.makeWithHistograms(new Random(seed));
                    byDefault.write(data);
                    withAll.write(data);
                }
                Trial trial = Trials.of(seed, names, data, seed % 2 == 1);
                Outcome theirs = (trial.namesGoLate() ? withAll : byDefault).ask(trial);
                judge(seed, trial, theirs, engine);
            }
        }
        System.out.printf(
                "prometheus, reference and engine: %d equal, %d refused alike, %d different,"
                        + " open: %s%n",
                equal, refused, different.size(), open);
        assertThat(different).isEmpty();
        assertThat(equal).isPositive();
    }

    private void judge(long seed, Trial trial, Outcome theirs, Trials.Asked engine) {
        if (!trial.namesGoLate() && isRefused(trial)) {
            if (theirs instanceof Outcome.Failed(var badData, _) && badData) {
                refused++;
            } else {
                different.add(told(seed, trial, "refused by our parser only: " + theirs));
            }
            return;
        }
        switch (JUDGE.judge(trial, theirs)) {
            case Judge.Verdict.Equal _ -> judge(seed, trial, engine.ask(trial));
            case Judge.Verdict.Open(var why) -> open.merge(why, 1, Integer::sum);
            case Judge.Verdict.Different(var how, _) ->
                    different.add(told(seed, trial, "Prometheus: " + how));
        }
    }

    /// Where Prometheus and the reference agree, the engine is held against them.
    private void judge(long seed, Trial trial, Outcome ours) {
        switch (JUDGE.judge(trial, ours)) {
            case Judge.Verdict.Equal _ -> equal++;
            case Judge.Verdict.Open(var why) -> open.merge("engine: " + why, 1, Integer::sum);
            case Judge.Verdict.Different(var how, _) ->
                    different.add(told(seed, trial, "engine: " + how));
        }
    }

    private static boolean isRefused(Trial trial) {
        try {
            Parser.parse(trial.query(), ParserOptions.DEFAULTS);
            return false;
        } catch (ParseException e) {
            return true; // what a switch would allow
        }
    }

    private static String told(long seed, Trial trial, String how) {
        return "seed %d, %s, %s\n  %s\n  %s"
                .formatted(
                        seed,
                        trial.namesGoLate() ? "all features" : "default flags",
                        trial.when(),
                        trial.query(),
                        how);
    }
}
