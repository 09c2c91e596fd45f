package io.tributary.format.exposition.protobuf;

import static io.tributary.format.exposition.protobuf.Families.bucket;
import static io.tributary.format.exposition.protobuf.Families.exemplar;
import static io.tributary.format.exposition.protobuf.Families.family;
import static io.tributary.format.exposition.protobuf.Families.histogram;
import static io.tributary.format.exposition.protobuf.Families.label;
import static io.tributary.format.exposition.protobuf.Families.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.otlp.Messages;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class FamilyDecoderTest {
    @Test
    void decode_everyType_becomesWhatTextWould() {
        assertThat(lines(Families.everything()))
                .containsExactly(
                        """
                        {"a"="b", "__name__"="hits_total"} 1700000000000 7 since 1600000000000
                        {"__name__"="celsius"} 1700000000123 -3.5
                        {"__name__"="s_count"} 1700000000123 3 since 1600000001000
                        {"__name__"="s_sum"} 1700000000123 4.5 since 1600000001000
                        {"quantile"="0.5", "__name__"="s"} 1700000000123 1 since 1600000001000
                        {"__name__"="u"} 1700000000123 1
                        {"x"="y", "__name__"="h"} 1700000000123 integers schema=3 threshold=3fd0000000000000 zero=1 count=6 sum=4029000000000000 positive=-2:1,-1:3 negative=5:1 hint=UNKNOWN since 1600000002005
                        {"x"="y", "__name__"="h_count"} 1700000000123 6 since 1600000002005
                        {"x"="y", "__name__"="h_sum"} 1700000000123 12.5 since 1600000002005
                        {"x"="y", "le"="1.0", "__name__"="h_bucket"} 1700000000123 2 since 1600000002005
                        {"x"="y", "le"="+Inf", "__name__"="h_bucket"} 1700000000123 6 since 1600000002005
                        {"__name__"="g"} 1700000000123 floats schema=0 threshold=0000000000000000 zero=3fe0000000000000 count=4004000000000000 sum=4020000000000000 positive=0:4000000000000000 hint=GAUGE
                        exemplar of {"a"="b", "__name__"="hits_total"}: {"trace_id"="t"} 1700000000000 0.5
                        exemplar of {"x"="y", "__name__"="h"}: {"trace_id"="v"} 1699999999000 9
                        exemplar of {"x"="y", "le"="1.0", "__name__"="h_bucket"}: {"trace_id"="u"} 1700000000123 0.25
                        metadata "hits_total" type=1 help="" unit=""
                        metadata "celsius" type=2 help="Out \\"there\\"." unit="celsius"
                        metadata "s" type=5 help="" unit=""
                        metadata "u" type=0 help="" unit=""
                        metadata "h" type=3 help="" unit=""
                        metadata "g" type=4 help="" unit=""
                        """
                                .split("\n"));
    }

    @Test
    void decode_corpusAndMutations_keepTheInvariants() {
        FuzzCorpus.run("families", 20_000, FamilyFuzzer::fuzzerTestOneInput);
    }

    @Test
    void decode_anyBytes_areRefusedOrABatch() {
        SeededCases.run(2_000, random -> FamilyFuzzer.fuzzerTestOneInput(random.bytes(0, 200)));
    }

    /// Cut between two families, all before are there; cut elsewhere, the request is refused.
    @Test
    void decode_truncatedAtEveryByte_isRefused_orWholeFamilies() {
        byte[] whole = Families.everything();
        List<String> all = lines(whole);
        int taken = 0;
        for (int end = 0; end < whole.length; end++) {
            byte[] cut = Arrays.copyOf(whole, end);
            try {
                List<String> some = decode(cut);
                assertThat(all).containsAll(some);
                taken++;
            } catch (MalformedRequestException e) {
                assertThat(e).hasMessageStartingWith("malformed exposition request: ");
            }
        }
        assertThat(taken).isEqualTo(6);
    }

    @Test
    void decode_metricsThatAreWrong_areRefusedAlone() {
        byte[] request =
                Families.of(
                        family(
                                "a",
                                1,
                                metric -> metric.message(3, counter -> counter.number(1, 1))),
                        family("b", 9, metric -> metric.message(2, gauge -> gauge.number(1, 1))),
                        family -> family.message(4, metric -> metric.message(3, counter -> {})),
                        family("d", 1, metric -> metric.message(2, gauge -> gauge.number(1, 4))));

        assertThat(lines(request))
                .contains("{\"__name__\"=\"d\"} 1700000000123 4")
                .contains(
                        "refused {SYNTAX=2, VALUE=1}: metric 1 of family \"a\": it has no value of its family's type");
    }

    @Test
    void decode_histogram_isNativeClassicOrBoth() {
        assertThat(series(h -> h.varint(1, 3))).containsExactly("h_count", "h_sum", "h_bucket");
        assertThat(series(h -> h.varint(1, 3).message(3, bucket(1, 2))))
                .containsExactly("h_count", "h_sum", "h_bucket", "h_bucket");
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(series(h -> h.varint(1, 3).message(3, bucket(infinity, 3))))
                .containsExactly("h_count", "h_sum", "h_bucket");
        assertThat(series(h -> h.message(12, span -> {}))).containsExactly("h");
        assertThat(series(h -> h.number(6, 0.5))).containsExactly("h");
        assertThat(series(h -> h.varint(1, 1).varint(7, 1))).containsExactly("h");
        assertThat(series(h -> h.number(4, 1).number(8, 1).message(3, bucket(1, 2))))
                .containsExactly("h", "h_count", "h_sum", "h_bucket", "h_bucket");
    }

    /// The names of what a histogram becomes.
    private static List<String> series(Consumer<Messages> histogram) {
        return lines(Families.of(histogram(histogram))).stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> line.replaceAll(".*__name__\"=\"(\\w+)\".*", "$1"))
                .toList();
    }

    @Test
    void decode_histogramThatContradictsItself_isInvalidInTheBatch() {
        List<String> lines =
                lines(
                        Families.of(
                                histogram(h ->
                                        h.varint(1, 3)
                                                .varint(7, 1)
                                                .message(12, span -> span.varint(2, 2)))));

        assertThat(lines.getFirst())
                .contains("invalid: the spans need another number of buckets than there are");
    }

    @Test
    void decode_exemplars_haveTheirTime_orThatOfTheSample() {
        Consumer<Messages> timed =
                e ->
                        exemplar("t", 2)
                                .andThen(x -> x.message(3, time(1_700_000_000, 7_999_999)))
                                .accept(e);
        byte[] request =
                Families.of(
                        family("a", 0, m -> m.message(3, c -> c.number(1, 3).message(2, timed))),
                        family(
                                "b",
                                0,
                                m ->
                                        m.message(
                                                3,
                                                c -> c.number(1, 3).message(2, exemplar("t", 2)))),
                        family(
                                "c",
                                0,
                                m ->
                                        m.message(
                                                3,
                                                c ->
                                                        c.number(1, 3)
                                                                .message(
                                                                        2,
                                                                        exemplar(
                                                                                "t".repeat(121),
                                                                                2)))),
                        family(
                                "d",
                                0,
                                m -> m.message(3, c -> c.message(2, e -> label(e, "", "x")))));

        assertThat(lines(request))
                .contains(
                        "exemplar of {\"__name__\"=\"a\"}: {\"trace_id\"=\"t\"} 1700000000007 2",
                        "exemplar of {\"__name__\"=\"b\"}: {\"trace_id\"=\"t\"} 1700000000123 2",
                        "exemplars dropped 2");
    }

    @Test
    void decode_timesThatFitNoMillis_areNone() {
        byte[] request =
                Families.of(
                        family(
                                "a",
                                0,
                                m ->
                                        m.message(
                                                3,
                                                c ->
                                                        c.number(1, 3)
                                                                .message(
                                                                        3,
                                                                        time(Long.MIN_VALUE, 0)))));

        assertThat(lines(request)).contains("{\"__name__\"=\"a\"} 1700000000123 3");
    }

    @Test
    void decode_manyLabelsAndBuckets_growNoFurtherThanAllowed() {
        byte[] request =
                Families.of(
                        family(
                                "a",
                                4,
                                m -> {
                                    for (int i = 0; i < 2_000; i++) {
                                        label(m, "n" + i, "v");
                                    }
                                    m.message(
                                            7,
                                            h -> {
                                                for (int i = 0; i < 5_000; i++) {
                                                    h.message(3, bucket(i, i));
                                                }
                                            });
                                }));

        assertThat(lines(request))
                .anyMatch(
                        line -> line.startsWith("refused {TOO_LARGE=1}: metric 1 of family \"a\""))
                .hasSize(2);
    }

    /// But for bounds and quantiles.
    @Test
    void decode_samples_allocatesNothing() {
        byte[] request =
                Families.of(
                        family -> {
                            family.text(1, "a").varint(3, 0);
                            for (int i = 0; i < 100; i++) {
                                family.message(
                                        4,
                                        m ->
                                                label(m, "b", "c")
                                                        .message(
                                                                3,
                                                                c ->
                                                                        c.number(1, 7)
                                                                                .message(
                                                                                        2,
                                                                                        exemplar(
                                                                                                "t",
                                                                                                2))));
                            }
                        },
                        histogram(h ->
                                h.varint(1, 1)
                                        .number(6, 0.5)
                                        .message(12, span -> span.varint(2, 1))
                                        .zigzag(13, 1)));
        FamilyDecoder decoder = new FamilyDecoder();
        WriteBatch batch = new WriteBatch();

        long bytes = AllocationProbe.bytes(() -> decode(decoder, request, batch));

        assertThat(bytes).isZero();
    }

    private static void decode(FamilyDecoder decoder, byte[] request, WriteBatch into) {
        try {
            decoder.decode(request, 0, request.length, Families.RECEIVED_MILLIS, into);
        } catch (MalformedRequestException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(byte[] request) {
        try {
            return decode(request);
        } catch (MalformedRequestException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> decode(byte[] request) throws MalformedRequestException {
        FamilyDecoder decoder = new FamilyDecoder();
        WriteBatch batch = new WriteBatch();
        decoder.decode(request, 0, request.length, Families.RECEIVED_MILLIS, batch);
        return BatchText.of(batch, decoder.report()).lines().toList();
    }
}
