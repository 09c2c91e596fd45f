package io.tributary.tsdb.chunks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.wal.DocExamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the example of the document: it is what is written, and it is read back.
class ChunkFilesDocTest {
    private static final int NUMBER_AND_CLOSED = 2;

    private DocExamples.Example example = new DocExamples.Example(List.of(), "");
    private long number;
    private List<String> chunks = List.of();

    @BeforeEach
    void readDocument() throws IOException {
        example = DocExamples.one("chunk-files.md", "chunkfile");
        number = Long.parseLong(example.word("number"));
        chunks = example.words().subList(NUMBER_AND_CLOSED, example.words().size());
    }

    @Test
    void file_ofTheDocument_isWritten() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new FileHeader(number).bytes());
        ChunkEntry entry = new ChunkEntry();
        ChunkList list = new ChunkList();
        for (String words : chunks) {
            byte[] chunk = HexFormat.of().parseHex(words.split(",", -1)[10]);
            SealedChunk said = said(words);
            byte[] bytes = new byte[ChunkEntry.bytesMax(chunk.length + said.startsLength)];
            boolean first = list.size() == 0;
            int offset = file.size();
            int length = entry.write(said, first, chunk, 0, chunk.length, bytes, 0, number, offset);
            assertThat(entry.read(bytes, 0, length, number, offset)).isTrue();
            list.add(entry, offset);
            file.write(bytes, 0, length);
        }
        long closed = Long.parseLong(example.word("closed"));
        file.writeBytes(new FooterWriter(list, number, file.size()).write(closed));

        assertThat(HexFormat.of().formatHex(file.toByteArray())).isEqualTo(example.hex());
    }

    @Test
    void file_ofTheDocument_isRead() throws IOException {
        byte[] bytes = example.bytes();
        DiskFile file = file(bytes);
        assertThat(new FileHeader(number).isIn(bytes)).isTrue();
        int trailerAt = bytes.length - Trailer.BYTES;
        Trailer trailer =
                Trailer.read(
                                Arrays.copyOfRange(bytes, trailerAt, bytes.length),
                                number,
                                bytes.length)
                        .orElseThrow();
        List<String> found = new ArrayList<>();
        FooterCursor cursor = new FooterCursor();
        cursor.all(Footer.read(file, trailer, true));
        ChunkEntry entry = new ChunkEntry();
        while (cursor.next()) {
            entry.require(
                    bytes,
                    cursor.offset(),
                    cursor.length(),
                    cursor.type(),
                    number,
                    cursor.offset());
            int end = cursor.offset() + cursor.length();
            String hex =
                    HexFormat.of().formatHex(bytes, entry.chunkOffset(), end)
                            + (entry.startsLength() > 0 ? "," : "")
                            + HexFormat.of()
                                    .formatHex(bytes, entry.startsOffset(), entry.chunkOffset());
            assertThat(words(entry.chunk(), hex)).isEqualTo(words(cursor.chunk(), hex));
            found.add(words(cursor.chunk(), hex));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(chunks);
        FileScan scan = FileScan.read(file, number, trailer.blocksOffset(), true, false);
        assertThat(scan.isWhole()).isTrue();
        assertThat(scan.footer(trailer.blocksOffset(), trailer.closedMillis()))
                .isEqualTo(Arrays.copyOfRange(bytes, (int) trailer.blocksOffset(), bytes.length));
    }

    @Test
    void header_ofANewerVersion_isRefusedByName() {
        byte[] newer = new FileHeader(number).bytes();
        ByteBuffer header = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, 3);
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, 16);
        header.putInt(16, (int) crc.getValue());

        assertThatThrownBy(() -> new FileHeader(number).isIn(newer))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot open chunk file 000007: it is of format version 3, this program reads versions 1 to 2");
    }

    @Test
    void header_ofVersion1_isRead() throws IOException {
        byte[] older = new FileHeader(number).bytes();
        ByteBuffer header = ByteBuffer.wrap(older).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(4, 1);
        CRC32C crc = new CRC32C();
        crc.update(older, 0, 16);
        header.putInt(16, (int) crc.getValue());

        assertThat(new FileHeader(number).isIn(older)).isTrue();
        older[8]++;
        assertThat(new FileHeader(number).isIn(older)).as("another file's").isFalse();
    }

    private static DiskFile file(byte[] bytes) throws IOException {
        DiskFile file = new SimulatedDisk(1).open(Path.of("file"), Disk.Mode.CREATE);
        file.write(ByteBuffer.wrap(bytes), 0);
        return file;
    }

    private static SealedChunk said(String words) {
        String[] parts = words.split(",", -1);
        SealedChunk chunk = new SealedChunk();
        chunk.ref = Long.parseLong(parts[0]);
        chunk.tenant = Integer.parseInt(parts[1]);
        chunk.lane = Integer.parseInt(parts[2]);
        chunk.encoding = Integer.parseInt(parts[3]);
        chunk.firstMillis = Long.parseLong(parts[4]);
        chunk.lastMillis = Long.parseLong(parts[5]);
        chunk.count = Integer.parseInt(parts[6]);
        chunk.endsStale = Boolean.parseBoolean(parts[7]);
        chunk.walSequence = Long.parseLong(parts[8]);
        chunk.walIndex = Integer.parseInt(parts[9]);
        if (parts.length > 11) {
            chunk.starts = HexFormat.of().parseHex(parts[11]);
            chunk.startsLength = chunk.starts.length;
        }
        return chunk;
    }

    private static String words(SealedChunk chunk, String hex) {
        return "%d,%d,%d,%d,%d,%d,%d,%b,%d,%d,%s"
                .formatted(
                        chunk.ref,
                        chunk.tenant,
                        chunk.lane,
                        chunk.encoding,
                        chunk.firstMillis,
                        chunk.lastMillis,
                        chunk.count,
                        chunk.endsStale,
                        chunk.walSequence,
                        chunk.walIndex,
                        hex);
    }
}
