package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.AllocationProbe;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What adding a chunk allocates: nothing, and slabs as they fill.
class ChunkAllocationTest {
    private static final int CHUNK_BYTES = 150;
    private static final int MANY = 1_000;

    @Test
    void add_oneChunk_allocatesNothing() throws IOException {
        try (ChunkStore store = open()) {
            Runnable one = adder(store, 1);

            assertThat(AllocationProbe.bytes(one)).isZero();
        }
    }

    @Test
    void add_manyChunks_allocatesTheirBytesAndTheirIndex() throws IOException {
        try (ChunkStore store = open()) {
            Runnable many = adder(store, MANY);

            long indexed = MANY * 32L;
            assertThat(AllocationProbe.bytes(many, 50))
                    .isLessThan(MANY * (CHUNK_BYTES + 50L) + indexed + (256 << 10));
        }
    }

    private static Runnable adder(ChunkStore store, int chunks) {
        byte[] bytes = new byte[CHUNK_BYTES];
        SealedChunk chunk = new SealedChunk();
        chunk.encoding = 1;
        chunk.count = 120;
        return () -> {
            for (int i = 0; i < chunks; i++) {
                chunk.ref++;
                chunk.walSequence += 3;
                chunk.firstMillis += 15_000;
                chunk.lastMillis = chunk.firstMillis + 1_785_000;
                store.add(chunk, ChunkStore.NONE, bytes, 0, bytes.length);
            }
        };
    }

    private static ChunkStore open() throws IOException {
        return ChunkStore.open(
                new SimulatedDisk(1),
                Path.of("chunks"),
                new SimulatedClock(0),
                ChunkSettings.defaults(),
                (_, _, _) -> {},
                _ -> {},
                () -> {},
                failure -> {
                    throw new AssertionError(failure);
                });
    }
}
