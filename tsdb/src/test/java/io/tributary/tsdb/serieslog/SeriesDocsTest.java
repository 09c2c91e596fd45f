package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tsdb.wal.DocExamples;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Runs the examples of `docs/series.md`: they are what is written, and are read back.
class SeriesDocsTest {
    @Test
    void fileHeader_ofTheDocument_isWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("series.md", "series-file");
        FileHeader header =
                new FileHeader(
                        Long.parseLong(example.word("generation")),
                        Long.parseUnsignedLong(example.word("nonce"), 16));
        byte[] sectors = header.sectors().array();

        assertThat(HexFormat.of().formatHex(sectors, 0, FileHeader.BYTES)).isEqualTo(example.hex());
        assertThat(Arrays.copyOfRange(sectors, FileHeader.BYTES, FileHeader.SECTOR_BYTES))
                .containsOnly(0);
        assertThat(Arrays.copyOfRange(sectors, FileHeader.SECTOR_BYTES, sectors.length))
                .isEqualTo(Arrays.copyOf(sectors, FileHeader.SECTOR_BYTES));
        assertThat(FileHeader.read(example.bytes(), 0)).contains(header);
    }

    @Test
    void batch_ofTheDocument_isWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("series.md", "series-batch");
        byte[] payload = HexFormat.of().parseHex(example.word("payload"));
        long nonce = Long.parseUnsignedLong(example.word("nonce"), 16);
        long offset = Long.parseLong(example.word("offset"));
        BatchHeader header = new BatchHeader();
        header.set(
                nonce, Long.parseLong(example.word("sequence")), offset, payload, payload.length);
        assertThat(HexFormat.of().formatHex(header.bytes()) + example.word("payload"))
                .isEqualTo(example.hex());

        BatchHeader read = new BatchHeader();
        System.arraycopy(example.bytes(), 0, read.bytes(), 0, BatchHeader.BYTES);
        assertThat(read.isHeaderOf(nonce, offset)).isTrue();
        assertThat(read.isPayload(payload)).isTrue();
        assertThat(read.isHeaderOf(nonce, offset + 512)).isFalse();
        assertThat(read.isHeaderOf(nonce + 1, offset)).isFalse();
    }
}
