package io.tributary.server;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of queries: those that run, those that ran, and the log in a file.
class QueriesApiTest {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final String NONE = "{\"status\":\"success\",\"data\":[]}";
    private static final String NOW = "2023-11-14T22:13:20Z";

    @Test
    void recent_queries_areToldTheNewestFirst() throws Exception {
        try (RunningServer server = withSeries()) {
            server.get("/api/v1/query?" + form("query", "sum(up) > <1"));
            server.get("/api/v1/query?query=up");
            server.postForm(
                    "/api/v1/query_range",
                    "query",
                    "up + on() up",
                    "start",
                    "1699999940",
                    "end",
                    "1700000000.5",
                    "step",
                    "1.5");
            String recent = server.get("/api/v1/queries/recent").body();
            String cost = "\"durationSeconds\":[0-9.e-]+,\"waitedSeconds\":[0-9.e-]+,";

            assertThat(recent)
                    .matches(
                            Pattern.quote(
                                            "{\"status\":\"success\",\"data\":[{\"id\":3,\"time\":\"%s\",\"tenant\":\"anonymous\",\"principal\":\"anonymous\",\"client\":\"127.0.0.1\","
                                                            .formatted(NOW)
                                                    + "\"params\":{\"query\":\"up + on() up\",\"start\":\"2023-11-14T22:12:20Z\",\"end\":\"2023-11-14T22:13:20.500Z\",\"step\":1.5},")
                                    + cost
                                    + "\"series\":\\d+,\"samples\":\\d+,\"peakBytes\":\\d+,"
                                    + Pattern.quote(
                                            "\"status\":422,\"errorType\":\"execution\",\"error\":\"found duplicate series for the match group")
                                    + ".*")
                    .containsPattern(
                            Pattern.quote(
                                            "\"params\":{\"query\":\"up\",\"start\":\"%s\",\"end\":\"%s\",\"step\":0},"
                                                    .formatted(NOW, NOW))
                                    + cost
                                    + "\"series\":2,\"samples\":2,\"peakBytes\":[1-9]\\d*,\"status\":200}")
                    .contains(
                            "\"params\":{\"query\":\"sum(up) \\u003e \\u003c1\"",
                            "\"status\":400,\"errorType\":\"bad_data\",\"error\":\"1:11: parse error: ");
            assertThat(ids(recent)).containsExactly("3", "2", "1");
            assertThat(ids(server.get("/api/v1/queries/recent?limit=2").body()))
                    .containsExactly("3", "2");
        }
    }

    @Test
    void options_thatWereGiven_areToldAsTheyWereSent(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("queries.jsonl");
        String options =
                "\"timeout\":\"1m\",\"limit\":\"5\",\"lookback_delta\":\"30\",\"stats\":\"all\",\"dedup\":\"false\",\"replicaLabels\":[\"a\",\"\\u003cb\"]}";
        try (RunningServer server = RunningServer.open("query.logFile=" + file)) {
            server.write(up());
            server.store().holdSelections();
            CompletableFuture<HttpResponse<String>> asked =
                    asked(
                            server,
                            form(
                                    "query",
                                    "up",
                                    "timeout",
                                    "1m",
                                    "limit",
                                    "5",
                                    "lookback_delta",
                                    "30",
                                    "stats",
                                    "all",
                                    "dedup",
                                    "false",
                                    "replicaLabels[]",
                                    "a",
                                    "replicaLabels[]",
                                    "<b"));

            assertThat(awaitActive(server)).contains("\"step\":0," + options);
            server.store().letSelectionsGo();
            assertThat(asked.get().statusCode()).isEqualTo(200);
            server.postForm(
                    "/api/v1/query_range",
                    "query",
                    "up",
                    "start",
                    "1",
                    "end",
                    "2",
                    "step",
                    "1",
                    "timeout",
                    "",
                    "dedup",
                    "1");
            assertThat(server.get("/api/v1/queries/recent").body())
                    .containsSubsequence("\"step\":1,\"dedup\":\"1\"},", "\"step\":0," + options);
        }
        assertThat(Files.readString(file))
                .containsSubsequence("\"step\":0," + options, "\"step\":1,\"dedup\":\"1\"},");
    }

    @Test
    void recent_keepsNoMoreThanItMay() throws Exception {
        try (RunningServer server = RunningServer.open("query.logKept=2");
                RunningServer none = RunningServer.open("query.logKept=0")) {
            for (int i = 0; i < 4; i++) {
                server.get("/api/v1/query?query=1");
                none.get("/api/v1/query?query=1");
            }
            assertThat(server.get("/api/v1/queries/recent").body()).isEqualTo(NONE);
            server.write(up());
            for (int i = 0; i < 4; i++) {
                server.get("/api/v1/query?query=1");
            }

            assertThat(ids(server.get("/api/v1/queries/recent").body())).containsExactly("8", "7");
            assertThat(none.get("/api/v1/queries/recent").body()).isEqualTo(NONE);
        }
    }

    /// Not even that somebody else asks anything.
    @Test
    void recent_ofOthers_isNotTold() throws Exception {
        try (RunningServer server = withSeries()) {
            server.write(up(), "X-Scope-OrgID", "other");
            server.get("/api/v1/query?query=mine");
            ask(server, "/api/v1/query?query=others", "other");
            ask(server, "/api/v1/query?query=both", "anonymous|other");
            ask(server, "/api/v1/query?query=nobodys", "nobody");

            assertThat(server.get("/api/v1/queries/recent").body())
                    .contains("\"mine\"")
                    .doesNotContain("others", "both", "nobodys");
            assertThat(ask(server, "/api/v1/queries/recent", "other"))
                    .contains("\"others\"")
                    .doesNotContain("mine", "both");
            assertThat(ask(server, "/api/v1/queries/recent", "other|anonymous"))
                    .contains("mine", "others", "\"tenant\":\"anonymous|other\"")
                    .doesNotContain("nobodys");
            assertThat(ask(server, "/api/v1/queries/recent", "nobody")).isEqualTo(NONE);
        }
    }

    @Test
    void active_query_isToldAndCancelledByItsOwnTenantOnly() throws Exception {
        try (RunningServer server = withSeries()) {
            server.write(up(), "X-Scope-OrgID", "other");
            server.store().holdSelections();
            CompletableFuture<HttpResponse<String>> asked = asked(server, "query=sum(up)");
            String active = awaitActive(server);
            String id = ids(active).getFirst();

            assertThat(active)
                    .contains("\"query\":\"sum(up)\"", "\"durationSeconds\":")
                    .doesNotContain("status\":200");
            assertThat(ask(server, "/api/v1/queries/active", "other")).isEqualTo(NONE);
            assertThat(cancel(server, id, "other").statusCode()).isEqualTo(404);
            assertThat(cancel(server, id, "anonymous").body())
                    .isEqualTo("{\"status\":\"success\",\"data\":%s}".formatted(id));
            server.store().letSelectionsGo();

            assertThat(asked.get().statusCode()).isEqualTo(499);
            assertThat(asked.get().body()).contains("\"errorType\":\"canceled\"");
            assertThat(server.get("/api/v1/queries/active").body()).isEqualTo(NONE);
            assertThat(server.get("/api/v1/queries/recent").body())
                    .contains("\"status\":499,\"errorType\":\"canceled\"");
            assertThat(cancel(server, id, "anonymous").body())
                    .contains("no active query has the id " + id);
        }
    }

    /// While one query holds the only permit, others that nobody wants any more go at once.
    @Test
    void waiting_queryThatIsNotWanted_leavesTheQueueAtOnce() throws Exception {
        try (RunningServer server = RunningServer.open("query.maxConcurrent=1")) {
            server.write(up());
            server.store().holdSelections();
            CompletableFuture<HttpResponse<String>> holding = asked(server, "query=first");
            String first = ids(awaitActive(server)).getFirst();
            CompletableFuture<HttpResponse<String>> cancelled = asked(server, "query=second");
            List<String> two = awaitActive(server, 2);
            cancel(
                    server,
                    two.stream().filter(id -> !id.equals(first)).findFirst().orElseThrow(),
                    "anonymous");

            assertThat(cancelled.get().statusCode()).isEqualTo(499);
            assertThat(cancelled.get().body()).contains("\"errorType\":\"canceled\"");

            HttpResponse<String> late = server.get("/api/v1/query?timeout=20ms&query=third");
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("\"errorType\":\"timeout\"", "query timed out");

            try (Socket client =
                    new Socket(
                            InetAddress.getLoopbackAddress(),
                            server.server().address().getPort())) {
                client.getOutputStream()
                        .write(
                                "GET /api/v1/query?query=fourth HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                awaitActive(server, 2);
            }
            assertThat(awaitActive(server, 1)).containsExactly(first);
            assertThat(holding).isNotDone();
            assertThat(server.get("/api/v1/queries/recent").body())
                    .containsSubsequence(
                            "\"query\":\"fourth\"",
                            "\"status\":499,\"errorType\":\"canceled\"",
                            "\"query\":\"third\"",
                            "\"status\":503,\"errorType\":\"timeout\"",
                            "\"query\":\"second\"",
                            "\"status\":499,\"errorType\":\"canceled\"");
            assertThat(server.get("/metrics").body())
                    .contains(
                            "tributary_query_left_total{error_type=\"canceled\"} 2.0",
                            "tributary_query_left_total{error_type=\"timeout\"} 1.0");
            server.store().letSelectionsGo();
            assertThat(holding.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void cancel_withoutAnId_is400() throws Exception {
        try (RunningServer server = RunningServer.open()) {
            assertThat(server.postForm("/api/v1/queries/cancel").body())
                    .contains("\"errorType\":\"bad_data\",\"error\":\"no id parameter provided\"");
            assertThat(server.postForm("/api/v1/queries/cancel", "id", "x").body())
                    .contains("\"error\":\"id must be a number\"");
        }
    }

    @Test
    void logFile_hasALineForEachQueryAndGoesOnAfterARestart(@TempDir Path directory)
            throws Exception {
        Path file = directory.resolve("logs").resolve("queries.jsonl");
        for (int start = 0; start < 2; start++) {
            try (RunningServer server = RunningServer.open("query.logFile=" + file)) {
                server.write(up());
                server.send(
                        server.request("/api/v1/query?query=up")
                                .header("Authorization", "Bearer hush"));
                server.get("/api/v1/query?query=up(");
            }
        }
        List<String> lines = Files.readAllLines(file);

        assertThat(lines).hasSize(4);
        assertThat(lines)
                .allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("}"))
                .noneMatch(line -> line.contains("hush"));
        assertThat(lines.get(0)).contains("\"tenant\":\"anonymous\"").endsWith("\"status\":200}");
        assertThat(lines.get(3)).contains("\"query\":\"up(\"", "\"status\":400");
    }

    @Test
    void logFile_thatCannotBe_refusesTheStart(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(
                        () -> RunningServer.open("query.logFile=" + file.resolve("queries.jsonl")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private static RunningServer withSeries() throws Exception {
        RunningServer server = RunningServer.open();
        server.write(up());
        return server;
    }

    private static byte[] up() {
        return new WriteRequestBytes()
                .sample(NOW_MILLIS, 1, "__name__", "up", "job", "a")
                .sample(NOW_MILLIS, 2, "__name__", "up", "job", "b")
                .snappy();
    }

    private static String ask(RunningServer server, String path, String tenants) throws Exception {
        return server.send(server.request(path).header("X-Scope-OrgID", tenants)).body();
    }

    private static HttpResponse<String> cancel(RunningServer server, String id, String tenant)
            throws Exception {
        return server.send(
                server.request("/api/v1/queries/cancel?id=" + id)
                        .header("X-Scope-OrgID", tenant)
                        .POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> get(RunningServer server, String path) {
        try {
            return server.get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> asked(
            RunningServer server, String form) {
        return CompletableFuture.supplyAsync(
                () -> get(server, "/api/v1/query?" + form), Thread::startVirtualThread);
    }

    /// Asks until so many queries are active, and answers their ids.
    private static List<String> awaitActive(RunningServer server, int count) throws Exception {
        List<String> active;
        do {
            active = ids(server.get("/api/v1/queries/active").body());
        } while (active.size() != count);
        return active;
    }

    /// Asks until there is an active query.
    private static String awaitActive(RunningServer server) throws Exception {
        String active;
        do {
            active = server.get("/api/v1/queries/active").body();
        } while (active.equals(NONE));
        return active;
    }

    private static List<String> ids(String body) {
        Matcher ids = ID.matcher(body);
        return ids.results().map(found -> found.group(1)).toList();
    }
}
