package io.tributary.testkit.promqltest;

import java.util.List;
import java.util.stream.Collectors;

/// What became of each `eval` of a script.
public record ScriptReport(List<Outcome> outcomes) {
    public ScriptReport {
        outcomes = List.copyOf(outcomes);
    }

    /// One `eval`: where it stands, what it asked, how it went.
    public record Outcome(String script, int line, String expression, Verdict verdict) {
        @Override
        public String toString() {
            return "%s:%d: %s: %s".formatted(script, line, expression, verdict);
        }
    }

    /// How an `eval` went.
    public sealed interface Verdict {
        /// As expected, in all its variants.
        record Passed() implements Verdict {}

        /// Not as expected.
        record Failed(String why) implements Verdict {}

        /// The engine did not try.
        record Unsupported(String what) implements Verdict {}
    }

    public long passed() {
        return outcomes.stream().filter(o -> o.verdict() instanceof Verdict.Passed).count();
    }

    public List<Outcome> failed() {
        return outcomes.stream().filter(o -> o.verdict() instanceof Verdict.Failed).toList();
    }

    public List<Outcome> unsupported() {
        return outcomes.stream().filter(o -> o.verdict() instanceof Verdict.Unsupported).toList();
    }

    /// A line of counts, then a line for each that did not pass.
    @Override
    public String toString() {
        return "%d evals: %d passed, %d failed, %d unsupported"
                        .formatted(outcomes.size(), passed(), failed().size(), unsupported().size())
                + outcomes.stream()
                        .filter(o -> !(o.verdict() instanceof Verdict.Passed))
                        .map(o -> "\n  " + o)
                        .collect(Collectors.joining());
    }
}
