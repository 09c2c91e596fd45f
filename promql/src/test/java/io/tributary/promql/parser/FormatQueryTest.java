package io.tributary.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.ast.Prettifier;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptDirectory;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus' `format_query` beside ours: the text of every expression of its scripts, and
/// the error of what is none.
@Tag("peers")
class FormatQueryTest {
    private static final String FEATURES =
            "promql-experimental-functions,promql-extended-range-selectors,promql-binop-fill-modifiers";

    /// What random changes put into expressions.
    private static final List<String> TOKENS =
            List.of(
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    ":",
                    ",",
                    "@",
                    "=",
                    "=~",
                    "!=",
                    "==",
                    "+",
                    "-",
                    "*",
                    "/",
                    "^",
                    "%",
                    "2.5.",
                    "0x",
                    ".5",
                    "1e",
                    "1_0",
                    "5m",
                    "1h30m",
                    "9y",
                    "inf",
                    "and",
                    "or",
                    "on",
                    "by",
                    "without",
                    "ignoring",
                    "group_left",
                    "bool",
                    "offset",
                    "start()",
                    "step()",
                    "range()",
                    "max_of",
                    "fill",
                    "anchored",
                    "smoothed",
                    "sum",
                    "rate",
                    "topk",
                    "info",
                    "'a'",
                    "`r`",
                    "\"\\xff\"",
                    "é",
                    "#c",
                    "\n",
                    "$",
                    "~");

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_:][A-Za-z0-9_:]*|[0-9][0-9a-zA-Z_.]*|\\s+|=~|!~|!=|==|>=|<=|.",
                    Pattern.DOTALL);

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4}|.)");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private Path directory;

    @Test
    void format_ofEveryScriptedExpression_isWhatPrometheusPrints() throws Exception {
        List<Script.Eval> evals = evals();
        List<String> different = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int equal = 0;
        try (PeerProcess prometheus = start("all", "--enable-feature=" + FEATURES)) {
            for (Script.Eval eval : evals) {
                String theirs = format(prometheus, eval.expression());
                String ours = format(eval.expression(), ParserOptions.ALL);
                if (theirs.equals(ours)) {
                    equal++;
                } else {
                    List<String> list = theirs.startsWith("error: ") ? refused : different;
                    list.add(eval.expression() + "\n  " + theirs + "\n  " + ours);
                }
            }
        }
        System.out.printf(
                "format_query: %d equal, %d different, %d refused by Prometheus only%n",
                equal, different.size(), refused.size());
        refused.forEach(System.out::println);
        assertThat(different).isEmpty();
        // The tagged release's scripts hold 2,195, those of its branch 2,213.
        assertThat(equal + refused.size()).isGreaterThanOrEqualTo(2_190);
    }

    /// With Prometheus' default switches, where much is refused: the errors are equal, too.
    @Test
    void format_withoutSwitches_isWhatPrometheusPrints() throws Exception {
        List<Script.Eval> evals = evals();
        try (PeerProcess prometheus = start("default", "--web.page-title=default")) {
            for (Script.Eval eval : evals) {
                assertThat(format(eval.expression(), ParserOptions.DEFAULTS))
                        .as(eval.expression())
                        .isEqualTo(format(prometheus, eval.expression()));
            }
        }
    }

    @Test
    void format_ofExpressionsChangedAtRandom_isWhatPrometheusPrints() throws Exception {
        List<List<String>> expressions = evals().stream().map(e -> cut(e.expression())).toList();
        try (PeerProcess prometheus = start("random", "--enable-feature=" + FEATURES)) {
            SeededCases.run(
                    5_000,
                    random -> {
                        List<String> tokens = new ArrayList<>(oneOf(random, expressions));
                        for (int i = random.between(1, 3); i > 0; i--) {
                            change(random, tokens);
                        }
                        String query = String.join("", tokens);
                        assertThat(format(query, ParserOptions.ALL))
                                .as(query)
                                .isEqualTo(format(prometheus, query));
                    });
        }
    }

    private static List<Script.Eval> evals() throws IOException {
        List<Script.Eval> evals = new ArrayList<>();
        for (Path file : ScriptDirectory.require()) {
            evals.addAll(Script.read(file).evals());
        }
        return evals;
    }

    private static List<String> cut(String expression) {
        Matcher token = TOKEN.matcher(expression);
        List<String> tokens = new ArrayList<>();
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }

    private static void change(SeededCases.Random random, List<String> tokens) {
        int at = tokens.isEmpty() ? 0 : random.between(0, tokens.size() - 1);
        if (tokens.isEmpty() || random.oneIn(3)) {
            tokens.add(at, oneOf(random, TOKENS));
        } else if (random.oneIn(2)) {
            tokens.remove(at);
        } else {
            tokens.set(at, oneOf(random, TOKENS));
        }
    }

    private static <T> T oneOf(SeededCases.Random random, List<T> list) {
        return list.get(random.between(0, list.size() - 1));
    }

    private static String format(String query, ParserOptions options) {
        try {
            Optional<String> text = Prettifier.print(Parser.parse(query, options), 1 << 20);
            return text.orElseThrow();
        } catch (ParseException e) {
            return "error: " + e.getMessage();
        }
    }

    private String format(PeerProcess prometheus, String query) {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(prometheus.uri("/api/v1/format_query"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        try {
            String answer = client.send(request, BodyHandlers.ofString()).body();
            String prefix = "invalid parameter \"query\": ";
            return answer.contains("\"status\":\"success\"")
                    ? text(answer, "\"data\":\"")
                    : "error: " + text(answer, "\"error\":\"").substring(prefix.length());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// The string behind `key` of a JSON object whose last member it is.
    private static String text(String json, String key) {
        String quoted = json.substring(json.indexOf(key) + key.length(), json.lastIndexOf('"'));
        return ESCAPE.matcher(quoted)
                .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))));
    }

    private static String unescaped(String escape) {
        return switch (escape.charAt(0)) {
            case 'u' -> Character.toString(Integer.parseInt(escape, 1, 5, 16));
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            default -> escape;
        };
    }

    private PeerProcess start(String name, String argument) throws Exception {
        return PeerProcess.prometheus(directory.resolve(name), "{}", argument);
    }
}
