package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tributary.model.flow.WriteBatch;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoteWrite2DecoderTest {
    /// Symbols `""`, `__name__`, `a`, `le`, `h_bucket`, `h_count`, `h`.
    private static final String SYMBOLS =
            "22 00  22 08 5f 5f 6e 61 6d 65 5f 5f  22 01 61  22 02 6c 65"
                    + "  22 08 68 5f 62 75 63 6b 65 74  22 07 68 5f 63 6f 75 6e 74  22 01 68";

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
