package io.tributary.server.query;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.server.RunningServer;
import io.tributary.server.ServerSettings;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries that are refused by pattern.
class BlockedQueriesTest {
    private static final String BLOCKED =
            """
            query.blocked=
            # incident 7
            exact sum by (job) (rate(m[5m])) # see the rule job:m:rate5m

            regex .*env="prod".*
            exact m{path="a # b"} # costs too much
            """;

    private static HttpResponse<String> ask(RunningServer server, String query) throws Exception {
        return server.get("/api/v1/query?" + form("query", query));
    }

    private static void assertRefused(HttpResponse<String> answer, String reason) {
        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"query is blocked: %s\"}"
                                .formatted(reason));
        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void exact_inWhateverSpelling_isRefusedWithItsReason() throws Exception {
        try (RunningServer server = RunningServer.open(BLOCKED)) {
            for (String query :
                    new String[] {
                        "sum by (job) (rate(m[5m]))",
                        "  sum by (job) (rate(m[5m]))\n",
                        "sum(rate(m[300s]))by(job)",
                        "sum by (job,) (rate(m[5m])) # please",
                        "sum by (job) (rate(m{}[5m]))"
                    }) {
                assertRefused(ask(server, query), "see the rule job:m:rate5m");
            }
            assertRefused(ask(server, "m{path='a # b'}"), "costs too much");
            assertRefused(
                    server.postForm(
                            "/api/v1/query_range",
                            "query",
                            "sum by (job) (rate(m[5m]))",
                            "start",
                            "0",
                            "end",
                            "60",
                            "step",
                            "15"),
                    "see the rule job:m:rate5m");
            assertThat(ask(server, "sum by (job) (rate(m[1m]))").statusCode()).isEqualTo(200);
            assertThat(ask(server, "1 + sum by (job) (rate(m[5m]))").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void regex_matchesTheWholeQuery_asSentOrAsPrinted() throws Exception {
        String noReason = "the operator of this server does not have it answered";
        try (RunningServer server = RunningServer.open(BLOCKED, "query.maxConcurrent=1")) {
            assertRefused(ask(server, "up{env=\"prod\"}"), noReason);
            assertRefused(ask(server, "sum(\n  up { env = 'prod' }\n)"), noReason);
            assertThat(ask(server, "up{env=\"dev\"}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void blocked_isCountedAndLogged_neverEvaluated() throws Exception {
        try (RunningServer server = RunningServer.open(BLOCKED)) {
            byte[] series = new WriteRequestBytes().sample(NOW_MILLIS, 1, "__name__", "m").snappy();
            assertThat(server.write(series).statusCode()).isEqualTo(204);
            ask(server, "m{path='a # b'}");
            ask(server, "m{path=\"a # b\"}");
            ask(server, "up");

            assertThat(server.get("/metrics").body())
                    .contains("tributary_query_blocked_total{reason=\"costs too much\"} 2.0");
            assertThat(server.get("/api/v1/queries/recent").body())
                    .containsPattern(
                            "m\\{path=.*\"series\":0,\"samples\":0,\"peakBytes\":0,\"status\":422,\"errorType\":\"execution\",\"error\":\"query is blocked: costs too much\"");
        }
    }

    @Test
    void brokenQuery_isStillToldToBeOne() throws Exception {
        try (RunningServer server = RunningServer.open(BLOCKED)) {
            assertThat(ask(server, "sum(").statusCode()).isEqualTo(400);
            assertRefused(
                    ask(server, "sum( env=\"prod\""),
                    "the operator of this server does not have it answered");
        }
    }

    @Test
    void wrongLine_isRefusedAtStart_withItsPlace(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("tributary.yaml");
        assertRefusedAtStart(
                file,
                """
                query:
                  blocked: |
                    exact up
                    # a comment

                    regex a{2,1}
                """,
                "tributary.yaml:2:12: query.blocked: line 4 of it: found regex a{2,1}, expected an RE2 expression: ");
        assertRefusedAtStart(
                file,
                "query.blocked: sum(up)",
                "tributary.yaml:1:16: query.blocked: line 1 of it: found sum(up), expected exact QUERY or regex EXPRESSION");
        assertRefusedAtStart(
                file,
                "query.blocked: \"" + "exact up\\n".repeat(101) + "\"",
                "query.blocked: found 101 lines, expected at most 100");
    }

    private static void assertRefusedAtStart(Path file, String yaml, String message)
            throws Exception {
        Files.writeString(file, yaml);
        assertThatThrownBy(() ->
                        new ConfigLoader(ServerSettings.ALL)
                                .load(Optional.of(file), Map.of(), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
