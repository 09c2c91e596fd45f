package io.tributary.server.write.otlp;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.Unavailable;
import io.tributary.server.RunningServer;
import io.tributary.server.write.otlp.OtlpClient.Answer;
import io.tributary.server.write.otlp.OtlpClient.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What OpenTelemetry's protocol demands of a server (MUST) or advises (SHOULD): how requests come
/// and what they are answered. The table in `docs/reference/otlp.md` names the tests; what points
/// mean is {@link OtlpModelSpecTest}'s.
@TestInstance(Lifecycle.PER_CLASS)
class OtlpSpecTest {
    private static final int ANSWER_BYTES_MAX = 16 * 1024;

    private final OtlpClient client = new OtlpClient();

    private RunningServer server;
    private String url = "";

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open("ingest.maxBodyBytes=64KiB", "ingest.maxRawBytes=128KiB");
        url = "http://127.0.0.1:" + server.server().address().getPort();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        server.store().reset();
    }

    @Test
    void request_inClearOrGzip_isTaken() throws Exception {
        for (Form form : Form.values()) {
            server.store().reset();
            byte[] message = OtlpClient.bytes(form, gauge("a", 1));

            assertThat(client.send(url, form, "identity", message).partialSuccess()).isEmpty();
            Answer packed = client.send(url, form, "gzip", gzip(message));
            assertThat(packed.status()).isIn(0, 200);
            assertThat(packed.partialSuccess()).isEmpty();
            assertThat(server.store().isAllAwaited()).isTrue();
        }
    }

    @Test
    void request_ofEachForm_isReadByItsContentTypeOnOnePort() throws Exception {
        for (Form form : Form.values()) {
            Answer answer = client.send(url, form, gauge("of_" + form, 1));

            assertThat(answer.type()).isEqualTo(form.type);
            Labels series = Labels.of("__name__", "of_" + form);
            assertThat(server.store().samples("anonymous", series)).hasSize(1);
        }
    }

    @Test
    void request_tooLarge_is413OrResourceExhausted_packedOrNot() throws Exception {
        byte[] beyond = new byte[65 * 1024];
        byte[] unpacked = new byte[129 * 1024];
        for (Form form : Form.values()) {
            for (Answer answer :
                    new Answer[] {
                        client.send(url, form, "", beyond),
                        client.send(url, form, "gzip", gzip(unpacked))
                    }) {
                assertThat(answer.status()).as(form.name()).isEqualTo(form == Form.GRPC ? 8 : 413);
                assertThat(details(answer)).doesNotContain("RetryInfo");
            }
        }
    }

    @Test
    void request_empty_isASuccess() throws Exception {
        for (Form form : Form.values()) {
            for (String empty :
                    new String[] {"{}", "{\"resourceMetrics\":[{\"scopeMetrics\":[{}]}]}"}) {
                Answer answer = client.send(url, form, empty);

                assertThat(answer.status()).isEqualTo(form == Form.GRPC ? 0 : 200);
                assertThat(answer.partialSuccess()).isEmpty();
            }
        }
    }

    @Test
    void answer_allStored_is200WithoutPartialSuccess() throws Exception {
        for (Form form : Form.values()) {
            server.store().reset();
            Answer answer = client.send(url, form, gauge("a", 1));

            assertThat(answer.status()).isEqualTo(form == Form.GRPC ? 0 : 200);
            assertThat(answer.type()).isEqualTo(form.type);
            assertThat(answer.partialSuccess()).isEmpty();
        }
    }

    @Test
    void answer_partStored_is200_saysHowManyPoints_andWhy() throws Exception {
        for (Form form : Form.values()) {
            server.store().reset();
            Answer answer =
                    client.send(
                            url,
                            form,
                            metrics(
                                    "{\"name\":\"a\",\"gauge\":{\"dataPoints\":[%s]}}"
                                            .formatted(point(1)),
                                    "{\"name\":\"\",\"gauge\":{\"dataPoints\":[%s,%s]}}"
                                            .formatted(point(2), point(3))));

            assertThat(answer.status()).isEqualTo(form == Form.GRPC ? 0 : 200);
            assertThat(answer.type()).isEqualTo(form.type);
            assertThat(answer.partialSuccess())
                    .startsWith("2 otlp_metric_name=2; first: metric : no name of a metric");
        }
    }

    /// A point of a histogram is five samples here, of which three are other ones.
    @Test
    void answer_partRefusedByTheStore_saysHowManyPoints() throws Exception {
        for (Form form : Form.values()) {
            server.store().reset();
            String sum = "{\"name\":\"a\",\"gauge\":{\"dataPoints\":[%s]}}".formatted(point(1));
            client.send(url, form, metrics(sum, histogram("h", 1, 1, 1)));
            Answer answer =
                    client.send(
                            url,
                            form,
                            metrics(sum, histogram("h", 1, 2, 1), histogram("i", 1, 2, 1)));

            assertThat(answer.partialSuccess()).startsWith("1 conflict=3; first: ");
        }
    }

    @Test
    void answer_nothingCanBeStored_is400OrInvalidArgument_andSaysWhy() throws Exception {
        for (Form form : Form.values()) {
            Answer refused = client.send(url, form, gauge("", 1));
            Answer malformed = client.send(url, form, "", new byte[] {'{', 1});

            assertThat(refused.status()).isEqualTo(form == Form.GRPC ? 3 : 400);
            assertThat(refused.message()).startsWith("nothing was stored: otlp_metric_name=1");
            assertThat(malformed.status()).isEqualTo(form == Form.GRPC ? 3 : 400);
            assertThat(malformed.message()).startsWith("malformed OTLP request: ");
        }
    }

    @Test
    void answer_notNow_is503OrUnavailable_andSaysWhenToRepeat() throws Exception {
        for (Form form : Form.values()) {
            server.store().reset();
            server.store().turnAway(Unavailable.OVERLOAD);
            Answer answer = client.send(url, form, gauge("a", 1));

            assertThat(answer.status()).isEqualTo(form == Form.GRPC ? 14 : 503);
            assertThat(answer.message()).startsWith("nothing was stored, try again");
            if (form == Form.GRPC) {
                assertThat(details(answer)).contains("google.rpc.RetryInfo");
            } else {
                assertThat(answer.header("retry-after")).containsOnlyDigits().isNotEqualTo("0");
            }
        }
    }

    @Test
    void answer_toAFailure_isAStatusInTheFormOfTheRequest() throws Exception {
        server.store().fail(new IllegalStateException("BUG: secret"));
        for (Form form : Form.values()) {
            Answer failed = client.send(url, form, gauge("a", 1));
            Answer packing = client.send(url, form, "br", new byte[1]);

            assertThat(failed.status()).isEqualTo(form == Form.GRPC ? 13 : 500);
            assertThat(failed.type()).isEqualTo(form.type);
            assertThat(failed.message()).isEqualTo("internal error, see the log of the server");
            assertThat(packing.status()).isEqualTo(form == Form.GRPC ? 12 : 415);
            assertThat(packing.type()).isEqualTo(form.type);
            assertThat(packing.message()).contains("br is not taken here");
        }
        Answer other =
                client.send(
                        server.request("/v1/metrics")
                                .header("content-type", "text/plain")
                                .POST(BodyPublishers.ofString("x")),
                        Form.PROTOBUF);
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.type()).isEqualTo(Form.PROTOBUF.type);
        assertThat(other.message()).contains("text/plain");
    }

    @Test
    void answer_isSmall_whateverIsSent() throws Exception {
        String longName = "n".repeat(40_000);
        for (Form form : Form.values()) {
            server.store().reset();
            client.send(url, form, gauge(longName, 1));
            Answer conflict = client.send(url, form, gauge(longName, 2));
            Answer nameless = client.send(url, form, gauge("é".repeat(15_000), 1));

            for (Answer answer : new Answer[] {conflict, nameless}) {
                assertThat(answer.size()).isLessThan(ANSWER_BYTES_MAX);
            }
            assertThat(nameless.status()).isEqualTo(form == Form.GRPC ? 3 : 400);
        }
    }

    private static String details(Answer answer) {
        return new String(
                Base64.getDecoder().decode(answer.header("grpc-status-details-bin")),
                StandardCharsets.ISO_8859_1);
    }

    private static String gauge(String name, double value) {
        return metrics(
                "{\"name\":\"%s\",\"gauge\":{\"dataPoints\":[%s]}}".formatted(name, point(value)));
    }

    private static String histogram(String name, int... counts) {
        return ("{\"name\":\"%s\",\"histogram\":{\"aggregationTemporality\":2,\"dataPoints\":"
                        + "[{\"timeUnixNano\":\"%d000000\",\"count\":\"%d\",\"sum\":1,"
                        + "\"explicitBounds\":[1,2],\"bucketCounts\":%s}]}}")
                .formatted(name, NOW_MILLIS, IntStream.of(counts).sum(), Arrays.toString(counts));
    }

    private static String point(double value) {
        return "{\"timeUnixNano\":\"%d000000\",\"asDouble\":%s}".formatted(NOW_MILLIS, value);
    }

    private static String metrics(String... metrics) {
        return "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[%s]}]}]}"
                .formatted(String.join(",", metrics));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
