package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/// One adds while files roll; others read, and see each series whole up to the handle they took.
class ChunkConcurrencyTest {
    private static final int REFS = 40;
    private static final int CHUNKS = 20_000;
    private static final int READERS = 3;

    /// The newest chunk of a series and how many there are up to it.
    private record Newest(long handle, int count) {}

    @Test
    void find_whileFilesRoll_seesEverySeriesUpToItsHandle() throws Exception {
        ChunkSettings settings = new ChunkSettings(16 << 10, 3_600_000, 1 << 10, 5_000, 4 << 10);
        List<IOException> fatal = new ArrayList<>();
        AtomicReferenceArray<Newest> newest = new AtomicReferenceArray<>(REFS);
        for (int ref = 0; ref < REFS; ref++) {
            newest.set(ref, new Newest(ChunkStore.NONE, 0));
        }
        try (ChunkStore store =
                        ChunkStore.open(
                                new SimulatedDisk(1),
                                Path.of("chunks"),
                                new SimulatedClock(0),
                                settings,
                                (_, _, _) -> {},
                                _ -> {},
                                () -> {},
                                fatal::add);
                ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(reader(store, newest, i)));
            }
            add(store, newest);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            assertThat(store.fileCount()).isGreaterThan(10);
        }
        assertThat(fatal).isEmpty();
    }

    private static void add(ChunkStore store, AtomicReferenceArray<Newest> newest) {
        SealedChunk chunk = new SealedChunk();
        for (int i = 0; i < CHUNKS; i++) {
            int ref = i % REFS;
            Newest before = newest.get(ref);
            chunk.ref = ref;
            chunk.encoding = 1;
            chunk.count = 1;
            chunk.firstMillis = before.count;
            chunk.lastMillis = before.count;
            byte[] bytes = bytes(ref, before.count);
            long handle = store.add(chunk, before.handle, bytes, 0, bytes.length);
            newest.set(ref, new Newest(handle, before.count + 1));
        }
    }

    /// Reads until the last chunk of every series was seen; answers how many chunks that were.
    private static Callable<Integer> reader(
            ChunkStore store, AtomicReferenceArray<Newest> newest, int number) {
        return () -> {
            ChunkPlaces places = new ChunkPlaces();
            ChunkBytes scratch = new ChunkBytes();
            int read = 0;
            int ref = number;
            while (read == 0 || newest.get(0).count < CHUNKS / REFS) {
                ref = (ref + 1) % REFS;
                try (ChunkVersion version = store.acquire()) {
                    Newest known = newest.get(ref);
                    if (version.covers(known.handle)) {
                        read += check(version, ref, known, places, scratch);
                    }
                }
            }
            return read;
        };
    }

    private static int check(
            ChunkVersion version, int ref, Newest known, ChunkPlaces places, ChunkBytes scratch)
            throws IOException {
        places.clear();
        int from = Math.max(-1, known.count - 50);
        version.find(ref, known.handle, ChunkStore.NONE, from, Long.MAX_VALUE, places);
        assertThat(places.size()).isEqualTo(known.count - from - 1);
        for (int i = 0; i < places.size(); i++) {
            assertThat(places.firstMillis(i)).isEqualTo(from + 1 + i);
        }
        version.read(
                places,
                0,
                places.size(),
                scratch,
                (i, bytes, offset, length) ->
                        assertThat(Arrays.copyOfRange(bytes, offset, offset + length))
                                .isEqualTo(bytes(ref, (int) places.firstMillis(i))));
        return places.size();
    }

    private static byte[] bytes(int ref, int count) {
        byte[] bytes = new byte[20 + (ref + count) % 200];
        Arrays.fill(bytes, (byte) (ref * 31 + count));
        return bytes;
    }
}
