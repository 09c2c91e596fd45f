package io.tributary.tsdb.chunks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Footers of many blocks and pages against a plain map.
class FooterTest {
    private static final long NUMBER = 9;
    private static final int CHUNK_BYTES = 5;

    /// A footer in a file, and the offsets of each ref's chunks, in order and then late.
    private record Written(DiskFile file, Trailer trailer, Map<Long, List<Integer>> offsets) {}

    @Test
    void of_anyRef_givesItsChunksByLaneThenPlace() {
        SeededCases.run(
                25,
                random -> {
                    try {
                        Written written = write(random, random.size(20_000));
                        for (boolean whole : new boolean[] {true, false}) {
                            look(
                                    random,
                                    written,
                                    Footer.read(written.file, written.trailer, whole));
                        }
                        Footer slim = Footer.read(written.file, written.trailer, true).slim();
                        look(random, written, slim);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void of_inADamagedPartThatIsNotInMemory_namesThePlace() throws IOException {
        Random random = new Random(1);
        Written written = write(random, 10_000);
        Footer footer = Footer.read(written.file, written.trailer, false);
        long last = written.offsets.keySet().stream().mapToLong(r -> r).max().orElseThrow();
        FooterCursor cursor = new FooterCursor();
        long indexEnd = written.trailer.indexOffset() + written.trailer.indexBytes();
        for (long at : new long[] {indexEnd - 1, written.trailer.indexOffset() - 1}) {
            ByteBuffer one = ByteBuffer.allocate(1);
            written.file.read(one, at);
            byte right = one.get(0);
            written.file.write(ByteBuffer.wrap(new byte[] {(byte) (right ^ 4)}), at);

            assertThatThrownBy(
                            () -> {
                                cursor.of(footer, last);
                                cursor.next();
                            })
                    .isInstanceOf(CorruptChunkFileException.class)
                    .hasMessageMatching(
                            "cannot read (index|list) of chunks: checksum 0x\\w{8}, want 0x\\w{8}, file=000009 offset=\\d+");
            assertThatThrownBy(() -> Footer.read(written.file, written.trailer, true))
                    .isInstanceOf(CorruptChunkFileException.class);

            written.file.write(ByteBuffer.wrap(new byte[] {right}), at);
            cursor.of(footer, last);
            assertThat(cursor.next()).isTrue();
        }
    }

    private static void look(Random random, Written written, Footer footer) throws IOException {
        FooterCursor cursor = new FooterCursor();
        for (int i = 0; i < 300; i++) {
            long ref = random.between(0, 700) * (random.oneIn(9) ? 1L << 45 : 1);
            cursor.of(footer, ref);
            List<Integer> found = new ArrayList<>();
            while (cursor.next()) {
                assertThat(cursor.chunk().ref).isEqualTo(ref);
                found.add(cursor.offset());
            }
            assertThat(found).isEqualTo(written.offsets.getOrDefault(ref, List.of()));
        }
        cursor.all(footer);
        List<Integer> all = new ArrayList<>();
        while (cursor.next()) {
            all.add(cursor.offset());
        }
        assertThat(all).isEqualTo(written.offsets.values().stream().flatMap(List::stream).toList());
    }

    private static Written write(Random random, int chunks) throws IOException {
        ChunkEntry entry = new ChunkEntry();
        ChunkList list = new ChunkList();
        SealedChunk chunk = new SealedChunk();
        chunk.encoding = 1;
        chunk.count = 1;
        byte[] bytes = new byte[ChunkEntry.bytesMax(CHUNK_BYTES)];
        Map<Long, List<Integer>> inOrder = new TreeMap<>();
        Map<Long, List<Integer>> late = new TreeMap<>();
        int offset = FileHeader.BYTES;
        for (int i = 0; i < chunks; i++) {
            chunk.ref = random.between(1, 600) * (random.oneIn(9) ? 1L << 45 : 1);
            chunk.lane = random.oneIn(5) ? SealedChunk.LATE : SealedChunk.IN_ORDER;
            chunk.firstMillis = i;
            chunk.lastMillis = (long) i + random.between(0, 9);
            int length = entry.write(chunk, false, bytes, 0, CHUNK_BYTES, bytes, 0, NUMBER, offset);
            assertThat(entry.read(bytes, 0, length, NUMBER, offset)).isTrue();
            list.add(entry, offset);
            (chunk.lane == SealedChunk.LATE ? late : inOrder)
                    .computeIfAbsent(chunk.ref, _ -> new ArrayList<>())
                    .add(offset);
            offset += length;
        }
        late.forEach((ref, offsets) ->
                inOrder.computeIfAbsent(ref, _ -> new ArrayList<>()).addAll(offsets));
        byte[] footer = new FooterWriter(list, NUMBER, offset).write(0);
        DiskFile file = new SimulatedDisk(1).open(Path.of("file"), Disk.Mode.CREATE);
        file.write(ByteBuffer.wrap(footer), offset);
        byte[] last = Arrays.copyOfRange(footer, footer.length - Trailer.BYTES, footer.length);
        Trailer trailer = Trailer.read(last, NUMBER, offset + (long) footer.length).orElseThrow();
        return new Written(file, trailer, inOrder);
    }
}
