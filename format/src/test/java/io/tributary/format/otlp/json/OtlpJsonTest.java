package io.tributary.format.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.otlp.Decoded;
import io.tributary.format.protobuf.MalformedRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OtlpJsonTest {
    @Test
    void read_allKindsOfPoints_areTranslated() {
        Decoded decoded =
                Decoded.ofJson(
                        """
                        {"resourceMetrics": [{
                          "resource": {"attributes": [
                            {"key": "service.name", "value": {"stringValue": "shop"}},
                            {"key": "n", "value": {"intValue": "-5"}},
                            {"key": "list", "value": {"arrayValue": {"values": [
                              {"boolValue": true}, {"bytesValue": "AQI="}, {"doubleValue": 1.5}]}}},
                            {"key": "map", "value": {"kvlistValue": {"values": [
                              {"key": "k", "value": {"stringValue": "\\u00e9\\ud83d\\ude00\\n"}}]}}}]},
                          "scopeMetrics": [{"scope": {"name": "lib"}, "metrics": [
                            {"name": "g", "unit": "By", "description": "d", "gauge": {"dataPoints": [
                              {"timeUnixNano": "1000000", "asInt": "9007199254740993"},
                              {"time_unix_nano": 2000000, "as_double": "NaN", "flags": 0}]}},
                            {"name": "c", "sum": {"aggregationTemporality": 2, "isMonotonic": true,
                              "dataPoints": [{"timeUnixNano": 3e6, "asDouble": -1.5e-3, "exemplars": [
                                {"asInt": 1, "traceId": "5B8EFFF798038103D269B633813FC60C",
                                 "spanId": "eee19b7ec3c1b174", "filteredAttributes": []}]}]}},
                            {"name": "h", "histogram": {
                              "aggregationTemporality": "AGGREGATION_TEMPORALITY_CUMULATIVE",
                              "dataPoints": [{"count": 3, "sum": 0, "bucketCounts": ["1", 2],
                                "explicitBounds": [0.5]}]}},
                            {"name": "e", "exponentialHistogram": {"aggregationTemporality": 2,
                              "dataPoints": [{"count": "3", "scale": -1, "zeroCount": 1,
                                "positive": {"offset": -2, "bucketCounts": ["2"]}}]}},
                            {"name": "s", "summary": {"dataPoints": [{"count": 1, "sum": "Infinity",
                              "quantileValues": [{"quantile": 0.5, "value": 7}]}]}}
                          ]}]
                        }]}
                        """);

        assertThat(decoded.samples())
                .containsExactly(
                        "g_bytes{job=\"shop\"} 1 9007199254740992",
                        "g_bytes{job=\"shop\"} 2 NaN",
                        "c_total{job=\"shop\"} 3 -0.0015",
                        "h_sum{job=\"shop\"} 0 0",
                        "h_count{job=\"shop\"} 0 3",
                        "h_bucket{job=\"shop\",le=\"0.5\"} 0 1",
                        "h_bucket{job=\"shop\",le=\"+Inf\"} 0 3",
                        "e{job=\"shop\"} 0 integers schema=-1 threshold=255bba08cf8c979d zero=1"
                                + " count=3 sum=0000000000000000 positive=-1:2",
                        "s_sum{job=\"shop\"} 0 +Inf",
                        "s_count{job=\"shop\"} 0 1",
                        "s{job=\"shop\",quantile=\"0.5\"} 0 7",
                        "target_info{job=\"shop\",list=\"[true,\"AQI=\",1.5]\","
                                + "map=\"{\"k\":\"é😀\\n\"}\",n=\"-5\"} 0 1",
                        "target_info{job=\"shop\",list=\"[true,\"AQI=\",1.5]\","
                                + "map=\"{\"k\":\"é😀\\n\"}\",n=\"-5\"} 3 1");
        assertThat(decoded.exemplars())
                .containsExactly(
                        "c_total{job=\"shop\"} {span_id=eee19b7ec3c1b174,"
                                + " trace_id=5b8efff798038103d269b633813fc60c} 0 1");
        assertThat(decoded.metadata()).startsWith("2 g_bytes 'd' 'bytes'");
    }

    @Test
    void read_unknownFieldsAndNulls_arePassedOver() {
        Decoded decoded =
                Decoded.ofJson(
                        """
                        {"x": [1, {"y": null}, true, "z"], "resourceMetrics": [{"resource": null,
                          "scopeMetrics": [{"metrics": [{"name": "a", "gauge": {"dataPoints": [
                            {"asInt": 1, "attributes": null, "new": {}}]}}]}]}]}
                        """);

        assertThat(decoded.samples()).containsExactly("a{} 0 1");
    }

    /// Which is shown as U+FFFD here.
    @Test
    void read_halfASurrogatePair_isNoUtf8() {
        Decoded decoded =
                Decoded.ofJson(
                        """
                        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "a", "gauge":
                          {"dataPoints": [{"attributes": [
                            {"key": "k", "value": {"stringValue": "\\ud800\\ud800\\udc00x"}}]}]}}]}]}]}
                        """);

        assertThat(decoded.samples()).containsExactly("a{k=\"\ufffd\ud800\udc00x\"} 0 0");
    }

    @Test
    void read_longMessages_keepTheirLength() {
        String help = "h".repeat(1_000);
        Decoded decoded =
                Decoded.ofJson(
                        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"a\",\"description\":\""
                                + help
                                + "\",\"gauge\":{\"dataPoints\":[{}]}}]}]}]}");

        assertThat(decoded.metadata()).containsExactly("2 a '" + help + "' ''");
    }

    @Test
    void read_bytesInEitherAlphabet_areTheSame() {
        for (String base64 : List.of("+/8=", "-_8=", "-_8")) {
            Decoded decoded =
                    Decoded.ofJson(
                            """
                            {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "a", "gauge":
                              {"dataPoints": [{"attributes": [
                                {"key": "k", "value": {"bytesValue": "%s"}}]}]}}]}]}]}
                            """
                                    .formatted(base64));

            assertThat(decoded.samples()).as(base64).containsExactly("a{k=\"+/8=\"} 0 0");
        }
    }

    @Test
    void read_malformed_saysWhatAndWhere() {
        refused("", "'{' is wanted at byte 0");
        refused("[]", "'{' is wanted at byte 0");
        refused("{} x", "something stands behind the object at byte 3");
        refused("{\"a\":tru}", "a value is wanted at byte 8");
        refused("{\"a\":nul", "a value is wanted at byte 8");
        refused("{\"a\"", "':' is wanted at byte 4");
        refused("{\"a", "a string has no end at byte 3");
        refused("{\"a\\", "a string has no end at byte 4");
        refused("{\"a\\x\":1}", "an unknown escape stands in a string at byte 3");
        refused("{\"a\\u00g0\":1}", "an unknown escape stands in a string at byte 3");
        refused("{\"a\\u00\":1}", "an unknown escape stands in a string at byte 3");
        refused("{\"\n", "a control character stands in a string at byte 2");
        refused("{\"a\":1 \"b\"", "',' is wanted at byte 7");
        refused(
                "{\"a\":" + "[".repeat(200),
                "more than 128 objects and arrays stand in each other at byte 133");
        refused("{\"a\":1x}", "a value is wanted at byte 7");
        refused("{\"resourceMetrics\":{}}", "'[' is wanted at byte 19");
        point("\"asInt\":1.5", "a number is not whole, or does not fit 64 bits");
        point("\"asInt\":1e30", "a number is not whole, or does not fit 64 bits");
        point("\"asInt\":" + "1".repeat(401), "a number is wanted that fits 64 bits");
        point("\"asInt\":1x", "a number is wanted");
        point("\"asInt\":\"x\"", "a number is wanted that fits 64 bits");
        point("\"asInt\":\"\u0663\"", "a number is wanted that fits 64 bits");
        point("\"asInt\":\"-\u0663\"", "a number is wanted that fits 64 bits");
        point("\"asDouble\":1e999", "a number is wanted that fits 64 bits");
        point("\"asDouble\":\"0x1p3\"", "a number is wanted that fits 64 bits");
        point("\"asDouble\":\"1d\"", "a number is wanted that fits 64 bits");
        point("\"exemplars\":[{\"traceId\":\"5g\"}]", "an id is not hexadecimal");
        point("\"attributes\":[{\"value\":{\"bytesValue\":\"?\"}}]", "bytes are not base64");
    }

    private static void point(String field, String message) {
        refused(
                "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"gauge\":{\"dataPoints\":[{"
                        + field
                        + "}]}}]}]}]}",
                message);
    }

    private static void refused(String json, String message) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new OtlpJson().read(bytes, 0, bytes.length))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("malformed OTLP request: " + message);
    }
}
