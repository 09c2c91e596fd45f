package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.AtVariants.Variant;
import io.tributary.testkit.promqltest.EvalResult.Matrix;
import io.tributary.testkit.promqltest.EvalResult.Notes;
import io.tributary.testkit.promqltest.EvalResult.Sample;
import io.tributary.testkit.promqltest.EvalResult.Scalar;
import io.tributary.testkit.promqltest.EvalResult.Vector;
import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import io.tributary.testkit.promqltest.SampleValue.Real;
import io.tributary.testkit.promqltest.SampleValue.Stale;
import io.tributary.testkit.promqltest.Script.Eval;
import io.tributary.testkit.promqltest.Script.Matching;
import io.tributary.testkit.promqltest.Script.Times;
import io.tributary.testkit.promqltest.ScriptReport.Outcome;
import io.tributary.testkit.promqltest.ScriptReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Runs a script against an engine.
///
/// An instant `eval` is judged several times over: as written, then pinned by `@` and evaluated at
/// other times ({@link AtVariants}); and each of these also as the middle step of a range query one
/// minute around it. The range query is left out where a failure, a string or a range vector is
/// expected, and where the expression asks for `start()`, `end()`, `range()` or `step()`; its order
/// is not compared. The first variant that goes wrong decides.
public final class ScriptRunner {
    private static final long MINUTE = 60_000;

    private static final Pattern ASKS_FOR_THE_RANGE =
            Pattern.compile("(start|end|range|step)\\(\\)");

    private final ScriptTarget target;

    private ScriptRunner(ScriptTarget target) {
        this.target = target;
    }

    /// Runs all of a script, starting from an empty store.
    public static ScriptReport run(Script script, ScriptTarget target) {
        return new ScriptRunner(target).run(script);
    }

    private ScriptReport run(Script script) {
        List<Outcome> outcomes = new ArrayList<>();
        target.clear();
        for (Script.Command command : script.commands()) {
            switch (command) {
                case Script.Clear _ -> target.clear();
                case Script.Load(_, var series) -> target.load(series);
                case Eval eval ->
                        outcomes.add(
                                new Outcome(
                                        script.name(),
                                        eval.line(),
                                        eval.expression(),
                                        judge(eval)));
            }
        }
        return new ScriptReport(outcomes);
    }

    private Verdict judge(Eval eval) {
        return switch (eval.times()) {
            case Times.Range range -> range(eval, range);
            case Times.Instant instant -> instant(eval, instant);
        };
    }

    private Verdict range(Eval eval, Times.Range times) {
        EvalResult answer =
                target.range(
                        eval.expression(),
                        times.startMillis(),
                        times.endMillis(),
                        times.stepMillis());
        AnswerCheck check = new AnswerCheck(eval.expectation(), times);
        if (answer instanceof EvalResult.Unsupported(var what)) {
            return new Verdict.Unsupported(what);
        }
        return verdict(eval.expectation().fail(), answer, check);
    }

    private Verdict instant(Eval eval, Times.Instant times) {
        List<Variant> variants = new ArrayList<>();
        variants.add(new Variant(eval.expression(), times.tMillis()));
        try {
            variants.addAll(AtVariants.of(eval.expression(), times.tMillis()));
        } catch (IllegalArgumentException e) {
            return new Verdict.Failed("cannot be pinned by @: " + e.getMessage());
        }
        for (Variant variant : variants) {
            Verdict verdict = instant(eval, times, variant);
            if (!(verdict instanceof Verdict.Passed)) {
                return verdict;
            }
        }
        return new Verdict.Passed();
    }

    private Verdict instant(Eval eval, Times.Instant times, Variant variant) {
        long t = variant.tMillis();
        Times.Range pointTimes = times.rangeVector().orElse(new Times.Range(t, t, MINUTE));
        AnswerCheck check = new AnswerCheck(eval.expectation(), pointTimes);
        EvalResult answer = target.instant(variant.expression(), t);
        Verdict verdict =
                answer instanceof EvalResult.Unsupported(var what)
                        ? new Verdict.Unsupported(what)
                        : verdict(eval.expectation().fail(), answer, check);
        boolean alsoAsRange =
                verdict instanceof Verdict.Passed
                        && eval.expectation().fail().isEmpty()
                        && times.rangeVector().isEmpty()
                        && !(eval.expectation().result() instanceof Script.Result.Text)
                        && !ASKS_FOR_THE_RANGE.matcher(variant.expression()).find();
        Verdict all = alsoAsRange ? asRange(eval, variant, answer, check) : verdict;
        return all instanceof Verdict.Failed(var why)
                ? new Verdict.Failed("%s at %d ms: %s".formatted(variant.expression(), t, why))
                : all;
    }

    private static Verdict verdict(Optional<Matching> fail, EvalResult answer, AnswerCheck check) {
        if (fail.isEmpty()) {
            return verdict(notes(answer).flatMap(check::notes).or(() -> check.value(answer)));
        }
        if (!(answer instanceof EvalResult.Failed(var message))) {
            return new Verdict.Failed("want a failure with " + fail.get() + ", got " + answer);
        }
        return fail.get().matches(message)
                ? new Verdict.Passed()
                : new Verdict.Failed("want a failure with " + fail.get() + ", got: " + message);
    }

    private static Verdict verdict(Optional<String> problem) {
        return problem.<Verdict>map(Verdict.Failed::new).orElseGet(Verdict.Passed::new);
    }

    private static Optional<Notes> notes(EvalResult answer) {
        return switch (answer) {
            case Scalar(_, var notes) -> Optional.of(notes);
            case EvalResult.Text(_, var notes) -> Optional.of(notes);
            case Vector(_, var notes) -> Optional.of(notes);
            case Matrix(_, var notes) -> Optional.of(notes);
            case EvalResult.Failed _, EvalResult.Unsupported _ -> Optional.empty();
        };
    }

    /// Asks again with a minute before and after; the middle step must be the same answer.
    private Verdict asRange(Eval eval, Variant variant, EvalResult instant, AnswerCheck check) {
        long t = variant.tMillis();
        EvalResult answer = target.range(variant.expression(), t - MINUTE, t + MINUTE, MINUTE);
        if (answer instanceof EvalResult.Unsupported(var what)) {
            return new Verdict.Unsupported(what);
        }
        if (!(answer instanceof Matrix(var series, _))) {
            return new Verdict.Failed("as a range query: want a matrix, got " + answer);
        }
        if (eval.expectation().ordered()) {
            return new Verdict.Passed();
        }
        return verdict(
                AnswerCheck.unsorted(series)
                        .or(() -> check.value(middle(series, t, instant instanceof Scalar)))
                        .map(problem -> "as a range query: " + problem));
    }

    /// The values at `t`, as the instant query would answer them.
    private static EvalResult middle(List<EvalResult.Series> matrix, long t, boolean scalar) {
        List<Sample> samples = new ArrayList<>();
        for (EvalResult.Series series : matrix) {
            for (EvalResult.Point point : series.points()) {
                if (point.tMillis() == t) {
                    samples.add(new Sample(series.labels(), point.value()));
                }
            }
        }
        if (!scalar || samples.size() != 1) {
            return new Vector(samples, Notes.NONE);
        }
        return switch (samples.getFirst().value()) {
            case Real(var value) -> new Scalar(value, Notes.NONE);
            case Stale() -> new Vector(samples, Notes.NONE);
            case NativeHistogram _, ShownHistogram _ -> new Vector(samples, Notes.NONE);
        };
    }
}
