package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ErrorRows.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/reference/errors.md` is made of the program's own lists of what can be wrong; `-Dupdate`
/// writes it anew. Each row names a test that shows it, and that test is there.
class ErrorsReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs/reference/errors.md");

    @Test
    void errorsReference_inTheDocumentation_isThatOfTheProgram() throws IOException {
        String expected = document();
        if (System.getProperty("update") != null) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
    }

    @Test
    void errorsReference_tests_areThere() throws IOException {
        List<Row> rows =
                Stream.of(
                                ErrorRows.writes(),
                                ErrorRows.refusals(),
                                ErrorRows.unavailable(),
                                ErrorRows.api(),
                                ErrorRows.queries(),
                                ErrorRows.starts(),
                                ErrorRows.exits())
                        .flatMap(List::stream)
                        .toList();
        List<String> missing =
                rows.stream()
                        .map(Row::test)
                        .distinct()
                        .filter(test -> !test.isEmpty() && !isThere(test))
                        .toList();

        assertThat(missing).isEmpty();
    }

    private static String document() {
        return """
        # Errors

        Every error that a sender, a client or an operator can meet: where it is told, what it means, what to do. Made
        from the program's own lists; the last column names the test that shows it. More words on writes:
        [answers to writes](write-answers.md); on 503: [operating](../guide/operating.md#when-writes-are-answered-503).

        No answer carries a stack trace. What is refused for good changes nothing else: the rest of the request is
        stored, the process goes on.

        ## Answers to writes

        Plain text, with `X-Prometheus-Remote-Write-*-Written` headers that count what is stored.

        %s
        ### 400 with reasons

        `N of M samples refused, the others are stored: REASON=COUNT …; first: …`, counted in
        `tributary_ingest_refused_samples_total{tenant,reason}`.

        %s
        ### 503 with reasons

        `nothing was stored, try again: REASON` (or `server is REASON`), with `Retry-After`, counted in
        `tributary_ingest_unavailable_total{tenant,reason}`.

        %s
        ## Answers to queries

        `{"status":"error","errorType":"TYPE","error":"…"}`, the texts those of Prometheus.

        %s
        ### What a query may have done

        %s
        ## Refusals to start

        One line on standard error, beginning with `tributary:` or, once the log is open, `cannot start:`. What is
        there stays as it is.

        %s
        ## Exit codes

        %s\
        """
                .formatted(
                        table("status", ErrorRows.writes()),
                        table("reason", ErrorRows.refusals()),
                        table("reason", ErrorRows.unavailable()),
                        table("status, type", ErrorRows.api()),
                        table("status, type", ErrorRows.queries()),
                        table("what", ErrorRows.starts()),
                        table("code", ErrorRows.exits()));
    }

    private static String table(String first, List<Row> rows) {
        String lines =
                rows.stream()
                        .map(row ->
                                "| %s | %s | %s | %s |\n"
                                        .formatted(row.word(), row.when(), row.then(), shown(row)))
                        .collect(Collectors.joining());
        return "| "
                + first
                + " | when | what to do | shown by |\n| --- | --- | --- | --- |\n"
                + lines;
    }

    private static String shown(Row row) {
        return row.test().isEmpty() ? "–" : "`" + row.test() + "`";
    }

    /// Whether a module's tests have a class of that name with such a method.
    private static boolean isThere(String test) {
        int dot = test.indexOf('.');
        Path file = Path.of(test.substring(0, dot) + ".java");
        String method = " " + test.substring(dot + 1) + "(";
        try (Stream<Path> paths =
                Files.find(
                        ROOT,
                        12,
                        (path, attributes) ->
                                path.endsWith(file) && path.toString().contains("src/test/java"))) {
            for (Path path : paths.toList()) {
                if (Files.readString(path).contains(method)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
