package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RemoteWrite1DecoderTest {
    @Test
    void decode_legalMessageInAnyOrder_equalsOracle() {
        SeededCases.run(
                20_000,
                random -> {
                    byte[] message = new RandomRequests(random).request();
                    Optional<Oracle.Request> want = Oracle.read(message);
                    assertThat(want).isPresent();
                    assertThat(RemoteWrite1Fuzzer.decode(message)).isEqualTo(want);
                });
    }

    /// With known fields of the right wire type only, a cut message is refused by both or by
    /// neither.
    @Test
    void decode_truncatedAtEveryByte_equalsOracle() {
        SeededCases.run(
                300,
                random -> {
                    byte[] message = new RandomRequests(random).request();
                    for (int length = 0; length < message.length; length++) {
                        byte[] cut = Arrays.copyOf(message, length);
                        assertThat(RemoteWrite1Fuzzer.decode(cut)).isEqualTo(Oracle.read(cut));
                    }
                });
    }

    @Test
    void decode_everyBitFlipped_neverDiffersFromOracle() {
        SeededCases.run(
                12,
                random -> {
                    byte[] message = new RandomRequests(random).request();
                    for (int bit = 0; bit < 8 * message.length; bit++) {
                        byte[] flipped = message.clone();
                        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                        RemoteWrite1Fuzzer.fuzzerTestOneInput(flipped);
                    }
                });
    }

    @Test
    void decode_corpusAndMutations_neverDiffersFromOracle() {
        FuzzCorpus.run("remotewrite", 30_000, RemoteWrite1Fuzzer::fuzzerTestOneInput);
    }

    @Test
    void decode_scatteredLabels_gathersThemInTheirOrder() throws MalformedRequestException {
        // sample{t=1}, label{a=b}, unknown 5 = 7, label{c=d}
        byte[] bytes =
                hex("0a 16  12 02 10 01  0a 06 0a 01 61 12 01 62  28 07  0a 06 0a 01 63 12 01 64");
        WriteBatch batch = decode(bytes);

        assertThat(batch.keyOffset(0)).isEqualTo(2);
        assertThat(Arrays.copyOfRange(bytes, 2, 2 + batch.keyLength(0)))
                .isEqualTo(hex("0a 06 0a 01 61 12 01 62  0a 06 0a 01 63 12 01 64"));
        assertThat(batch.timeMillis(0)).isEqualTo(1);
    }

    @Test
    void decode_labelsTogetherBehindSamples_leavesTheBytesAlone() throws MalformedRequestException {
        byte[] bytes = hex("0a 0c  12 02 10 01  0a 06 0a 01 61 12 01 62");
        byte[] before = bytes.clone();
        WriteBatch batch = decode(bytes);

        assertThat(bytes).isEqualTo(before);
        assertThat(batch.keyOffset(0)).isEqualTo(6);
        assertThat(batch.keyLength(0)).isEqualTo(8);
    }

    @Test
    void decode_histogramThatContradictsItself_isInvalidAlone() throws MalformedRequestException {
        // label{a=b}, histogram{t=1, count 1}, histogram{t=2}, sample{t=3}
        WriteBatch batch =
                decode(
                        hex(
                                "0a 16  0a 06 0a 01 61 12 01 62  22 04 08 01 78 01  22 02 78 02  12 02 10 03"));

        assertThat(batch.histogramCount()).isEqualTo(2);
        assertThat(batch.histogramEnd(0)).isEqualTo(2);
        assertThat(batch.histograms().invalidCount()).isEqualTo(1);
        assertThat(batch.histograms().fault(0)).isEqualTo(HistogramFault.COUNT_MISMATCH);
        assertThat(batch.histograms().timeMillis(0)).isEqualTo(1);
        assertThat(batch.histograms().isValid(1)).isTrue();
        assertThat(batch.timeMillis(0)).isEqualTo(3);
    }

    @Test
    void decode_exemplarAmongScatteredLabels_keepsItsOwn() throws MalformedRequestException {
        // exemplar{label{x=y}}, label{a=b}, label{c=d} behind it, which move to the front
        WriteBatch batch =
                decode(
                        hex(
                                "0a 1c  0a 06 0a 01 61 12 01 62  1a 0a 0a 06 0a 01 78 12 01 79 18 05"
                                        + " 0a 06 0a 01 63 12 01 64"));
        ExemplarColumns exemplars = batch.exemplars();

        assertThat(batch.exemplarCount()).isEqualTo(1);
        assertThat(exemplars.timeMillis(0)).isEqualTo(5);
        assertThat(
                        Arrays.copyOfRange(
                                exemplars.bytes(),
                                exemplars.labelsOffset(0),
                                exemplars.labelsOffset(0) + exemplars.labelsLength(0)))
                .isEqualTo(hex("0a 06 0a 01 78 12 01 79"));
    }

    @Test
    void decode_badExemplars_areDroppedAndCounted() throws MalformedRequestException {
        // an empty name; a name that is not UTF-8; none at all, which is good
        WriteBatch batch = decode(hex("0a 0f  1a 02 0a 00  1a 05 0a 03 0a 01 ff  1a 02 18 01"));

        assertThat(batch.exemplarCount()).isEqualTo(1);
        assertThat(batch.exemplars().droppedCount()).isEqualTo(2);
    }

    /// What the oracle is compared with must not be all of one kind.
    @Test
    void randomRequests_histograms_areOfAllKinds() {
        Set<String> seen = new TreeSet<>();
        SeededCases.run(
                1_000,
                random ->
                        Oracle.read(new RandomRequests(random).request())
                                .orElseThrow()
                                .series()
                                .stream()
                                .flatMap(series -> series.histograms().stream())
                                .map(histogram -> histogram.text().split(" threshold", 2)[0])
                                .forEach(seen::add));

        assertThat(seen)
                .contains("invalid", "stale", "integers schema=-53", "floats schema=-53")
                .contains("integers schema=8", "floats schema=8", "integers schema=-4");
    }

    @Test
    void decode_emptySample_isZeroAtZero() throws MalformedRequestException {
        WriteBatch batch = decode(hex("0a 02 12 00"));

        assertThat(batch.sampleCount()).isEqualTo(1);
        assertThat(batch.timeMillis(0)).isZero();
        assertThat(batch.valueBits(0)).isZero();
    }

    @Test
    void decode_malformed_saysWhatAndWhere() {
        refused("0b", "field 1 is a group at byte 0");
        refused("0a 01 0c", "field 1 is a group at byte 2");
        refused("0e", "wire type 6 at byte 0");
        refused("00 01", "field number 0 at byte 0");
        refused("0a 05 00", "length 5 where 1 bytes are left at byte 1");
        refused("0a ff ff ff ff ff ff ff ff ff 01", "length 18446744073709551615 where 0");
        refused("0a 83 80 80 80 10 00 00 00", "length 4294967299 where 3 bytes are left");
        refused("10 80 80 80 80 80 80 80 80 80 80 00", "varint longer than 10 bytes at byte 1");
        refused("10 80", "message ends inside a varint at byte 1");
        refused("0a 04 12 02 08 01", "field 1 of Sample has wire type 0, want 1");
        refused("0a 02 10 01", "field 2 of TimeSeries has wire type 0, want 2");
        refused("0a 04 0a 02 08 01", "field 1 of Label has wire type 0, want 2");
        refused("08 01", "field 1 of WriteRequest has wire type 0, want 2");
        refused("0a 05 12 03 09 00 00", "value of 8 bytes where 2 are left at byte 5");
        refused("8a 80 80 80 80 01 00", "field number 4294967297 at byte 0");
    }

    @Test
    void decode_rangeOutsideTheArray_isOurFault() {
        assertThatThrownBy(
                        () -> new RemoteWrite1Decoder().decode(new byte[4], 2, 3, new WriteBatch()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void labels_otherFieldAmongThem_isRefused() {
        assertThatThrownBy(() -> RemoteWrite1Labels.decode(hex("12 00"), 0, 2, new LabelPairs()))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("field 2 among labels at byte 0");
    }

    @Test
    void decode_warm_allocatesNothing() {
        byte[] request = ordinaryRequest(2_000);
        RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
        WriteBatch batch = new WriteBatch();
        long allocated =
                AllocationProbe.bytes(
                        () -> {
                            try {
                                decoder.decode(request, 0, request.length, batch);
                            } catch (MalformedRequestException e) {
                                throw new AssertionError(e);
                            }
                        },
                        200);

        assertThat(batch.sampleCount()).isEqualTo(2_000);
        assertThat(allocated).isZero();
    }

    @Test
    void decodeAside_warm_allocatesNothing() {
        SeededCases.Random random = new SeededCases.Random(11);
        byte[] request = new RandomRequests(random).asideRequest(100);
        byte[] bytes = request.clone();
        RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
        WriteBatch batch = new WriteBatch();
        long allocated =
                AllocationProbe.bytes(
                        () -> {
                            // A decode moves labels together.
                            System.arraycopy(request, 0, bytes, 0, bytes.length);
                            try {
                                decoder.decode(bytes, 0, bytes.length, batch);
                            } catch (MalformedRequestException e) {
                                throw new AssertionError(e);
                            }
                        },
                        500);

        assertThat(batch.histogramCount()).isGreaterThan(50);
        assertThat(batch.exemplarCount()).isGreaterThan(20);
        assertThat(batch.metadataCount()).isGreaterThan(20);
        assertThat(allocated).isZero();
    }

    /// Ten labels and one sample a series, as Prometheus sends them.
    private static byte[] ordinaryRequest(int seriesCount) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int i = 0; i < seriesCount; i++) {
            ByteArrayOutputStream series = new ByteArrayOutputStream();
            for (int label = 0; label < 10; label++) {
                byte[] pair = hex("0a 05 6e 61 6d 65 %02x 12 04 %08x".formatted(97 + label, i));
                series.write(0x0A);
                series.write(pair.length);
                series.writeBytes(pair);
            }
            series.writeBytes(hex("12 10 09 00 00 00 00 00 00 f0 3f 10 e8 cf 8b cf f7 30"));
            request.write(0x0A);
            request.write((series.size() & 0x7F) | 0x80);
            request.write(series.size() >>> 7);
            request.writeBytes(series.toByteArray());
        }
        return request.toByteArray();
    }

    private static void refused(String hex, String message) {
        assertThatThrownBy(() -> decode(hex(hex)))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining(message);
    }

    private static WriteBatch decode(byte[] bytes) throws MalformedRequestException {
        WriteBatch batch = new WriteBatch();
        new RemoteWrite1Decoder().decode(bytes, 0, bytes.length, batch);
        return batch;
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
