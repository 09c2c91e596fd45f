package io.tributary.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.ast.Printer;
import io.tributary.testkit.promqltest.Script;
import io.tributary.testkit.promqltest.ScriptDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every expression of Prometheus' own scripts: it parses, and what is printed parses to the same
/// again.
class PrometheusScriptsTest {
    @Test
    void parse_ofEveryScriptedExpression_givesATreeOrTheExpectedError() throws IOException {
        int parsed = 0;
        int refused = 0;
        List<String> wrong = new ArrayList<>();
        for (Path file : ScriptDirectory.require()) {
            for (Script.Eval eval : Script.read(file).evals()) {
                String place = file.getFileName() + ":" + eval.line() + ": " + eval.expression();
                try {
                    roundTrip(eval.expression());
                    parsed++;
                } catch (ParseException e) {
                    refused++;
                    if (eval.expectation().fail().isEmpty()) {
                        wrong.add(place + ": " + e.getMessage());
                    }
                }
            }
        }
        System.Logger log = System.getLogger(getClass().getName());
        log.log(System.Logger.Level.INFO, "{0} expressions parsed, {1} refused", parsed, refused);
        assertThat(wrong).isEmpty();
        // The tagged release's scripts hold 2,195, those of its branch 2,213.
        assertThat(parsed + refused).isGreaterThanOrEqualTo(2_190);
    }

    private static void roundTrip(String expression) {
        String printed = Printer.print(Parser.parse(expression, ParserOptions.ALL));
        String again = Printer.print(Parser.parse(printed, ParserOptions.ALL));
        assertThat(again).as(expression).isEqualTo(printed);
    }
}
