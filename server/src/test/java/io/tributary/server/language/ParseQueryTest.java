package io.tributary.server.language;

import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.Recorded;
import io.tributary.server.RunningServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Trees of queries, against those that Prometheus 3.14 answered
/// (`src/test/scripts/parse_query.txt`: a query, its answer, an empty line).
class ParseQueryTest {
    @Test
    void parseQuery_tree_isThatOfPrometheus() throws Exception {
        List<Recorded> cases = Recorded.read("parse_query.txt");
        SoftAssertions soft = new SoftAssertions();
        try (RunningServer server = RunningServer.open()) {
            for (Recorded each : cases) {
                HttpResponse<String> answer =
                        server.postForm("/api/v1/parse_query", "query", each.question());
                soft.assertThat(answer.body()).as(each.question()).isEqualTo(each.answer());
                soft.assertThat(answer.statusCode()).isEqualTo(each.status());
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
}
