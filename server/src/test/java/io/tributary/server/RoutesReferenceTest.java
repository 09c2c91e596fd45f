package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.identity.Permission;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Declared;
import io.tributary.server.door.ApiRoutes.Kind;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// `docs/reference/api-routes.md` is what the server answers; `-Dupdate` writes it anew. And every
/// route of upstream's is among them.
@TestInstance(Lifecycle.PER_CLASS)
class RoutesReferenceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "api-routes.md");

    /// What Prometheus 3.14 registers in `web/api/v1/api.go`, `Register`, in its order, `:name` as
    /// `{name}`. `OPTIONS /*path`, its first, is answered for every path.
    private static final String WEB_API_V1_API_GO =
            """
            GET POST /query
            GET POST /query_range
            GET POST /query_exemplars
            GET POST /format_query
            GET POST /parse_query
            GET POST /labels
            GET /label/{name}/values
            GET POST /series
            GET /scrape_pools
            GET /targets
            GET /targets/metadata
            GET /targets/relabel_steps
            GET /alertmanagers
            GET /metadata
            GET /status/config
            GET /status/runtimeinfo
            GET /status/buildinfo
            GET /status/flags
            GET /status/tsdb
            GET /status/tsdb/blocks
            GET /status/self_metrics
            GET /features
            GET /status/walreplay
            GET /notifications
            GET /notifications/live
            POST /read
            POST /write
            POST /otlp/v1/metrics
            GET POST /search/metric_names
            GET POST /search/label_names
            GET POST /search/label_values
            GET /alerts
            GET /rules
            POST PUT /admin/tsdb/delete_series
            POST PUT /admin/tsdb/clean_tombstones
            POST PUT /admin/tsdb/snapshot
            GET /openapi.yaml
            """;

    private RunningServer server;
    private ApiRoutes routes;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open();
        routes = server.server().questions().api();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void routesReference_inTheDocumentation_isThatOfTheServer() throws IOException {
        String expected =
                """
                # Routes of the query API

                All stand below `/api/v1` and below `/prometheus/api/v1`. How they answer, and where that differs from
                Prometheus 3.14: [query API](query-api.md). Made from the server's own list; a test compares it with what
                Prometheus registers.

                %s
                ## Beside the query API

                Below `/` and below `/prometheus`.

                %s
                ## Who may call what

                Each route asks for one of these; where nobody is asked who they are, everybody may.

                | asks for | what | roles |
                | --- | --- | --- |
                %s
                `/-/healthy` and `/-/ready` ask for `NOBODY`, `/metrics` for `METRICS`. Who is not known is answered 401, who may not 403.
                """
                        .formatted(
                                routes.markdown(),
                                server.server().questions().beside().table(),
                                permissions());
        if (System.getProperty("update") != null) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
    }

    private static String permissions() {
        StringBuilder rows = new StringBuilder();
        for (Permission permission : Permission.values()) {
            rows.append(
                    "| `%s` | %s | %s |\n"
                            .formatted(
                                    permission,
                                    permission.what(),
                                    permission.asksWho()
                                            ? permission.roles().stream()
                                                    .map(role -> "`" + role.word() + "`")
                                                    .collect(Collectors.joining(", "))
                                            : "nobody is asked"));
        }
        return rows.toString();
    }

    @Test
    void routes_ofUpstream_areAllDeclared() {
        Set<String> upstream =
                WEB_API_V1_API_GO
                        .lines()
                        .flatMap(RoutesReferenceTest::each)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> ours =
                routes.all().stream()
                        .filter(route -> route.kind() != Kind.OWN)
                        .flatMap(route -> route.methods().stream().map(m -> m + " " + route.path()))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(ours).isEqualTo(upstream);
    }

    /// The kind of each is what it is answered with.
    @Test
    void routes_each_areAnsweredAsDeclared() throws Exception {
        SoftAssertions soft = new SoftAssertions();
        for (String prefix : List.of("/api/v1", "/prometheus/api/v1")) {
            for (Declared route : routes.all()) {
                for (String method : route.methods()) {
                    HttpResponse<String> answer = ask(method, prefix + route.path());
                    soft.assertThat(isAsDeclared(route.kind(), answer))
                            .as("%s %s: %s", method, route.path(), answer.body())
                            .isTrue();
                }
                soft.assertThat(ask("OPTIONS", prefix + route.path()).statusCode()).isEqualTo(204);
            }
        }
        soft.assertAll();
    }

    private static boolean isAsDeclared(Kind kind, HttpResponse<String> answer) {
        int status = answer.statusCode();
        return switch (kind) {
            case STORED, OWN, EMPTY -> status == 200 || status == 204 || status == 400;
            case WRITTEN -> status == 400 || status == 415;
            case SELF -> status == 200;
            case REFUSED -> status == 403 && answer.body().contains("write-once");
            case ABSENT -> status == 404 && answer.body().contains("\"error\":\"not in ");
        };
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return server.send(
                server.request(path.replace("{name}", "job"))
                        .method(method, BodyPublishers.noBody()));
    }

    private static Stream<String> each(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        String path = words.getLast();
        return words.subList(0, words.size() - 1).stream().map(method -> method + " " + path);
    }
}
