package io.tributary.promql.fuzz;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.reference.Reference;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Rules;
import java.util.Optional;

/// Holds an answer against the reference evaluator's.
///
/// @param floor absolute differences up to here are none
/// @param asDocumented whether the oddities of Prometheus 3.14.0 are wrong ({@link Oddities})
public record Judge(double floor, boolean asDocumented) {
    /// How often the reference is asked in disorder before an answer is called wrong.
    private static final int DISTURBANCES = 40;

    /// What became of a trial.
    public sealed interface Verdict {
        /// The answers are equal.
        record Equal(Outcome outcome) implements Verdict {}

        /// Nothing can be said: one of them gives no answer, or upstream's own may vary.
        record Open(String why) implements Verdict {}

        /// The reference evaluator knows no answer.
        record Unknown(String why) implements Verdict {}

        record Different(String how, Outcome wanted) implements Verdict {}
    }

    public Verdict judge(Trial trial, Outcome found) {
        Expr expr = trial.expr();
        Outcome wanted = ask(trial, expr, Optional.empty());
        if (wanted instanceof Outcome.Open(var why)) {
            return new Verdict.Open(why.replaceAll("[0-9-].*", "…"));
        }
        if (wanted instanceof Outcome.Unknown(var why)) {
            return new Verdict.Unknown(why);
        }
        if (found instanceof Outcome.Open(var why)) {
            return new Verdict.Open(why);
        }
        Comparison comparison = comparison(trial);
        Optional<String> difference = comparison.difference(wanted, found);
        if (difference.isEmpty()) {
            return new Verdict.Equal(wanted);
        }
        for (long seed = 1; seed <= DISTURBANCES; seed++) {
            Outcome disturbed = ask(trial, expr, Optional.of(seed));
            if (comparison.difference(wanted, disturbed).isPresent()) {
                return new Verdict.Open("upstream's answer may vary");
            }
        }
        return new Verdict.Different(difference.get(), wanted);
    }

    /// How answers to a trial are compared.
    public Comparison comparison(Trial trial) {
        boolean ordered = trial.when() instanceof When.Instant && Reference.isSorted(trial.expr());
        return new Comparison(ordered, floor);
    }

    /// The reference evaluator's answer.
    Outcome reference(Trial trial) {
        return ask(trial, trial.expr(), Optional.empty());
    }

    private Outcome ask(Trial trial, Expr expr, Optional<Long> seed) {
        Rules rules = Rules.withDelayedNameRemoval(trial.namesGoLate());
        Reference reference =
                new Reference(trial.data(), asDocumented ? rules.documented() : rules);
        return switch (trial.when()) {
            case When.Instant(var time) ->
                    seed.isPresent()
                            ? reference.disturbedInstant(expr, time, seed.get())
                            : reference.instant(expr, time);
            case When.Range(var start, var end, var step) ->
                    seed.isPresent()
                            ? reference.disturbedRange(expr, start, end, step, seed.get())
                            : reference.range(expr, start, end, step);
        };
    }
}
