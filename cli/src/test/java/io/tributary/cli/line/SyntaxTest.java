package io.tributary.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "a=1,b=2",
                "\"quoted\"",
                "'quoted'",
                " padded ",
                "",
                "-",
                "-1h",
                "-5",
                "@file",
                "a b",
                "\u2026"
            })
    void parse_value_isWhatWasTyped(String value) throws UsageException {
        assertThat(parse("x", "--set", value).values("set")).containsExactly(value);
        assertThat(parse("x", "--set=" + value).values("set")).containsExactly(value);
        assertThat(parse("--", value).parameters()).containsExactly(value);
    }

    @Test
    void parse_valueThatLooksLikeAnOption_isTakenBehindEqual() throws UsageException {
        assertThat(parse("x", "--data=--flag").value("data")).contains("--flag");
        assertThat(parse("x", "--data=-x").value("data")).contains("-x");
    }

    @Test
    void parse_repeatable_keepsItsOrder() throws UsageException {
        assertThat(parse("--set", "b=1", "x", "--set=a=2", "--set", "b=1").values("set"))
                .containsExactly("b=1", "a=2", "b=1");
    }

    @Test
    void parse_nothingGiven_isAbsent() throws UsageException {
        Arguments arguments = parse("x");

        assertThat(arguments.value("data")).isEmpty();
        assertThat(arguments.values("set")).isEmpty();
        assertThat(arguments.has("flag")).isFalse();
        assertThat(arguments.parameters()).containsExactly("x");
    }

    @Test
    void parse_flag_isHadBeforeAndBehindTheWord() throws UsageException {
        assertThat(parse("--flag", "x").has("flag")).isTrue();
        assertThat(parse("x", "--flag").has("flag")).isTrue();
        assertThat(parse("x", "--flag").parameters()).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-(x)", "-", "- x", "\"x\"", "x=1", "@x", ""})
    void parse_wordThatIsNoOption_isAParameter(String word) throws UsageException {
        assertThat(parse(word).parameters()).containsExactly(word);
        assertThat(parse("--flag", word).parameters()).containsExactly(word);
    }

    @Test
    void parse_afterTheEndOfOptions_takesEverything() throws UsageException {
        assertThat(parse("--flag", "--", "--flag").parameters()).containsExactly("--flag");
        assertThat(parse("--", "--").parameters()).containsExactly("--");
        assertThat(parse("--", "-x").has("flag")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x --flg                | unknown option --flg: did you mean --flag?",
                "x --fl                 | unknown option --fl: did you mean --flag?",
                "x --flag=true          | --flag takes no value",
                "x --flag=              | --flag takes no value",
                "x --flag --flag        | --flag is given more than once",
                "x --data               | --data needs a value: DIR",
                "x --data --flag        | --data needs a value: DIR",
                "x --data --            | --data needs a value: DIR",
                "x --data a --data=a    | --data is given more than once",
                "x -data a              | unknown option -data: did you mean --data?",
                "x -dataa               | unknown option -dataa: did you mean --data?",
                "x --dataa              | unknown option --dataa: did you mean --data?",
                "x --dat=a              | unknown option --dat: did you mean --data?",
                "x --=a                 | unknown option --",
                "-x                     | unknown option -x",
                "--wholly-unknown x     | unknown option --wholly-unknown",
                "--help=yes x           | --help takes no value",
                "--flag                 | WORD is missing",
                "x y                    | unexpected argument \"y\"",
                "x -- --flag            | unexpected argument \"--flag\""
            })
    void parse_wrong_isRefusedNamingIt(String words, String message) {
        assertThatThrownBy(() -> parse(words.split(" ", -1)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void parse_required_mustBeGiven() throws UsageException {
        Syntax syntax = new Syntax().required("data", "DIR", "Where.");

        assertThat(syntax.parse(List.of("--data", "d")).value("data")).contains("d");
        assertThatThrownBy(() -> syntax.parse(List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--data DIR is missing");
        assertThatThrownBy(() -> syntax.parse(List.of("--dta", "d")))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option --dta: did you mean --data?");
    }

    private static Arguments parse(String... words) throws UsageException {
        return new Syntax()
                .option("data", "DIR", "Where.")
                .repeatable("set", "KEY=VALUE", "What.")
                .flag("flag", "Whether.")
                .parameter("WORD", "A word.")
                .parse(List.of(words));
    }
}
