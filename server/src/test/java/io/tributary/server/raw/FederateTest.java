package io.tributary.server.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.server.RunningServer;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `/federate`, held to what Prometheus 3.14 answers (`web/federate_test.go`).
@TestInstance(Lifecycle.PER_CLASS)
class FederateTest {
    private static final long NOW = RunningServer.NOW_MILLIS;
    private static final long MINUTE = 60_000;

    private static final String METRIC_1 =
            """
            # TYPE test_metric1 untyped
            test_metric1{foo="bar",instance="i"} 10000 1700000000000
            test_metric1{foo="boo",instance="i"} 1 1700000000000
            """;

    private static final String METRIC_2 =
            """
            # TYPE test_metric2 untyped
            test_metric2{foo="boo",instance="i"} 1 1700000000000
            """;

    private static final String OTHERS =
            """
            # TYPE test_metric_edge untyped
            test_metric_edge{instance=""} 4 1699999700000
            # TYPE test_metric_old untyped
            test_metric_old{instance=""} 981 1699999880000
            # TYPE test_metric_without_labels untyped
            test_metric_without_labels{instance=""} 1001 1700000000000
            """;

    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open();
        double stale = Double.longBitsToDouble(SampleBits.STALE_NAN);
        byte[] request =
                new WriteRequestBytes()
                        .sample(
                                NOW - MINUTE,
                                9900,
                                "__name__",
                                "test_metric1",
                                "foo",
                                "bar",
                                "instance",
                                "i")
                        .sample(
                                NOW,
                                10000,
                                "__name__",
                                "test_metric1",
                                "foo",
                                "bar",
                                "instance",
                                "i")
                        .sample(NOW, 1, "__name__", "test_metric1", "foo", "boo", "instance", "i")
                        .sample(NOW, 1, "__name__", "test_metric2", "foo", "boo", "instance", "i")
                        .sample(NOW, 1001, "__name__", "test_metric_without_labels")
                        .sample(NOW - MINUTE, 991, "__name__", "test_metric_stale")
                        .sample(NOW, stale, "__name__", "test_metric_stale")
                        .sample(NOW - 2 * MINUTE, 981, "__name__", "test_metric_old")
                        .sample(NOW - 5 * MINUTE, 4, "__name__", "test_metric_edge")
                        .sample(NOW - 5 * MINUTE - 1, 5, "__name__", "test_metric_older")
                        .snappy();
        assertThat(server.write(request).statusCode()).isEqualTo(204);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void federate_selectors_tellTheNewestSamples() throws Exception {
        assertThat(federate("test_metric1")).isEqualTo(METRIC_1);
        assertThat(federate("{foo='boo'}"))
                .isEqualTo(METRIC_1.replaceFirst("test_metric1.foo=\"bar\".*\n", "") + METRIC_2);
        assertThat(federate("test_metric1", "test_metric2")).isEqualTo(METRIC_1 + METRIC_2);
        assertThat(federate("test_metric2", "test_metric1")).isEqualTo(METRIC_1 + METRIC_2);
        assertThat(federate("{__name__=~'test_metric1'}", "{foo='bar'}")).isEqualTo(METRIC_1);
        assertThat(federate("{__name__=~'.+'}")).isEqualTo(METRIC_1 + METRIC_2 + OTHERS);
        assertThat(federate("{foo='',__name__=~'.+'}")).isEqualTo(OTHERS);
        assertThat(federate("{bar='',__name__=~'.+'}")).isEqualTo(METRIC_1 + METRIC_2 + OTHERS);
    }

    @Test
    void federate_nothing_isEmpty() throws Exception {
        assertThat(federate()).isEmpty();
        assertThat(federate("does_not_match_anything")).isEmpty();
        assertThat(federate("test_metric_stale")).isEmpty();
        assertThat(federate("test_metric_older")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-not-a-valid-metric-name|1:1: parse error: unexpected <op:->",
                "not-a-valid-metric-name|1:4: parse error: unexpected <op:->",
                "{}|match[] must contain at least one non-empty matcher",
            })
    void federate_badSelector_is400AsText(String selector, String error) throws Exception {
        HttpResponse<String> answer = ask("/federate", selector);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error + "\n");
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
    }

    @Test
    void federate_acceptHeader_choosesTheFormat() throws Exception {
        HttpResponse<String> text = ask("/prometheus/federate", "test_metric2");
        HttpResponse<String> openMetrics =
                server.send(
                        server.request("/federate?" + RunningServer.form("match[]", "test_metric2"))
                                .header("Accept", "application/openmetrics-text;version=1.0.0"));

        assertThat(text.headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
        assertThat(text.body()).isEqualTo(METRIC_2);
        assertThat(openMetrics.headers().firstValue("content-type"))
                .hasValue(
                        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores");
        assertThat(openMetrics.body())
                .isEqualTo(
                        """
                        # TYPE test_metric2 unknown
                        test_metric2{foo="boo",instance="i"} 1.0 1700000000.000
                        # EOF
                        """);
    }

    @Test
    void federate_overItsBounds_isRefusedAsQueriesAre() throws Exception {
        try (RunningServer small =
                RunningServer.open(
                        "limits.max_fetched_series_per_query=1", "query.maxSamplesRead=1")) {
            byte[] request =
                    new WriteRequestBytes()
                            .sample(NOW, 1, "__name__", "a")
                            .sample(NOW, 1, "__name__", "b")
                            .sample(NOW - 1, 1, "__name__", "c")
                            .sample(NOW, 1, "__name__", "c")
                            .snappy();
            assertThat(small.write(request).statusCode()).isEqualTo(204);
            HttpResponse<String> series =
                    small.get("/federate?" + RunningServer.form("match[]", "{__name__=~'a|b'}"));
            HttpResponse<String> samples =
                    small.get("/federate?" + RunningServer.form("match[]", "c"));

            assertThat(series.statusCode()).isEqualTo(422);
            assertThat(series.body()).contains("limits.max_fetched_series_per_query");
            assertThat(samples.statusCode()).isEqualTo(400);
            assertThat(samples.body()).isEqualTo("exceeded sample limit (1)\n");
        }
    }

    @Test
    void federate_whenOver_standsAmongTheRecentQueries() throws Exception {
        federate("test_metric_old");

        assertThat(server.get("/api/v1/queries/recent?limit=1").body())
                .contains("\"query\":\"test_metric_old\"")
                .contains("\"read\":\"federate\"")
                .contains("\"series\":1,\"samples\":1,");
    }

    private String federate(String... selectors) throws Exception {
        HttpResponse<String> answer = ask("/federate", selectors);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> ask(String path, String... selectors) throws Exception {
        String[] form = new String[2 * selectors.length];
        for (int i = 0; i < selectors.length; i++) {
            form[2 * i] = "match[]";
            form[2 * i + 1] = selectors[i];
        }
        return server.get(path + "?" + RunningServer.form(form));
    }
}
