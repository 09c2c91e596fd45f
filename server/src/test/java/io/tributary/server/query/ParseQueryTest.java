package io.tributary.server.query;

import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.RunningServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Trees of queries, against those that Prometheus 3.14 answered
/// (`src/test/scripts/parse_query.txt`: a query, its answer, an empty line).
class ParseQueryTest {
    private static final Path ANSWERS = Path.of("src", "test", "scripts", "parse_query.txt");

    private record Case(String query, String answer) {}

    @Test
    void parseQuery_tree_isThatOfPrometheus() throws Exception {
        List<Case> cases = cases();
        SoftAssertions soft = new SoftAssertions();
        try (RunningServer server = RunningServer.open()) {
            for (Case each : cases) {
                HttpResponse<String> answer =
                        server.postForm("/api/v1/parse_query", "query", each.query());
                soft.assertThat(answer.body()).as(each.query()).isEqualTo(each.answer());
                soft.assertThat(answer.statusCode())
                        .isEqualTo(each.answer().contains("\"status\":\"error\"") ? 400 : 200);
            }
        }
        soft.assertAll();
        assertThat(cases).hasSizeGreaterThan(30);
    }

    /// A row of operators is as deep on the left as it is long.
    @Test
    void parseQuery_longestRowOfOperators_isAnswered() throws Exception {
        String query = "1" + " + 1".repeat(9_999);
        try (RunningServer server = RunningServer.open()) {
            HttpResponse<String> answer = server.postForm("/api/v1/parse_query", "query", query);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().split("\"binaryExpr\"", -1)).hasSize(10_000);
            assertThat(answer.body())
                    .endsWith(
                            "\"rhs\":{\"type\":\"numberLiteral\",\"val\":\"1\"},\"type\":\"binaryExpr\"}}");
        }
    }

    @Test
    void parseQuery_byGet_isAnswered() throws Exception {
        try (RunningServer server = RunningServer.open()) {
            assertThat(server.get("/api/v1/parse_query?" + form("query", "(1)")).body())
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":{\"expr\":{\"type\":\"numberLiteral\",\"val\":\"1\"},\"type\":\"parenExpr\"}}");
        }
    }

    private static List<Case> cases() throws Exception {
        List<String> lines = Files.readAllLines(ANSWERS);
        List<Case> cases = new ArrayList<>();
        for (int i = 2; i < lines.size(); i += 3) {
            cases.add(new Case(lines.get(i), lines.get(i + 1)));
        }
        return cases;
    }
}
