package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RemoteWrite2DecoderTest {
    /// Symbols `""`, `__name__`, `a`, `le`, `h_bucket`, `h_count`, `h`.
    private static final String SYMBOLS =
            "22 00  22 08 5f 5f 6e 61 6d 65 5f 5f  22 01 61  22 02 6c 65"
                    + "  22 08 68 5f 62 75 63 6b 65 74  22 07 68 5f 63 6f 75 6e 74  22 01 68";

    @Test
    void decode_legalMessageInAnyOrder_equalsOracle() {
        SeededCases.run(
                20_000,
                random -> {
                    byte[] message = new SymbolRequests(random).request();
                    Optional<SymbolsOracle.Request> want = SymbolsOracle.read(message);
                    assertThat(want).isPresent();
                    assertThat(RemoteWrite2Fuzzer.decode(message)).isEqualTo(want);
                });
    }

    /// With known fields of the right wire type only, a cut message is refused by both or by
    /// neither.
    @Test
    void decode_truncatedAtEveryByte_equalsOracle() {
        SeededCases.run(
                200,
                random -> {
                    byte[] message = new SymbolRequests(random).request();
                    for (int length = 0; length < message.length; length++) {
                        byte[] cut = Arrays.copyOf(message, length);
                        assertThat(RemoteWrite2Fuzzer.decode(cut))
                                .isEqualTo(SymbolsOracle.read(cut));
                    }
                });
    }

    @Test
    void decode_everyBitFlipped_neverDiffersFromOracle() {
        SeededCases.run(
                12,
                random -> {
                    byte[] message = new SymbolRequests(random).request();
                    for (int bit = 0; bit < 8 * message.length; bit++) {
                        byte[] flipped = message.clone();
                        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                        RemoteWrite2Fuzzer.fuzzerTestOneInput(flipped);
                    }
                });
    }

    @Test
    void decode_corpusAndMutations_neverDiffersFromOracle() {
        FuzzCorpus.run("remotewrite2", 30_000, RemoteWrite2Fuzzer::fuzzerTestOneInput);
    }

    /// What the oracle is compared with must not be all of one kind.
    @Test
    void symbolRequests_content_isOfAllKinds() {
        Set<String> seen = new TreeSet<>();
        SeededCases.run(
                1_000,
                random -> addKinds(SymbolsOracle.read(new SymbolRequests(random).request()), seen));

        assertThat(seen)
                .containsExactly(
                        "classic family",
                        "exemplar",
                        "exemplar dropped",
                        "histogram",
                        "histogram with start",
                        "labels",
                        "metadata",
                        "name without value",
                        "no such symbol",
                        "sample with start");
    }

    private static void addKinds(Optional<SymbolsOracle.Request> read, Set<String> seen) {
        SymbolsOracle.Request request = read.orElseThrow();
        add(seen, "exemplar dropped", request.exemplarsDropped() > 0);
        for (Oracle.Metadata metadata : request.metadata()) {
            String family = metadata.family().toStringUtf8();
            add(seen, "metadata", true);
            add(seen, "classic family", metadata.type() == 3 && family.equals("latency"));
        }
        for (SymbolsOracle.Series series : request.series()) {
            add(seen, "labels", !series.labels().isEmpty());
            add(seen, "no such symbol", series.fault().contains("refers to symbol"));
            add(seen, "name without value", series.fault().contains("no value"));
            add(seen, "exemplar", !series.exemplars().isEmpty());
            add(seen, "histogram", !series.histograms().isEmpty());
            add(
                    seen,
                    "histogram with start",
                    series.histogramStarts().stream().anyMatch(start -> start != 0));
            add(
                    seen,
                    "sample with start",
                    series.samples().stream().anyMatch(sample -> sample.startMillis() != 0));
        }
    }

    private static void add(Set<String> seen, String kind, boolean isSeen) {
        if (isSeen) {
            seen.add(kind);
        }
    }

    @Test
    void decode_symbolsBehindSeries_areFoundAllTheSame() throws MalformedRequestException {
        // series{refs 1 2, sample{value 1, t=5, start=3}}, then the symbols
        WriteBatch batch =
                decode(
                        "2a 13  0a 02 01 02  12 0d 09 00 00 00 00 00 00 f0 3f 10 05 18 03"
                                + SYMBOLS);

        assertThat(batch.symbols().count()).isEqualTo(7);
        assertThat(batch.symbols().fault(batch.keyOffset(0), batch.keyLength(0))).isEmpty();
        assertThat(batch.timeMillis(0)).isEqualTo(5);
        assertThat(batch.valueBits(0)).isEqualTo(Double.doubleToRawLongBits(1));
        assertThat(batch.startMillis(0)).isEqualTo(3);
    }

    @Test
    void decode_refsThatNameNothing_faultThatSeriesAlone() throws MalformedRequestException {
        // series{1 4}, series{1 9}, series{1 4 2}
        WriteBatch batch =
                decode(SYMBOLS + "2a 04 0a 02 01 04  2a 04 0a 02 01 09  2a 05 0a 03 01 04 02");

        assertThat(fault(batch, 0)).isEmpty();
        assertThat(fault(batch, 1)).isEqualTo("a label refers to symbol 9, and the request has 7");
        assertThat(fault(batch, 2)).isEqualTo("3 refs of labels: a name has no value");
    }

    @Test
    void decode_badExemplars_areDroppedAndCounted() throws MalformedRequestException {
        // no such symbol; a name without a value; an empty name; none at all, which is good
        WriteBatch batch =
                decode(
                        SYMBOLS
                                + "2a 19  0a 02 01 04  22 04 0a 02 02 09  22 03 0a 01 02"
                                + " 22 04 0a 02 00 02  22 02 18 01");

        assertThat(batch.exemplarCount()).isEqualTo(1);
        assertThat(batch.exemplars().droppedCount()).isEqualTo(3);
    }

    @Test
    void decode_metadataOfClassicHistogram_isOfItsFamilyOnce() throws MalformedRequestException {
        // h_bucket, h_count: type histogram, help `a`; then h_count as a counter
        WriteBatch batch =
                decode(
                        SYMBOLS
                                + "2a 0a 0a 02 01 04 2a 04 08 03 18 02"
                                + "2a 0a 0a 02 01 05 2a 04 08 03 18 02"
                                + "2a 0a 0a 02 01 05 2a 04 08 01 18 02");

        assertThat(families(batch)).containsExactly("3 h", "1 h_count");
    }

    @Test
    void decode_nativeHistogramThatIsCalledCount_isItsOwnFamily() throws MalformedRequestException {
        // h_count: histogram{t=1}, type histogram
        WriteBatch batch = decode(SYMBOLS + "2a 0c 0a 02 01 05 1a 02 78 01 2a 02 08 03");

        assertThat(families(batch)).containsExactly("3 h_count");
    }

    /// As protobuf has it of a field that is not repeated and comes in pieces.
    @Test
    void decode_metadataTwiceInASeries_isOne() throws MalformedRequestException {
        // type histogram, help `a`; then type counter, and the series' name behind it
        WriteBatch batch = decode(SYMBOLS + "2a 0e 2a 04 08 03 18 02 2a 02 08 01 0a 02 01 05");

        assertThat(RemoteWrite1Fuzzer.metadata(batch.bytes(), batch.metadata()))
                .containsExactly(
                        new Oracle.Metadata(
                                1,
                                ByteString.copyFromUtf8("h_count"),
                                ByteString.copyFromUtf8("a"),
                                ByteString.EMPTY));
    }

    /// `2`: `a_bucket`, `3`: `b`; what was said last with a name is not said again.
    @Test
    void decode_metadataOfNameAgain_isThereWhereItSaysOtherwise() throws MalformedRequestException {
        SymbolTable symbols = new SymbolTable();
        ByteArrayOutputStream refs = new ByteArrayOutputStream();
        symbols.ref("__name__", refs);
        symbols.ref("a_bucket", refs);
        symbols.ref("b", refs);
        String histogram = "2a 08 0a 02 01 02 2a 02 08 03 ";
        String counter = "2a 08 0a 02 01 02 2a 02 08 01 ";
        String ofNative = "2a 0a 0a 02 01 02 1a 00 2a 02 08 03 ";
        String other = "2a 08 0a 02 01 03 2a 02 08 03 ";
        byte[] series =
                hex(
                        histogram + histogram + counter + counter + histogram + ofNative + ofNative
                                + histogram + other + other + histogram);
        WriteBatch batch = decode(RandomRequests.join(symbols.fields(), series));

        assertThat(families(batch))
                .containsExactly("3 a", "1 a_bucket", "3 a", "3 a_bucket", "3 a", "3 b");
    }

    @Test
    void decode_metadataOfEmptyNameAgain_isThereAgain() throws MalformedRequestException {
        byte[] request = hex(SYMBOLS + "2a 08 0a 02 01 00 2a 02 08 01");
        RemoteWrite2Decoder decoder = new RemoteWrite2Decoder();
        WriteBatch batch = new WriteBatch();
        decoder.decode(request, 0, request.length, batch);
        decoder.decode(request, 0, request.length, batch);

        assertThat(families(batch)).containsExactly("1 ");
    }

    /// Time is linear in the length of the request, whatever the refs.
    @Test
    @Timeout(30)
    void decode_longSymbolNamedOften_isNotReadEachTime() throws MalformedRequestException {
        SymbolTable symbols = new SymbolTable();
        ByteArrayOutputStream ref = new ByteArrayOutputStream();
        symbols.ref("x".repeat(4_000_000), ref);
        byte[] refs = RandomRequests.join(hex("0a 02"), ref.toByteArray(), ref.toByteArray());
        byte[] exemplar = RandomRequests.join(hex("22 04"), refs);
        String ofOne = "2a 0a 0a 04 02 01 03 01 2a 02 08 ";
        String ofThree = "2a 0a 0a 04 02 03 03 01 2a 02 08 ";
        byte[] series = hex(ofOne + "01 " + ofThree + "01 " + ofOne + "02 " + ofThree + "02");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 200_000; i++) {
            all.writeBytes(exemplar);
        }
        byte[] exemplars = all.toByteArray();
        all.reset();
        SymbolTable.field(all, 0x2a, exemplars);
        for (int i = 0; i < 50_000; i++) {
            all.writeBytes(series);
        }
        // 2: `__name__`; 3: as long as 1, and the same but for its place
        symbols.ref("__name__", ref);
        symbols.ref("x".repeat(3_999_999) + "y", ref);
        WriteBatch batch = decode(RandomRequests.join(symbols.fields(), all.toByteArray()));

        assertThat(batch.exemplarCount()).isZero();
        assertThat(batch.exemplars().droppedCount()).isEqualTo(200_000);
        assertThat(batch.metadataCount()).isEqualTo(200_000);
    }

    @Test
    void decode_exemplarsThatNameMuch_takeWhatTheyMay() throws MalformedRequestException {
        SymbolTable symbols = new SymbolTable();
        ByteArrayOutputStream refs = new ByteArrayOutputStream();
        symbols.ref("a", refs);
        symbols.ref("\ud83d\ude00".repeat(127), refs);
        byte[] exemplar = RandomRequests.join(hex("22 04 0a 02"), refs.toByteArray());
        ByteArrayOutputStream exemplars = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            exemplars.writeBytes(exemplar);
        }
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        SymbolTable.field(series, 0x2a, exemplars.toByteArray());
        WriteBatch batch = decode(RandomRequests.join(symbols.fields(), series.toByteArray()));

        int kept = batch.exemplarCount();
        assertThat(kept + batch.exemplars().droppedCount()).isEqualTo(100_000);
        assertThat(batch.exemplars().labelsOffset(kept))
                .isBetween(
                        SymbolicExemplar.LABEL_BYTES_MAX, SymbolicExemplar.LABEL_BYTES_MAX + 1_024);
    }

    @Test
    void decode_malformed_saysWhatAndWhere() {
        refused("22 01 61", "the first symbol is not empty at byte 0");
        refused("2a 00  22 01 61", "the first symbol is not empty at byte 2");
        refused("20 01", "field 4 of Request has wire type 0, want 2");
        refused("28 01", "field 5 of Request has wire type 0, want 2");
        refused("22 05 00", "length 5 where 1 bytes are left at byte 1");
        refused("22 80", "message ends inside a varint at byte 1");
        refused("2b", "field 5 is a group at byte 0");
        refused("2a 05 31 00 00 00 00", "value of 8 bytes where 4 are left");
        refused(
                "2a 09 09 00 00 00 00 00 00 00 00",
                "field 1 of TimeSeries has wire type 1, want 0");
        refused("2a 03 0a 01 80", "message ends inside a varint at byte 4");
        refused("2a 02 10 01", "field 2 of TimeSeries has wire type 0, want 2");
        refused("2a 02 18 01", "field 3 of TimeSeries has wire type 0, want 2");
        refused("2a 02 20 01", "field 4 of TimeSeries has wire type 0, want 2");
        refused("2a 02 28 01", "field 5 of TimeSeries has wire type 0, want 2");
        refused("2a 04 12 02 08 01", "field 1 of Sample has wire type 0, want 1");
        refused("2a 04 12 02 12 00", "field 2 of Sample has wire type 2, want 0");
        refused("2a 04 12 02 1a 00", "field 3 of Sample has wire type 2, want 0");
        refused("2a 05 1a 03 8a 01 00", "field 17 of Histogram has wire type 2, want 0");
        refused("2a 07 22 05 0d 00 00 00 00", "field 1 of Exemplar has wire type 5, want 0");
        refused("2a 04 22 02 10 01", "field 2 of Exemplar has wire type 0, want 1");
        refused("2a 04 22 02 1a 00", "field 3 of Exemplar has wire type 2, want 0");
        refused("2a 04 2a 02 0a 00", "field 1 of Metadata has wire type 2, want 0");
        refused("2a 04 2a 02 1a 00", "field 3 of Metadata has wire type 2, want 0");
        refused("2a 04 2a 02 22 00", "field 4 of Metadata has wire type 2, want 0");
    }

    @Test
    void decode_requestOfVersion1_isEmpty() throws MalformedRequestException {
        WriteBatch batch = decode("0a 0c  0a 06 0a 01 61 12 01 62  12 02 10 03");

        assertThat(batch.seriesCount()).isZero();
    }

    @Test
    void decode_rangeOutsideTheArray_isOurFault() {
        assertThatThrownBy(
                        () -> new RemoteWrite2Decoder().decode(new byte[4], 2, 3, new WriteBatch()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void decode_warm_allocatesNothing() {
        WriteBatch batch = new WriteBatch();

        assertThat(allocated(ordinaryRequest(2_000), batch, 200)).isZero();
        assertThat(batch.sampleCount()).isEqualTo(2_000);
        assertThat(batch.metadataCount()).isEqualTo(200);
    }

    @Test
    void decodeAside_warm_allocatesNothing() {
        byte[] request = new SymbolRequests(new SeededCases.Random(11)).asideRequest(200);
        WriteBatch batch = new WriteBatch();

        assertThat(allocated(request, batch, 500)).isZero();
        assertThat(batch.hasStarts()).isTrue();
        assertThat(batch.histogramCount()).isEqualTo(200);
        assertThat(batch.exemplarCount()).isGreaterThan(20);
        assertThat(batch.metadataCount()).isGreaterThan(20);
    }

    private static long allocated(byte[] request, WriteBatch batch, int warmUpCalls) {
        RemoteWrite2Decoder decoder = new RemoteWrite2Decoder();
        return AllocationProbe.bytes(
                () -> {
                    try {
                        decoder.decode(request, 0, request.length, batch);
                    } catch (MalformedRequestException e) {
                        throw new AssertionError(e);
                    }
                },
                warmUpCalls);
    }

    /// As Prometheus sends them: ten labels and one sample a series, metadata on each; ten series a
    /// family.
    private static byte[] ordinaryRequest(int seriesCount) {
        SymbolTable symbols = new SymbolTable();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < seriesCount; i++) {
            ByteArrayOutputStream refs = new ByteArrayOutputStream();
            symbols.ref("__name__", refs);
            symbols.ref("metric_" + i / 10, refs);
            for (int label = 1; label < 10; label++) {
                symbols.ref("name" + label, refs);
                symbols.ref("value" + (label == 9 ? i : i % 10), refs);
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            said.writeBytes(hex("08 01 18"));
            symbols.ref("What metric_" + i / 10 + " counts.", said);
            ByteArrayOutputStream series = new ByteArrayOutputStream();
            SymbolTable.field(series, 0x0a, refs.toByteArray());
            series.writeBytes(hex("12 10 09 00 00 00 00 00 00 f0 3f 10 e8 cf 8b cf f7 30"));
            SymbolTable.field(series, 0x2a, said.toByteArray());
            SymbolTable.field(all, 0x2a, series.toByteArray());
        }
        return RandomRequests.join(symbols.fields(), all.toByteArray());
    }

    private static List<String> families(WriteBatch batch) {
        return RemoteWrite1Fuzzer.metadata(batch.bytes(), batch.metadata()).stream()
                .map(one -> one.type() + " " + one.family().toStringUtf8())
                .toList();
    }

    private static String fault(WriteBatch batch, int series) {
        return batch.symbols().fault(batch.keyOffset(series), batch.keyLength(series));
    }

    private static void refused(String hex, String message) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining(message);
    }

    private static WriteBatch decode(String hex) throws MalformedRequestException {
        return decode(hex(hex));
    }

    private static WriteBatch decode(byte[] bytes) throws MalformedRequestException {
        WriteBatch batch = new WriteBatch();
        new RemoteWrite2Decoder().decode(bytes, 0, bytes.length, batch);
        return batch;
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
