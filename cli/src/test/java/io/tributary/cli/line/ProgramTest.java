package io.tributary.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    private static final String ALL =
            """
            Usage: tool COMMAND
            Does one thing or another.

            Commands:
              help   Show what a command is for and what it takes.
              copy   Copies words from one place to the other, one after the other, and says
                     how many there were.
              inner  More of them.

            See: tool COMMAND --help
            """;

    private static final String COPY =
            """
            Usage: tool copy WORD [--count NUMBER] [--help] [--loud] [--name NAME]…
                             --to PLACE
            Copies words from one place to the other, one after the other, and says how many
            there were.

              WORD            A word.
              --count NUMBER  How often.
              -h, --help      Show this.
              --loud          Say so, in many more words than anybody who only wants to copy
                              a word could wish for.
              --name NAME     Whose.
              --to PLACE      Where to.
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"help", "-h", "--help", "--help copy", "-h nosuch"})
    void execute_help_showsAllThatIsNotHidden(String words) {
        assertThat(run(words)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(ALL);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help copy",
                "copy --help",
                "copy -h",
                "copy a b c -h",
                "copy --nosuch --help",
                "copy --count --help"
            })
    void execute_helpOfACommand_showsWhatItTakesHoweverWrongTheRest(String words) {
        assertThat(run(words)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(COPY);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help inner fail", "inner fail --help"})
    void execute_helpOfANestedCommand_namesTheWholePath(String words) {
        assertThat(run(words)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("Usage: tool inner fail [--help]\n");
    }

    @Test
    void execute_hidden_isHelpedWithWhenNamed() {
        assertThat(run("help inner secret")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("Usage: tool inner secret ");
        assertThat(run("inner --help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).endsWith("  fail  Fails.\n\nSee: tool inner COMMAND --help\n");
    }

    @Test
    void execute_command_runsWithItsArguments() {
        assertThat(run("copy a --to b --name=c --name d")).isEqualTo(7);
        assertThat(out.toString()).isEqualTo("[a] to b of [c, d]\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void execute_afterTheEndOfOptions_helpIsAWord() {
        assertThat(run("copy --to b -- --help")).isEqualTo(7);
        assertThat(out.toString()).isEqualTo("[--help] to b of []\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpoy a         | unknown command \"cpoy\": did you mean copy?        | tool",
                "Copy a         | unknown command \"Copy\": did you mean copy?        | tool",
                "nothing --help | unknown command \"nothing\"                         | tool",
                "@copy          | unknown command \"@copy\": did you mean copy?       | tool",
                "secret         | unknown command \"secret\"                          | tool",
                "--loud copy    | unknown option --loud                               | tool",
                "help nothing   | unknown command \"nothing\"                         | tool",
                "inner fial     | unknown command \"fial\": did you mean fail?        | tool inner",
                "inner secre    | unknown command \"secre\"                           | tool inner",
                "inner help     | unknown command \"help\"                            | tool inner",
                "inner fail x   | unexpected argument \"x\"                           | tool inner fail",
                "copy --to b    | WORD is missing                                     | tool copy",
                "copy a         | --to PLACE is missing                               | tool copy",
                "copy a --t=x   | unknown option --t: did you mean --to?              | tool copy"
            })
    void execute_wrongUsage_isOneLineAndWhereToReadMore(String words, String line, String path) {
        assertThat(run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo(line + "\nSee: " + path + " --help\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void execute_emptyWord_isAnUnknownCommand() {
        assertThat(program().execute(console(), List.of(""))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("unknown command \"\"\nSee: tool --help\n");
    }

    @Test
    void execute_noCommand_isWrongUsageAndShowsAll() {
        assertThat(program().execute(console(), List.of())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("a command is missing\n" + ALL);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "io,      1, 'tributary: first\ntributary: second'",
        "config,  2, tributary: wrong key",
        "runtime, 1, tributary: BUG: no",
        "usage,   2, 'not so\nSee: tool fail --help'"
    })
    void execute_failure_isToldWithoutATrace(String kind, int code, String text) {
        Program program = new Program("tool", "", List.of(new Failing(kind)));

        assertThat(program.execute(console(), List.of("fail"))).isEqualTo(code);
        assertThat(err.toString()).isEqualTo(text + "\n");
    }

    @Test
    void execute_interrupted_failsAndStaysSo() {
        Program program = new Program("tool", "", List.of(new Failing("interrupt")));

        assertThat(program.execute(console(), List.of("fail"))).isEqualTo(ExitCode.FAILED);
        assertThat(Thread.interrupted()).isTrue();
    }

    private int run(String words) {
        return program().execute(console(), List.of(words.split(" ", -1)));
    }

    private static Program program() {
        return new Program(
                "tool",
                "Does one thing or another.",
                List.of(
                        new Copy(),
                        new Group(
                                "inner",
                                "More of them.",
                                List.of(new Failing("io"), new Secret()))));
    }

    private Console console() {
        return new Console(new PrintWriter(out), new PrintWriter(err));
    }

    private record Copy() implements Action {
        @Override
        public String name() {
            return "copy";
        }

        @Override
        public String description() {
            return "Copies words from one place to the other, one after the other, and says how many there were.";
        }

        @Override
        public Syntax syntax() {
            return new Syntax()
                    .required("to", "PLACE", "Where to.")
                    .repeatable("name", "NAME", "Whose.")
                    .option("count", "NUMBER", "How often.")
                    .flag(
                            "loud",
                            "Say so, in many more words than anybody who only wants to copy a word could wish for.")
                    .parameter("WORD", "A word.");
        }

        @Override
        public int run(Arguments arguments, Console console) {
            console.out()
                    .println(
                            "%s to %s of %s"
                                    .formatted(
                                            arguments.parameters(),
                                            arguments.value("to").orElseThrow(),
                                            arguments.values("name")));
            return 7;
        }
    }

    private record Failing(String kind) implements Action {
        @Override
        public String name() {
            return "fail";
        }

        @Override
        public String description() {
            return "Fails.";
        }

        @Override
        public Syntax syntax() {
            return new Syntax();
        }

        @Override
        public int run(Arguments arguments, Console console)
                throws UsageException, ConfigException, IOException, InterruptedException {
            switch (kind) {
                case "io" -> throw new IOException("first\nsecond");
                case "config" -> throw new ConfigException(List.of("wrong key"));
                case "usage" -> throw new UsageException("not so");
                case "interrupt" -> throw new InterruptedException();
                default -> throw new IllegalStateException("BUG: no");
            }
        }
    }

    private record Secret() implements Action {
        @Override
        public String name() {
            return "secret";
        }

        @Override
        public String description() {
            return "Hidden.";
        }

        @Override
        public boolean hidden() {
            return true;
        }

        @Override
        public Syntax syntax() {
            return new Syntax().flag("deep", "How.");
        }

        @Override
        public int run(Arguments arguments, Console console) {
            return ExitCode.OK;
        }
    }
}
