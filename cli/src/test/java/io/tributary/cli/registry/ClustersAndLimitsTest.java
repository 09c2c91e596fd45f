package io.tributary.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ToldServer;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.HeadOpener;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is silent, and what limits are: tables of what servers tell.
class ClustersAndLimitsTest {
    private static final String OBJECTS =
            "{\"status\":\"success\",\"data\":{\"version\":3,\"objects\":[%s]}}"
                    .formatted(
                            String.join(
                                    ",",
                                    List.of(
                                            cluster("now", ""),
                                            cluster("quiet", ""),
                                            cluster("planned", ""),
                                            cluster(
                                                    "held",
                                                    ",\"quarantines\":[{\"name\":\"a\",\"state\":\"released\"},{\"name\":\"b\",\"state\":\"held\"}]"),
                                            cluster("new", ""))));

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @Test
    void clusters_showsWhoIsSilent() {
        try (ToldServer server = new ToldServer(OBJECTS)) {
            server.answers(
                    "/api/v1/clusters",
                    """
                    {"status":"success","data":[
                    {"name":"now","tenant":"shop","lastSampleTime":"2026-03-01T12:00:00Z","ageSeconds":3.7,"silent":false},
                    {"name":"quiet","tenant":"shop","lastSampleTime":"2026-03-01T12:00:00Z","ageSeconds":7384.2,"silent":true},
                    {"name":"planned","tenant":"shop","lastSampleTime":"2026-03-01T12:00:00Z","ageSeconds":180000,"silent":false,"maintenance":"moves"},
                    {"name":"held","tenant":"shop","ageSeconds":61,"silent":false}]}
                    """);

            assertThat(run(server.url(), "clusters", "ls")).isZero();
            assertThat(out.toString())
                    .isEqualTo(
                            """
                            NAME     TENANT  LAST SAMPLE  STATE               LABELS  ADDRESSES  SOURCE
                            now      shop    3s ago       sends                                  api
                            quiet    shop    2h 3m ago    silent                                 api
                            planned  shop    2d 2h ago    maintenance: moves                     api
                            held     shop    never        sends, held: b                         api
                            new      shop    unknown      unknown                                api
                            """);
            assertThat(err.toString()).isEmpty();
            assertThat(run(server.url(), "clusters", "ls", "--output", "json")).isZero();
            assertThat(out.toString())
                    .startsWith("{\"version\":3,\"objects\":[{\"object\":{\"name\":\"now\"")
                    .contains("],\"activity\":[\n{\"name\":\"now\"")
                    .endsWith("}]}\n");
        }
    }

    @Test
    void clusters_activityThatCannotBeRead_isToldAndTheRestListed() {
        try (ToldServer server = new ToldServer(OBJECTS)) {
            server.answers(
                    "/api/v1/clusters",
                    403,
                    "{\"status\":\"error\",\"errorType\":\"forbidden\",\"error\":\"not you\"}");

            assertThat(run(server.url(), "clusters", "ls")).isZero();
            assertThat(out.toString()).contains("\nquiet    shop    unknown      unknown");
            assertThat(err.toString())
                    .isEqualTo("when they last sent a sample cannot be read: 403: not you\n");
        }
    }

    @Test
    void limits_ofATenant_areShownWithWhatWasRefused(@TempDir Path directory) throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("r.yaml"),
                        """
                        tenants:
                          - name: shop
                            limits: {max_global_series_per_metric: 1, max_label_names_per_series: 7}
                        clusters: [{name: eu-1, tenant: shop, limits: {max_series_per_cluster: 9}}]
                        """);
        Path data = directory.resolve("data");
        try (StoredServer server =
                new StoredServer(
                        data, new SystemClock(), "registry.api=true", "registry.file=" + file)) {
            String admin = data.resolve("registry/admin-token").toString();
            assertThat(
                            run(
                                    server.url(),
                                    "credentials",
                                    "create",
                                    "both",
                                    "roles=[reader, writer]",
                                    "tenants=shop",
                                    "--token-file",
                                    admin))
                    .isZero();
            String token = out.toString().strip();
            Path own = Files.writeString(directory.resolve("own"), token);
            push(server, token);

            for (List<String> words : List.of(List.<String>of(), List.of("shop"))) {
                List<String> all = new ArrayList<>(List.of("tenants", "limits"));
                all.addAll(words);
                all.addAll(List.of("--token-file", own.toString()));
                assertThat(run(server.url(), all.toArray(String[]::new))).isZero();
                assertThat(out.toString())
                        .containsPattern(
                                "tenant +limits.max_label_names_per_series +7 +r.yaml:\\d+:\\d+\n")
                        .containsPattern("tenant +limits.ingestion_rate +0 +default\n")
                        .containsPattern(
                                "cluster eu-1 +limits.max_series_per_cluster +9 +r.yaml:\\d+:\\d+\n")
                        .containsPattern(
                                "OF +SERIES +SAMPLES/S +REQUESTS OVER RATE +SAMPLES OVER RATE\n")
                        .containsPattern("\ntenant +1 ")
                        .containsPattern(
                                "REFUSED METRIC +REASON +COUNT +OVERCOUNT\nm +per_metric_series_limit +1 +0\n");
            }
            assertThat(
                            run(
                                    server.url(),
                                    "tenants",
                                    "limits",
                                    "bank",
                                    "--token-file",
                                    own.toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("tributary: 403: both may not use tenant bank");
        }
    }

    /// Two series of one metric, of which one may be.
    private static void push(StoredServer server, String token) throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(System.currentTimeMillis(), 1, "__name__", "m", "a", "1")
                        .sample(System.currentTimeMillis(), 1, "__name__", "m", "a", "2")
                        .snappy();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest push =
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                            .header("Authorization", "Bearer " + token)
                            .POST(BodyPublishers.ofByteArray(body))
                            .build();
            assertThat(client.send(push, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        }
    }

    private static String cluster(String name, String more) {
        return "{\"object\":{\"name\":\"%s\",\"tenant\":\"shop\"%s},\"source\":\"api\",\"version\":3}"
                .formatted(name, more);
    }

    private int run(String url, String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", url));
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)), all);
    }
}
