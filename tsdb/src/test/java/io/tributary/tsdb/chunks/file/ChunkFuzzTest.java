package io.tributary.tsdb.chunks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Whatever the bytes, parsing ends in what was written or in a refusal.
class ChunkFuzzTest {
    private static final long NUMBER = 3;

    @Test
    void cursor_overRandomBlocksWithRightChecksums_endsInChunksOrARefusal() {
        SeededCases.run(
                3_000,
                random -> {
                    byte[] footer = footer(random);
                    Trailer trailer = trailer(footer);
                    for (int i = random.between(1, 8); i > 0; i--) {
                        footer[random.between(0, trailer.blocksBytes() - 1)] =
                                (byte) random.nextLong();
                    }
                    sign(footer, trailer);
                    int chunks = 0;
                    try {
                        FooterCursor cursor = new FooterCursor();
                        cursor.all(Footer.read(file(footer), trailer(footer), random.oneIn(2)));
                        while (cursor.next()) {
                            assertThat(cursor.length()).isBetween(1, ChunkEntry.BYTES_MAX);
                            chunks++;
                        }
                        assertThat(chunks).isEqualTo(trailer.chunkCount());
                    } catch (CorruptChunkFileException e) {
                        assertThat(e).hasMessageContaining("file=000003 offset=");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void entry_overRandomBytesWithARightChecksum_isReadOrNot() {
        ChunkEntry entry = new ChunkEntry();
        int[] read = new int[1];
        SeededCases.run(
                20_000,
                random -> {
                    byte[] bytes = random.bytes(9, 120);
                    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    fields.putInt(4, bytes.length | random.between(0, 0x7F) << 24);
                    fields.putInt(
                            0, new PlacedChecksum().of(bytes, 4, bytes.length - 4, NUMBER, 20));
                    if (entry.read(bytes, 0, bytes.length, NUMBER, 20)) {
                        assertThat(entry.chunkOffset()).isLessThan(bytes.length);
                        assertThat(entry.startsOffset())
                                .isEqualTo(entry.chunkOffset() - entry.startsLength());
                        assertThat(entry.startsLength() > 0).isEqualTo((bytes[7] & 0x40) != 0);
                        assertThat(entry.chunk().ref).isNotNegative();
                        read[0]++;
                    }
                    assertThat(entry.read(bytes, 0, bytes.length - 1, NUMBER, 20)).isFalse();
                    assertThat(entry.read(bytes, 0, bytes.length, NUMBER, 21)).isFalse();
                    assertThat(entry.read(bytes, 0, bytes.length, NUMBER + 1, 20)).isFalse();
                });
        assertThat(read[0]).isPositive();
    }

    @Test
    void varints_ofAnyNumber_comeBack() {
        byte[] bytes = new byte[2 * Varints.BYTES_MAX];
        Varints varints = new Varints();
        SeededCases.run(
                5_000,
                random -> {
                    long value = random.nextLong() >> random.between(0, 63);
                    int end = Varints.putUnsigned(bytes, 0, value);
                    end = Varints.putSigned(bytes, end, value);
                    varints.reset(bytes, 0, end);
                    assertThat(varints.unsigned()).isEqualTo(value);
                    assertThat(varints.signed()).isEqualTo(value);
                    assertThat(varints.failed()).isFalse();
                    assertThat(varints.u8()).isZero();
                    assertThat(varints.failed()).isTrue();
                });
    }

    /// A valid footer of some chunks, as a file without entries.
    private static byte[] footer(Random random) {
        ChunkEntry entry = new ChunkEntry();
        ChunkList list = new ChunkList();
        SealedChunk chunk = new SealedChunk();
        byte[] bytes = new byte[200];
        for (int i = random.between(1, 100); i > 0; i--) {
            chunk.ref = random.between(0, 40);
            chunk.encoding = 1;
            chunk.count = random.between(1, 120);
            chunk.firstMillis = random.nextLong() >> 20;
            chunk.lastMillis = chunk.firstMillis + random.between(0, 1_000);
            int length = entry.write(chunk, false, bytes, 0, 9, bytes, 9, NUMBER, i);
            assertThat(entry.read(bytes, 9, 9 + length, NUMBER, i)).isTrue();
            list.add(entry, i);
        }
        return new FooterWriter(list, NUMBER, FileHeader.BYTES).write(0);
    }

    private static Trailer trailer(byte[] footer) {
        byte[] last = Arrays.copyOfRange(footer, footer.length - Trailer.BYTES, footer.length);
        return Trailer.read(last, NUMBER, FileHeader.BYTES + footer.length).orElseThrow();
    }

    /// Gives changed blocks their right checksums.
    private static void sign(byte[] footer, Trailer trailer) {
        PlacedChecksum checksum = new PlacedChecksum();
        ByteBuffer bytes = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN);
        int index = trailer.blocksBytes();
        for (int block = 0; block < trailer.blockCount(); block++) {
            int at = index + block * IndexPage.ENTRY_BYTES;
            int from = bytes.getInt(at + 8);
            int to =
                    block + 1 < trailer.blockCount()
                            ? bytes.getInt(at + IndexPage.ENTRY_BYTES + 8)
                            : index;
            long place = (long) FileHeader.BYTES + from;
            bytes.putInt(at + 12, checksum.of(footer, from, to - from, NUMBER, place));
        }
        int length = trailer.indexBytes();
        int top = index + length;
        int page = checksum.of(footer, index, length, NUMBER, (long) FileHeader.BYTES + index);
        bytes.putInt(top + 12, page);
        int signed =
                checksum.of(footer, top, trailer.topBytes(), NUMBER, (long) FileHeader.BYTES + top);
        byte[] end =
                new Trailer(
                                NUMBER,
                                FileHeader.BYTES,
                                index,
                                trailer.blockCount(),
                                trailer.tenantCount(),
                                trailer.chunkCount(),
                                trailer.minMillis(),
                                trailer.maxMillis(),
                                0,
                                signed)
                        .bytes();
        System.arraycopy(end, 0, footer, footer.length - end.length, end.length);
    }

    private static DiskFile file(byte[] footer) throws IOException {
        DiskFile file = new SimulatedDisk(1).open(Path.of("file"), Disk.Mode.CREATE);
        file.write(ByteBuffer.wrap(footer), FileHeader.BYTES);
        return file;
    }
}
