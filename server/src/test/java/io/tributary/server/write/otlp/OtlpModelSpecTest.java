package io.tributary.server.write.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer;
import io.tributary.server.write.SpecTable;
import io.tributary.server.write.otlp.OtlpClient.Answer;
import io.tributary.server.write.otlp.OtlpClient.Form;
import io.tributary.testkit.json.JsonReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What OpenTelemetry's mapping to JSON and its data model ask of a server, over a real store. The
/// table in `docs/reference/otlp.md` names the tests, as those of {@link OtlpSpecTest}.
@TestInstance(Lifecycle.PER_CLASS)
class OtlpModelSpecTest {
    private final OtlpClient client = new OtlpClient();
    private final long now = System.currentTimeMillis() / 1_000 * 1_000;

    private StoredServer server;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server =
                new StoredServer(
                        data,
                        new SystemClock(),
                        "query.startTimestamps=true",
                        "query.experimentalFunctions=true");
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void table_namesEveryTest() throws Exception {
        assertThat(SpecTable.named("otlp.md", "## What OpenTelemetry asks"))
                .isEqualTo(SpecTable.tests(OtlpSpecTest.class, OtlpModelSpecTest.class));
    }

    @Test
    void json_unknownFields_areIgnored() throws Exception {
        send(
                """
                {"resourceMetrics":[{"tomorrow":[{"a":null}],"scopeMetrics":[{"metrics":[
                 {"name":"json_unknown","asOf":{"x":1},"gauge":{"unit":"s","dataPoints":[
                  {"timeUnixNano":"%d000000","asInt":"3","better":true}]}}]}]}],"more":"x"}
                """
                        .formatted(now));

        assertThat(values("json_unknown")).containsExactly("3");
    }

    @Test
    void json_namesOfFields_areCamelCase_andTakenAsInTheSchema() throws Exception {
        send(
                metric(
                        "json_camel",
                        "\"gauge\":{\"dataPoints\":[%s]}".formatted(point("\"asInt\":1", 0))));
        send(
                """
                {"resource_metrics":[{"scope_metrics":[{"metrics":[{"name":"json_snake",
                 "gauge":{"data_points":[{"time_unix_nano":"%d000000","as_int":"2"}]}}]}]}]}
                """
                        .formatted(now));

        assertThat(values("json_camel")).containsExactly("1");
        assertThat(values("json_snake")).containsExactly("2");
    }

    @Test
    void json_enums_areNumbers_andTakenAsWords() throws Exception {
        String sum = "\"sum\":{\"aggregationTemporality\":%s,\"dataPoints\":[%s]}";
        send(metric("json_enum", sum.formatted("2", point("\"asInt\":1", 0))));
        send(
                metric(
                        "json_word",
                        sum.formatted(
                                "\"AGGREGATION_TEMPORALITY_CUMULATIVE\"",
                                point("\"asInt\":2", 0))));

        assertThat(values("json_enum")).containsExactly("1");
        assertThat(values("json_word")).containsExactly("2");
    }

    @Test
    void json_numbersOf64Bits_areTextOrNumbers() throws Exception {
        send(
                metric(
                        "json_numbers",
                        "\"gauge\":{\"dataPoints\":[%s,%s]}"
                                .formatted(
                                        point(
                                                "\"asInt\":\"-9007199254740991\",%s"
                                                        .formatted(kind("text")),
                                                0),
                                        point(
                                                "\"asInt\":-9007199254740991,%s"
                                                        .formatted(kind("number")),
                                                0))));

        assertThat(values("json_numbers"))
                .containsExactly("-9007199254740991", "-9007199254740991");
    }

    @Test
    void json_ids_areHexadecimalInAnyCase() throws Exception {
        String exemplar =
                "{\"timeUnixNano\":\"%d000000\",\"asInt\":1,\"traceId\":\"5B8EFFF798038103d269b633813fc60c\",\"spanId\":\"EEE19b7ec3c1b174\"}"
                        .formatted(now);
        send(
                metric(
                        "json_ids",
                        "\"sum\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}"
                                .formatted(
                                        point("\"asInt\":1,\"exemplars\":[" + exemplar + "]", 0))));

        assertThat(get("query_exemplars", "query", "json_ids", "start", "0", "end", end()))
                .contains("\"trace_id\":\"5b8efff798038103d269b633813fc60c\"")
                .contains("\"span_id\":\"eee19b7ec3c1b174\"");
    }

    @Test
    void json_bytes_areBase64OfEitherAlphabet() throws Exception {
        String attribute =
                "\"attributes\":[{\"key\":\"b\",\"value\":{\"bytesValue\":\"-_8\"}}],\"asInt\":1";
        send(
                metric(
                        "json_bytes",
                        "\"gauge\":{\"dataPoints\":[%s]}".formatted(point(attribute, 0))));

        assertThat(values("json_bytes{b='+/8='}")).containsExactly("1");
    }

    @Test
    void protobuf_unknownFields_areIgnored() throws Exception {
        byte[] known =
                OtlpClient.bytes(
                        Form.PROTOBUF,
                        metric(
                                "proto_unknown",
                                "\"gauge\":{\"dataPoints\":[%s]}"
                                        .formatted(point("\"asInt\":4", 0))));
        ProtoWriter unknown = new ProtoWriter();
        unknown.text(2_000, "from tomorrow");
        unknown.tag(2_001, ProtoCursor.FIXED64);
        unknown.rawFixed64(-1);
        byte[] both = Arrays.copyOf(unknown.toByteArray(), unknown.size() + known.length);
        System.arraycopy(known, 0, both, unknown.size(), known.length);
        Answer answer = client.send(server.url(), Form.PROTOBUF, "", both);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(values("proto_unknown")).containsExactly("4");
    }

    @Test
    void sums_areCountersIfMonotonic_elseGauges() throws Exception {
        String sum =
                "\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":%s,\"dataPoints\":[%s]}";
        send(metric("sum_up", sum.formatted("true", point("\"asInt\":1", 0))));
        send(metric("sum_any", sum.formatted("false", point("\"asInt\":2", 0))));

        assertThat(get("metadata")).contains("\"sum_up_total\":[{\"type\":\"counter\"");
        assertThat(get("metadata")).contains("\"sum_any\":[{\"type\":\"gauge\"");
    }

    @Test
    void sums_thatFall_beganAnew() throws Exception {
        send(
                metric(
                        "sum_falls",
                        "\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"dataPoints\":[%s,%s]}"
                                .formatted(point("\"asInt\":5", -1_000), point("\"asInt\":2", 0))));

        assertThat(values("resets(sum_falls_total[1m])")).containsExactly("1");
    }

    @Test
    void points_start_isKept() throws Exception {
        String start = "\"startTimeUnixNano\":\"%d000000\",\"asInt\":5".formatted(now - 7_000);
        send(
                metric(
                        "starts",
                        "\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"dataPoints\":[%s]}"
                                .formatted(point(start, 0))));

        assertThat(values("start_timestamp(starts_total) - %d".formatted(now / 1_000)))
                .containsExactly("-7");
    }

    @Test
    void points_ofNoTemporality_areRefused() throws Exception {
        Answer answer =
                client.send(
                        server.url(),
                        Form.JSON,
                        metric(
                                "no_temporality",
                                "\"sum\":{\"dataPoints\":[%s]}"
                                        .formatted(point("\"asInt\":5", 0))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("otlp_temporality=1");
    }

    @Test
    void points_withoutARecordedValue_endAllSeries_whateverElseTheySay() throws Exception {
        String all =
                "\"histogram\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}},{\"name\":\"end_e\",\"exponentialHistogram\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}";
        send(
                metric(
                        "end_h",
                        all.formatted(
                                point(
                                        "\"count\":3,\"sum\":4,\"explicitBounds\":[1],\"bucketCounts\":[1,2]",
                                        -1_000),
                                point("\"count\":0,\"scale\":0", -1_000))));
        assertThat(values("count({__name__=~'end_.+'})")).containsExactly("5");
        send(
                metric(
                        "end_h",
                        all.formatted(
                                point(
                                        "\"flags\":1,\"count\":3,\"sum\":4,\"explicitBounds\":[1],\"bucketCounts\":[9]",
                                        0),
                                point("\"flags\":1,\"scale\":-9", 0))));

        assertThat(values("count({__name__=~'end_.+'})")).isEmpty();
    }

    @Test
    void points_sentAgain_areThere_once() throws Exception {
        String request =
                metric(
                        "again",
                        "\"gauge\":{\"dataPoints\":[%s]}".formatted(point("\"asInt\":1", 0)));
        send(request);
        send(request);

        assertThat(values("count_over_time(again[1m])")).containsExactly("1");
    }

    @Test
    void points_ofTwoWriters_atOneTime_areOne_andTheOtherIsTold() throws Exception {
        send(metric("two", "\"gauge\":{\"dataPoints\":[%s]}".formatted(point("\"asInt\":1", 0))));
        Answer other =
                client.send(
                        server.url(),
                        Form.JSON,
                        metric(
                                "two",
                                "\"gauge\":{\"dataPoints\":[%s]}"
                                        .formatted(point("\"asInt\":2", 0))));

        assertThat(other.message()).contains("conflict=1");
        assertThat(values("two")).containsExactly("1");
    }

    @Test
    void histograms_boundsAreOfTheBucketBelow() throws Exception {
        send(
                metric(
                        "bounds",
                        "\"histogram\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}"
                                .formatted(
                                        point(
                                                "\"count\":3,\"sum\":4,\"explicitBounds\":[1,2],\"bucketCounts\":[1,2,0]",
                                                0))));

        assertThat(values("sort(bounds_bucket)")).containsExactly("1", "3", "3");
    }

    @Test
    void histograms_withoutBuckets_areCountAndSum() throws Exception {
        send(
                metric(
                        "bare",
                        "\"histogram\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}"
                                .formatted(point("\"count\":3,\"sum\":4.5", 0))));

        assertThat(values("bare_count")).containsExactly("3");
        assertThat(values("bare_sum")).containsExactly("4.5");
        assertThat(values("bare_bucket{le='+Inf'}")).containsExactly("3");
    }

    @Test
    void exponentials_ofAnyScale_keepTheirCounts() throws Exception {
        send(
                metric(
                        "fine",
                        "\"exponentialHistogram\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}"
                                .formatted(
                                        point(
                                                "\"count\":7,\"sum\":8,\"scale\":12,\"zeroCount\":1,\"positive\":{\"offset\":-8,\"bucketCounts\":[1,2,0,3]}",
                                                0))));

        assertThat(values("histogram_count(fine)")).containsExactly("7");
        assertThat(values("histogram_sum(fine)")).containsExactly("8");
        assertThat(values("histogram_fraction(0, 1, fine)")).containsExactly("1");
    }

    @Test
    void exponentials_beyondWhatNumbersCanBe_areRefused_andTold() throws Exception {
        Answer answer =
                client.send(
                        server.url(),
                        Form.JSON,
                        metric(
                                "beyond",
                                "\"exponentialHistogram\":{\"aggregationTemporality\":2,\"dataPoints\":[%s]}"
                                        .formatted(
                                                point(
                                                        "\"count\":1,\"scale\":0,\"positive\":{\"offset\":1024,\"bucketCounts\":[1]}",
                                                        0))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("otlp_bucket_index=1", "holds no numbers of 64 bits");
    }

    private void send(String json) throws Exception {
        Answer answer = client.send(server.url(), Form.JSON, json);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.partialSuccess()).isEmpty();
    }

    /// A request of one metric.
    private static String metric(String name, String content) {
        return "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"%s\",%s}]}]}]}"
                .formatted(name, content);
    }

    private String point(String content, long laterMillis) {
        return "{\"timeUnixNano\":\"%d000000\",%s}".formatted(now + laterMillis, content);
    }

    private static String kind(String kind) {
        return "\"attributes\":[{\"key\":\"kind\",\"value\":{\"stringValue\":\"%s\"}}]"
                .formatted(kind);
    }

    private String end() {
        return Long.toString(now / 1_000 + 3);
    }

    private String get(String path, String... parameters) throws Exception {
        return client.get(server.url() + "/api/v1/" + path + "?" + RunningServer.form(parameters));
    }

    /// The values of an instant vector a little later.
    private List<String> values(String query) throws Exception {
        String answer = get("query", "query", query, "time", end());
        return JsonReader.read(answer).member("data").member("result").elements().stream()
                .map(one -> one.member("value").elements().get(1).text())
                .toList();
    }
}
