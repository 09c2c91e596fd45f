package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RemoteWrite2DecoderTest {
    /// Symbols `""`, `__name__`, `a`, `le`, `h_bucket`, `h_count`, `h`.
    private static final String SYMBOLS =
            "22 00  22 08 5f 5f 6e 61 6d 65 5f 5f  22 01 61  22 02 6c 65"
                    + "  22 08 68 5f 62 75 63 6b 65 74  22 07 68 5f 63 6f 75 6e 74  22 01 68";

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
        byte[] series = hex("2a 0a 0a 04 02 01 03 01 2a 02 08 01");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 200_000; i++) {
            all.writeBytes(exemplar);
        }
        byte[] exemplars = all.toByteArray();
        all.reset();
        SymbolTable.field(all, 0x2a, exemplars);
        for (int i = 0; i < 200_000; i++) {
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

    private static List<String> families(WriteBatch batch) {
        return RemoteWrite1Fuzzer.metadata(batch.bytes(), batch.metadata()).stream()
                .map(one -> one.type() + " " + one.family().toStringUtf8())
                .toList();
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
