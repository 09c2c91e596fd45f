package io.tributary.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Printer;
import io.tributary.testkit.SeededCases;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    /// What is written, and how it is printed.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | 1",
                "-1 | -1",
                "+Inf | +Inf",
                "0x1f | 31",
                "017 | 15",
                "1e3 | 1000",
                "5m | 5m",
                "1h30m | 1h30m",
                "1 + 2 * 3 | 1 + 2 * 3",
                "-a ^ 2 | -a ^ 2",
                "2 ^ 3 ^ 2 | 2 ^ 3 ^ 2",
                "a and b or c | a and b or c",
                "a == bool 1 | a == bool 1",
                "a + on (x) group_left (y) b | a + on (x) group_left (y) b",
                "a + ignoring(x) b | a + ignoring (x) b",
                "foo{b=\"c\",a!=\"d\"} | foo{a!=\"d\",b=\"c\"}",
                "{\"my.metric\", \"label with space\"=~\"x.*\"} | {\"label with space\"=~\"x.*\",__name__=\"my.metric\"}",
                "foo[5m] offset -1h @ 10 | foo[5m] @ 10.000 offset -1h",
                "foo @ start() offset 5m | foo @ start() offset 5m",
                "sum by (a, b) (foo) | sum by (a, b) (foo)",
                "sum(foo) without (a) | sum without (a) (foo)",
                "sum by () (foo) | sum(foo)",
                "topk(3, foo) | topk(3, foo)",
                "rate(foo[1h:5m]) | rate(foo[1h:5m])",
                "max_over_time(rate(foo[5m])[1h:] offset 1d) | max_over_time(rate(foo[5m])[1h:] offset 1d)",
                "sum | sum",
                "start + end | start + end",
                "offset offset 5m | offset offset 5m",
                "foo[5m * 2] | foo[5m * 2]",
                "foo[((5m)) * ((step() + 1))] | foo[5m * (step() + 1)]",
                "foo offset 5m + 5m | foo offset 5m + 5m",
                "foo offset -(5m) | foo offset -5m",
                "foo offset (5m + step()) | foo offset (5m + step())",
                "foo[min_of(5m, range())] | foo[min_of(5m, range())]",
                "foo + fill(0) bar | foo + fill (0) bar",
                "foo + fill(1000000) bar | foo + fill (1e+06) bar",
                "foo + fill(NaN) bar | foo + fill_left (NaN) fill_right (NaN) bar",
                "foo + fill_left(-1) fill_right(2) bar | foo + fill_left (-1) fill_right (2) bar",
                "rate(foo[5m] anchored) | rate(foo[5m] anchored)",
                "\"\\u00e9\\x41\\101\" | \"éAA\"",
                "\"\\xc3\\xa9\\xc3z\" | \"é\\xc3z\"",
                "`raw\\n` | \"raw\\\\n\""
            })
    void parse_ofTheGrammar_printsAsPrometheusDoes(String query, String printed) {
        assertThat(Printer.print(parse(query))).isEqualTo(printed);
        assertThat(Printer.print(parse(printed))).isEqualTo(printed);
    }

    /// What is written, and the error.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | unknown position: parse error: no expression found in input",
                "1+ | 1:3: parse error: unexpected end of input",
                "(1 | 1:3: parse error: unclosed left parenthesis",
                "1) | 1:3: parse error: unexpected right parenthesis ')'",
                "foo{ | 1:5: parse error: unexpected end of input inside braces",
                "foo{a} | 1:6: parse error: unexpected \"}\" in label matching, expected label matching operator",
                "foo{a=b} | 1:7: parse error: unexpected identifier \"b\" in label matching, expected string",
                "foo{a=\"b\" c} | 1:11: parse error: unexpected identifier \"c\" in label matching, expected \",\" or \"}\"",
                "{} | 1:1: parse error: vector selector must contain at least one non-empty matcher",
                "{a=\"\"} | 1:1: parse error: vector selector must contain at least one non-empty matcher",
                "foo{__name__=\"bar\"} | 1:1: parse error: metric name must not be set twice: \"foo\" or \"bar\"",
                "foo[5m | 1:7: parse error: unclosed left bracket",
                "foo[ | 1:5: parse error: unexpected end of input in duration expression",
                "foo[0] | 1:5: parse error: duration must be greater than 0",
                "(foo)[5m] | 1:6: parse error: ranges only allowed for vector selectors",
                "foo offset 5m [5m] | 1:15: parse error: no offset modifiers allowed before range",
                "foo offset 1m offset 1m | 1:1: parse error: offset may not be set multiple times",
                "foo @ 1 @ 2 | 1:1: parse error: @ <timestamp> may not be set multiple times",
                "1 offset 1d | 1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
                "1 == 1 | 1:3: parse error: comparisons between scalars must use BOOL modifier",
                "a + bool b | 1:3: parse error: bool modifier can only be used on comparison operators",
                "1 and 1 | 1:1: parse error: set operator \"and\" not allowed in binary scalar expression",
                "a + on(x) group_left(x) b | 1:3: parse error: label \"x\" must not occur in ON and GROUP clause at once",
                "rate(foo) | 1:6: parse error: expected type range vector in call to function \"rate\", got instant vector",
                "rate(foo[5m], 1) | 1:1: parse error: expected 1 argument(s) in call to \"rate\", got 2",
                "sum(foo[5m]) | 1:5: parse error: expected type instant vector in aggregation expression, got range vector",
                "sum() | 1:1: parse error: no arguments for aggregate expression provided",
                "topk(foo) | 1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
                "nope(foo) | 1:1: parse error: unknown function with name \"nope\"",
                "abs(foo,) | 1:8: parse error: trailing commas not allowed in function call args",
                "foo =~ bar | 1:5: parse error: unexpected character after '=': '~'",
                "a b $ | 1:3: parse error: unexpected identifier \"b\"",
                "\"unfinished | 1:1: parse error: unterminated quoted string",
                "\"\\q\" | 1:1: parse error: unknown escape sequence U+0071 'q'",
                "999e999999 | 1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"999e999999\": value out of range",
                "foo{a=~\"(\"} | 1:5: parse error: error parsing regexp: missing closing ): `(`"
            })
    void parse_ofMistakes_namesPlaceAndReason(String query, String message) {
        assertThatThrownBy(() -> parse(query))
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }

    /// Where upstream's lexer and its grammar's `error` rules put the blame.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0.7.5 | 1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"0.7.5\": invalid syntax",
                "2.5. | 1:1: parse error: bad number or duration syntax: \"2.5.\"",
                "1sum | 1:1: parse error: bad number or duration syntax: \"1su\"",
                "foo[1.5m] | 1:5: parse error: unknown unit \".\" in duration \"1.5m\"",
                "foo[1m2h] | 1:5: parse error: not a valid duration string: \"1m2h\"",
                "foo[(-5m)] | 1:6: parse error: duration must be greater than 0",
                "foo[5m smoothed] | 1:8: parse error: unexpected character: 's', expected ':'",
                "foo[x] | 1:5: parse error: unexpected character in duration expression: 'x'",
                "foo[:5m] | 1:6: parse error: unexpected colon before duration in duration expression",
                "foo[5m:1m:] | 1:10: parse error: unexpected colon ':'",
                "foo[(1m,)] | 1:8: parse error: unexpected \",\" in subquery or range selector, expected number, duration, step(), or range()",
                "foo offset (1m) + foo | 1:19: parse error: unexpected identifier \"foo\" in offset, expected number, duration, step(), or range()",
                "sum((a b)) | 1:8: parse error: unexpected identifier \"b\" in aggregation",
                "abs(foo, =) | 1:8: parse error: trailing commas not allowed in function call args",
                "= | 1:1: parse error: unexpected \"=\"",
                "a + on (b) group_left = c | 1:23: parse error: unexpected \"=\" in grouping opts, expected \"(\"",
                "\"é\" \"é\" | 1:6: parse error: unexpected string \"\\\"é\\\"\""
            })
    void parse_ofMistakesInsideConstructs_blamesAsUpstream(String query, String message) {
        assertThatThrownBy(() -> parse(query))
                .isInstanceOf(ParseException.class)
                .hasMessage(message);
    }

    @Test
    void parse_ofALaterLine_countsLinesAndColumns() {
        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> parse("sum(\n  foo # comment )\n  bar)"))
                .satisfies(e -> {
                    assertThat(e.line()).isEqualTo(3);
                    assertThat(e.column()).isEqualTo(3);
                });
    }

    @Test
    void parse_ofExperimentalSyntax_isRefusedNamingIt() {
        for (String query :
                List.of("limitk(1, foo)", "foo anchored", "a + fill(0) b", "info(foo)")) {
            assertThatThrownBy(() -> Parser.parse(query, ParserOptions.DEFAULTS))
                    .as(query)
                    .isInstanceOf(ParseException.class)
                    .hasMessageMatching(".*(experimental|not enabled).*");
        }
    }

    /// Upstream's grammar takes what follows the parenthesis into the offset, but prints it
    /// without.
    @Test
    void parse_ofAnOffsetThatBeginsWithAParenthesis_goesOnBehindIt() {
        assertThat(parse("foo offset (5m) + 5m")).isInstanceOf(Expr.VectorSelector.class);
        assertThat(parse("foo offset - -5m + 5m")).isInstanceOf(Expr.VectorSelector.class);
        assertThat(parse("foo offset -(5m) + 5m")).isInstanceOf(Expr.Binary.class);
        assertThat(parse("foo offset 5m + 5m")).isInstanceOf(Expr.Binary.class);
    }

    /// Upstream names the place of the left operand, without parentheses, of what it reduces first.
    @ParameterizedTest
    @CsvSource({
        "foo[5m * 2], 1:5",
        "foo[1m + 2 * 3], 1:10",
        "foo[((2 + 3) * 4)], 1:7",
        "foo[(5m)], 1:6",
        "foo[-5m + 1], 1:5",
        "foo[step()], 1:5",
        "foo offset max_of(1; 2), 1:12"
    })
    void parse_ofComputedDurationsSwitchedOff_namesTheirPlace(String query, String place) {
        ParserOptions off = new ParserOptions(true, true, true, false);

        assertThatThrownBy(() -> Parser.parse(query.replace(';', ','), off))
                .isInstanceOf(ParseException.class)
                .hasMessage(
                        place + ": parse error: experimental duration expression is not enabled");
    }

    @Test
    void parse_ofDeepOrLongText_isRefusedCleanly() {
        for (String query :
                List.of(
                        "(".repeat(100_000),
                        "-".repeat(100_000) + "1",
                        "1" + "+1".repeat(100_000),
                        "abs(".repeat(50_000),
                        "x".repeat(Parser.LENGTH_MAX + 1))) {
            assertThatThrownBy(() -> parse(query)).isInstanceOf(ParseException.class);
        }
        String row = "a" + " or a".repeat(ExpressionParser.HEIGHT_MAX - 1);
        assertThat(Printer.print(parse(row))).isEqualTo(row);
        assertThatThrownBy(() -> parse(row + " or a"))
                .hasMessageContaining("expression has more than 10000 operators in a row");
    }

    @Test
    void parse_ofRandomTokens_givesATreeOrAParseException() {
        String[] soup = {
            "foo",
            "sum",
            "by",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "5m",
            "1",
            "\"s\"",
            "=",
            "=~",
            "+",
            "-",
            "^",
            "and",
            "or",
            "on",
            "offset",
            "@",
            ":",
            ",",
            "rate",
            "start",
            "bool",
            "!=",
            "group_left",
            "#",
            "\n",
            " ",
            "fill",
            "step",
            "unless",
            "`",
            "'",
            "\\",
            "é"
        };
        SeededCases.run(
                20_000,
                random -> {
                    StringBuilder query = new StringBuilder();
                    for (int i = random.between(1, 14); i > 0; i--) {
                        query.append(soup[random.between(0, soup.length - 1)]).append(' ');
                    }
                    try {
                        String printed = Printer.print(parse(query.toString()));
                        assertThat(Printer.print(parse(printed))).isEqualTo(printed);
                    } catch (ParseException e) {
                        assertThat(e).hasMessageContaining("parse error: ");
                    }
                });
    }

    private static Expr parse(String query) {
        return Parser.parse(query, ParserOptions.ALL);
    }
}
