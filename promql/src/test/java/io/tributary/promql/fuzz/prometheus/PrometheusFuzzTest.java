package io.tributary.promql.fuzz.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.fuzz.Judge;
import io.tributary.promql.fuzz.Notes;
import io.tributary.promql.fuzz.Oddities;
import io.tributary.promql.fuzz.Told;
import io.tributary.promql.fuzz.Trial;
import io.tributary.promql.fuzz.Trials;
import io.tributary.promql.fuzz.random.RandomData;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference evaluator's answers, and the engine's, to random queries are those of a real
/// Prometheus: half of them with its default flags, half with all of its features. So are the notes
/// that the engine gives, with their places; and where the reference knows no answer, the engine's
/// is held against Prometheus' alone.
///
/// `-Dfuzz.prometheus=20000` asks more, `-Dfuzz.seed=7` only that one. With default flags much
/// syntax is refused: it must be refused by our parser, too.
@Tag("peers")
class PrometheusFuzzTest {
    private static final int EXPRESSIONS = 4_000;
    private static final int QUERIES_PER_DATASET = 200;
    private static final int DIFFERENCES_MAX = 30;

    /// What it answers then: for an extended range of a series that has no sample near.
    private static final String PANIC = "runtime error";

    /// Of histograms without their buckets, it finds a reset between the first sample of a window
    /// and one that stands exactly at its excluded start.
    private static final String COLLISION = "conflicting counter resets";

    /// How often Prometheus is asked before what it says is called wrongly said by the engine.
    private static final int ASKED_AGAIN = 3;

    private static final Judge OF_PROMETHEUS = new Judge(0, false);
    private static final Judge OF_ENGINE = new Judge(0, true);

    @TempDir private Path directory;

    private final Map<String, Integer> open = new TreeMap<>();
    private final Map<String, Integer> unknown = new TreeMap<>();
    private final List<String> different = new ArrayList<>();
    private int equal;
    private int refused;
    private int notes;

    @Test
    void prometheus_askedAtRandom_answersAsTheReferenceAndTheEngine() throws Exception {
        long only = Long.getLong("fuzz.seed", -1);
        long first = Math.max(0, only);
        long end = only < 0 ? Integer.getInteger("fuzz.prometheus", EXPRESSIONS) : only + 1;
        try (Prometheus byDefault = Prometheus.start(directory.resolve("default"), List.of());
                Prometheus withAll =
                        Prometheus.start(directory.resolve("all"), Prometheus.FEATURES);
                Trials.Asked engine = Trials.engine()) {
            RandomData names = new RandomData("");
            Dataset data = new Dataset(new TreeMap<>());
            for (long seed = first; seed < end && different.size() < DIFFERENCES_MAX; seed++) {
                long ofData = seed - seed % QUERIES_PER_DATASET;
                if (seed == first || seed == ofData) {
                    names = new RandomData(ofData == 0 ? "" : "_" + ofData);
                    data = names.makeWithHistograms(new Random(ofData));
                    byDefault.write(data);
                    withAll.write(data);
                }
                Trial trial = Trials.of(seed, names, data, seed % 2 == 1);
                judge(seed, trial, trial.namesGoLate() ? withAll : byDefault, engine);
            }
        }
        System.out.printf(
                "prometheus, reference and engine: %d equal, %d refused alike, %d different,"
                        + " %d with the same notes, unknown to the reference: %s, open: %s%n",
                equal, refused, different.size(), notes, unknown, open);
        assertThat(different).as("%s", String.join("\n", different)).isEmpty();
        assertThat(equal).isPositive();
        assertThat(notes).isPositive();
    }

    private void judge(long seed, Trial trial, Prometheus prometheus, Trials.Asked engine)
            throws IOException, InterruptedException {
        Told theirs = prometheus.ask(trial);
        if (!trial.namesGoLate() && isRefused(trial)) {
            if (theirs.outcome() instanceof Outcome.Failed(var badData, _) && badData) {
                refused++;
            } else {
                differs(seed, trial, "refused by our parser only: " + theirs);
            }
            return;
        }
        if (theirs.outcome() instanceof Outcome.Failed(_, var how) && how.contains(PANIC)) {
            open.merge("Prometheus breaks down", 1, Integer::sum);
            return;
        }
        Told ours = engine.tell(trial);
        boolean odd = Oddities.in(trial.expr()).isPresent();
        switch (OF_PROMETHEUS.judge(trial, theirs.outcome())) {
            case Judge.Verdict.Equal _ -> judge(seed, trial, ours.outcome());
            case Judge.Verdict.Unknown(var why) when !odd ->
                    compare(seed, trial, why, theirs, ours);
            case Judge.Verdict.Unknown(var why) -> open.merge(why, 1, Integer::sum);
            case Judge.Verdict.Open(var why) -> open.merge(why, 1, Integer::sum);
            case Judge.Verdict.Different(var how, _) -> differs(seed, trial, "Prometheus: " + how);
        }
        if (!odd && isAnswered(theirs) && isAnswered(ours)) {
            judgeNotes(seed, trial, prometheus, theirs.notes(), ours.notes());
        }
    }

    /// Where Prometheus and the reference agree, the engine is held against them.
    private void judge(long seed, Trial trial, Outcome ours) {
        switch (OF_ENGINE.judge(trial, ours)) {
            case Judge.Verdict.Equal _ -> equal++;
            case Judge.Verdict.Open(var why) -> open.merge("engine: " + why, 1, Integer::sum);
            case Judge.Verdict.Unknown(var why) ->
                    throw new AssertionError(trial.query() + ": " + why);
            case Judge.Verdict.Different(var how, _) -> differs(seed, trial, "engine: " + how);
        }
    }

    /// Where the reference knows no answer, the engine is held against Prometheus alone.
    private void compare(long seed, Trial trial, String why, Told theirs, Told ours) {
        if (ours.outcome() instanceof Outcome.Failed(_, var how)
                && how.equals(EvaluationException.SAME_LABELS)) {
            open.merge("perhaps a float and a histogram of one series at once", 1, Integer::sum);
            return;
        }
        unknown.merge(why, 1, Integer::sum);
        OF_ENGINE
                .comparison(trial)
                .difference(theirs.outcome(), ours.outcome())
                .ifPresent(how -> differs(seed, trial, "engine, unjudged (" + why + "): " + how));
    }

    private static boolean isAnswered(Told told) {
        return told.outcome() instanceof Outcome.Rows;
    }

    /// What is said about an answer is compared where Prometheus says all of it, and twice the
    /// same.
    private void judgeNotes(long seed, Trial trial, Prometheus prometheus, Notes theirs, Notes ours)
            throws IOException, InterruptedException {
        if (!theirs.areAll()) {
            open.merge("too many notes", 1, Integer::sum);
            return;
        }
        Optional<String> difference = theirs.difference(ours);
        if (difference.isEmpty()) {
            notes += theirs.equals(Notes.NONE) ? 0 : 1;
            return;
        }
        if (theirs.without(COLLISION).difference(ours.without(COLLISION)).isEmpty()) {
            open.merge("perhaps a reset at the border of a window", 1, Integer::sum);
            return;
        }
        for (int again = 0; again < ASKED_AGAIN; again++) {
            if (!prometheus.ask(trial).notes().equals(theirs)) {
                open.merge("Prometheus says now this, now that", 1, Integer::sum);
                return;
            }
        }
        differs(seed, trial, difference.get());
    }

    private static boolean isRefused(Trial trial) {
        try {
            Parser.parse(trial.query(), ParserOptions.DEFAULTS);
            return false;
        } catch (ParseException e) {
            return true; // what a switch would allow
        }
    }

    private void differs(long seed, Trial trial, String how) {
        different.add(
                "seed %d, %s, %s\n  %s\n  %s"
                        .formatted(
                                seed,
                                trial.namesGoLate() ? "all features" : "default flags",
                                trial.when(),
                                trial.query(),
                                how));
    }
}
