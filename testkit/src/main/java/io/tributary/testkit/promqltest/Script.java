package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.ScriptTarget.LoadedSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A parsed test script: commands to be done in order.
///
/// @param name the file's name, for messages
public record Script(String name, List<Command> commands) {
    public Script {
        commands = List.copyOf(commands);
    }

    /// Reads a script.
    ///
    /// @throws IllegalArgumentException naming file and line if it is not a script
    public static Script parse(String name, String text) {
        return new ScriptParser(name, text).parse();
    }

    /// Reads a script from a file.
    public static Script read(Path file) throws IOException {
        return parse(String.valueOf(file.getFileName()), Files.readString(file));
    }

    public List<Eval> evals() {
        return commands.stream().filter(Eval.class::isInstance).map(Eval.class::cast).toList();
    }

    /// One command; its line counts from 1.
    public sealed interface Command {
        int line();
    }

    /// Forget what was loaded.
    public record Clear(int line) implements Command {}

    /// Add samples.
    public record Load(int line, List<LoadedSeries> series) implements Command {
        public Load {
            series = List.copyOf(series);
        }
    }

    /// Ask and compare.
    public record Eval(int line, String expression, Times times, Expectation expectation)
            implements Command {}

    /// When an expression is evaluated.
    public sealed interface Times {
        /// At one time. Where the answer is a range vector, its expected times are stated too.
        record Instant(long tMillis, Optional<Range> rangeVector) implements Times {}

        /// From start to end, both included.
        record Range(long startMillis, long endMillis, long stepMillis) implements Times {}
    }

    /// What the answer must be.
    ///
    /// @param fail the evaluation must fail, with this message
    /// @param warnings what warnings must match, each at least one, and none may be without
    /// @param infos likewise
    /// @param result the value; not looked at where `fail` is present
    public record Expectation(
            boolean ordered,
            Optional<Matching> fail,
            Annotations warnings,
            Annotations infos,
            Result result) {}

    /// What annotations of one kind are expected.
    public sealed interface Annotations {
        /// Nothing is said about them.
        record Any() implements Annotations {}

        /// There must be none.
        record None() implements Annotations {}

        /// There must be one; the older form of scripts.
        record Some() implements Annotations {}

        /// Each of these must be met, and each annotation must meet one.
        record Exactly(List<Matching> wanted) implements Annotations {
            public Exactly {
                wanted = List.copyOf(wanted);
            }
        }
    }

    /// What a message must be.
    public sealed interface Matching {
        /// Whether `text` is as wanted.
        default boolean matches(String text) {
            return switch (this) {
                case Anything() -> true;
                case Message(var message) -> message.equals(text);
                case Regex(var pattern) -> pattern.matcher(text).find();
            };
        }

        /// Any message.
        record Anything() implements Matching {}

        /// Exactly this message.
        record Message(String text) implements Matching {}

        /// A message in which this is found.
        record Regex(Pattern pattern) implements Matching {}
    }

    /// The value expected.
    public sealed interface Result {
        /// A scalar.
        record Real(double value) implements Result {}

        /// A string.
        record Text(String value) implements Result {}

        /// These series and no others, in the order of the script; empty values are gaps.
        record SeriesSet(Map<LabelSet, List<Optional<SampleValue.Written>>> series)
                implements Result {}
    }
}
