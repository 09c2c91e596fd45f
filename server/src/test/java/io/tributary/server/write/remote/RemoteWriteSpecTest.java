package io.tributary.server.write.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.RawHistogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequest2Bytes;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.write.SpecTable;
import io.tributary.testkit.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What the specifications of remote write 1.0 and 2.0 demand of a receiver (MUST) or advise
/// (SHOULD), each a test over a real store. The table in `docs/reference/remote-write.md` names
/// them.
@TestInstance(Lifecycle.PER_CLASS)
class RemoteWriteSpecTest {
    private static final String TYPE_1 = "application/x-protobuf";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long now = System.currentTimeMillis() / 1_000 * 1_000;

    private StoredServer server;

    /// What an answer says is written.
    private record Written(String samples, String histograms, String exemplars) {
        static Written of(HttpResponse<String> answer) {
            return new Written(
                    header(answer, "samples"),
                    header(answer, "histograms"),
                    header(answer, "exemplars"));
        }

        private static String header(HttpResponse<String> answer, String what) {
            Optional<String> value =
                    answer.headers().firstValue("X-Prometheus-Remote-Write-" + what + "-Written");
            return value.orElse("absent");
        }
    }

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server = new StoredServer(data);
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void table_namesEveryTest() throws Exception {
        assertThat(SpecTable.named("remote-write.md", "# "))
                .isEqualTo(SpecTable.tests(RemoteWriteSpecTest.class));
    }

    @Test
    void receiver_allWritten_answers204WithoutABody() throws Exception {
        HttpResponse<String> one = write1(sample1("spec_all"));
        HttpResponse<String> two = write2(sample2("spec_all_2"));

        for (HttpResponse<String> answer : List.of(one, two)) {
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void receiver_partWritten_isNo2xx_saysWhy_andCountsWhatIs() throws Exception {
        WriteRequest2Bytes request =
                sample2("spec_part")
                        .sample(now + 1, 2)
                        .series("__name__", "spec_part", "", "no name")
                        .sample(now, 1)
                        .series("__name__", "spec_part", "kind", "b")
                        .sample(now, 3)
                        .exemplar(exemplar("1"));
        HttpResponse<String> answer = write2(request);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "1 of 4 samples refused, the others are stored: label_invalid=1; first: a label name is empty (its value is \"no name\")");
        assertThat(Written.of(answer)).isEqualTo(new Written("3", "0", "1"));
        assertThat(values("spec_part{kind='b'}")).containsExactly("3");
    }

    @Test
    void receiver_nothingWritten_saysZeros() throws Exception {
        HttpResponse<String> broken =
                write(WriteRequest2Bytes.TYPE, "snappy", new byte[] {9, 0, 0, 0});

        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(Written.of(broken)).isEqualTo(new Written("0", "0", "0"));
    }

    @Test
    void receiver_repeated_isWrittenAndTheSame() throws Exception {
        WriteRequest2Bytes request = sample2("spec_repeat");
        write2(request);
        HttpResponse<String> again = write2(request);

        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(Written.of(again)).isEqualTo(new Written("1", "0", "0"));
        assertThat(values("count_over_time(spec_repeat[5m])")).containsExactly("1");
    }

    @Test
    void receiver_message_isChosenByContentTypeAlone() throws Exception {
        assertThat(write(TYPE_1, "snappy", sample1("spec_type").snappy()).statusCode())
                .isEqualTo(204);
        assertThat(
                        write(
                                        TYPE_1 + ";proto=prometheus.WriteRequest",
                                        "snappy",
                                        sample1("spec_type").snappy())
                                .statusCode())
                .isEqualTo(204);
        assertThat(
                        write(
                                        TYPE_1 + "; proto=io.prometheus.write.v2.Request",
                                        "snappy",
                                        sample2("spec_type").snappy())
                                .statusCode())
                .isEqualTo(204);
        assertThat(values("count_over_time(spec_type[5m])")).containsExactly("1");
    }

    @Test
    void receiver_unknownMessageOrEncoding_is415_naming_whatIsTaken() throws Exception {
        byte[] body = sample2("spec_415").snappy();
        HttpResponse<String> type =
                write(TYPE_1 + ";proto=io.prometheus.write.v9.Request", "snappy", body);
        HttpResponse<String> encoding = write(WriteRequest2Bytes.TYPE, "br", body);

        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(type.body()).contains("v9", "io.prometheus.write.v2.Request");
        assertThat(encoding.statusCode()).isEqualTo(415);
        assertThat(encoding.body()).contains("br", "snappy");
        for (HttpResponse<String> answer : List.of(type, encoding)) {
            assertThat(Written.of(answer)).isEqualTo(new Written("0", "0", "0"));
        }
    }

    @Test
    void receiver_message2Sent_as1_isNotTakenForEmpty() throws Exception {
        HttpResponse<String> answer = write(TYPE_1, "snappy", sample2("spec_wrong").snappy());

        assertThat(Written.of(answer).samples()).isEqualTo("0");
        assertThat(values("spec_wrong")).isEmpty();
    }

    @Test
    void symbols_firstIsNotEmpty_is400() throws Exception {
        HttpResponse<String> answer =
                write(WriteRequest2Bytes.TYPE, "snappy", snappyOf("\"\u0001x"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the first symbol is not empty");
    }

    @Test
    void labels_refsThatAreOddOrNameNoSymbol_refuseThatSeriesOnly() throws Exception {
        HttpResponse<String> answer =
                write2(
                        sample2("spec_refs")
                                .seriesOfRefs(1, 2, 99, 1)
                                .sample(now, 1)
                                .sample(now + 1, 1)
                                .seriesOfRefs(1, 2, 1)
                                .sample(now, 1));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("3 of 4 samples refused, the others are stored: label_invalid=3;")
                .contains("a label refers to symbol 99, and the request has 3");
        assertThat(Written.of(answer)).isEqualTo(new Written("1", "0", "0"));
        assertThat(values("spec_refs")).containsExactly("1");
    }

    @Test
    void labels_unsortedOrDuplicated_areSortedOrRefused() throws Exception {
        assertThat(
                        write2(
                                        new WriteRequest2Bytes()
                                                .series("z", "1", "__name__", "spec_sort", "a", "2")
                                                .sample(now, 5))
                                .statusCode())
                .isEqualTo(204);
        HttpResponse<String> twice =
                write2(
                        new WriteRequest2Bytes()
                                .series("__name__", "spec_sort", "a", "1", "a", "2")
                                .sample(now, 5));

        assertThat(values("spec_sort{a='2',z='1'}")).containsExactly("5");
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(twice.body()).contains("duplicate_label_names=1");
    }

    @Test
    void series_sameLabelsSeveralTimes_areOneSeries() throws Exception {
        HttpResponse<String> answer =
                write2(
                        sample2("spec_same")
                                .series("__name__", "spec_same")
                                .sample(now + 1_000, 2)
                                .series("__name__", "spec_same")
                                .sample(now + 2_000, 3));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(Written.of(answer).samples()).isEqualTo("3");
        assertThat(values("count(spec_same)")).containsExactly("1");
    }

    @Test
    void series_withSamplesAndHistograms_keepsBoth() throws Exception {
        HttpResponse<String> answer =
                write2(
                        sample2("spec_both")
                                .histogram(now + 1, ResetHint.UNKNOWN, histogram(), now - 5));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(Written.of(answer)).isEqualTo(new Written("1", "1", "0"));
    }

    @Test
    void samples_outOfOrderInOneSeries_areTakenAllTheSame() throws Exception {
        HttpResponse<String> answer =
                write2(
                        new WriteRequest2Bytes()
                                .series("__name__", "spec_order")
                                .sample(now, 2)
                                .sample(now - 60_000, 1));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(values("count_over_time(spec_order[5m])")).containsExactly("2");
    }

    @Test
    void samples_staleMarker_endsTheSeries() throws Exception {
        write2(sample2("spec_stale"));
        HttpResponse<String> answer =
                write2(
                        new WriteRequest2Bytes()
                                .series("__name__", "spec_stale")
                                .sample(now + 1, Double.longBitsToDouble(0x7ff0000000000002L)));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(values("spec_stale")).isEmpty();
    }

    @Test
    void exemplars_areWrittenAndCounted_badOnesAreNot() throws Exception {
        HttpResponse<String> answer =
                write2(
                        sample2("spec_exemplar")
                                .exemplar(exemplar("1"))
                                .exemplar(
                                        new Exemplar(
                                                Labels.of("trace_id", "x".repeat(200)), now, 0)));

        assertThat(Written.of(answer)).isEqualTo(new Written("1", "0", "1"));
    }

    @Test
    void metadata_ofEachSeries_isThatOfItsFamily() throws Exception {
        FamilyMetadata said = new FamilyMetadata("", MetricType.HISTOGRAM, "How long.", "seconds");
        WriteRequest2Bytes request = new WriteRequest2Bytes();
        for (String name : List.of("spec_meta_bucket", "spec_meta_sum", "spec_meta_count")) {
            request.series("__name__", name, "le", "1").sample(now, 1).metadata(said);
        }
        assertThat(write2(request).statusCode()).isEqualTo(204);

        assertThat(get("/api/v1/metadata?metric=spec_meta"))
                .contains(
                        "{\"spec_meta\":[{\"type\":\"histogram\",\"unit\":\"seconds\",\"help\":\"How long.\"}]}");
    }

    @Test
    void version1_partWritten_is400AndTheGoodPartStays() throws Exception {
        HttpResponse<String> answer =
                write1(sample1("spec_v1").sample(now, 2, "__name__", "spec_v1"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("conflict=1");
        assertThat(Written.of(answer)).isEqualTo(new Written("1", "0", "0"));
        assertThat(values("spec_v1")).containsExactly("1");
    }

    private WriteRequestBytes sample1(String name) {
        return new WriteRequestBytes().sample(now, 1, "__name__", name);
    }

    private WriteRequest2Bytes sample2(String name) {
        return new WriteRequest2Bytes().series("__name__", name).sample(now, 1);
    }

    private Exemplar exemplar(String id) {
        return new Exemplar(Labels.of("trace_id", id), now, 0);
    }

    private static Histogram histogram() {
        RawHistogram raw = new RawHistogram();
        raw.setCount(Histogram.Kind.INTEGER, 2);
        raw.positive().addSpan(0, 1);
        raw.positive().addDelta(2);
        HistogramParts parts = new HistogramParts();
        raw.normalize(parts);
        return Histogram.of(parts);
    }

    private static byte[] snappyOf(String latin) {
        byte[] raw = latin.getBytes(StandardCharsets.ISO_8859_1);
        byte[] packed = new byte[raw.length + 2];
        packed[0] = (byte) raw.length;
        packed[1] = (byte) ((raw.length - 1) << 2);
        System.arraycopy(raw, 0, packed, 2, raw.length);
        return packed;
    }

    private HttpResponse<String> write1(WriteRequestBytes request) throws Exception {
        return write(TYPE_1, "snappy", request.snappy());
    }

    private HttpResponse<String> write2(WriteRequest2Bytes request) throws Exception {
        return write(WriteRequest2Bytes.TYPE, "snappy", request.snappy());
    }

    private HttpResponse<String> write(String type, String encoding, byte[] body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/write"))
                        .header("Content-Type", type)
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        BodyHandlers.ofString())
                .body();
    }

    /// The values of an instant vector a little later.
    private List<String> values(String query) throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        String answer = get("/api/v1/query?query=%s&time=%d".formatted(encoded, now / 1_000 + 3));
        return JsonReader.read(answer).member("data").member("result").elements().stream()
                .map(one -> one.member("value").elements().get(1).text())
                .toList();
    }
}
