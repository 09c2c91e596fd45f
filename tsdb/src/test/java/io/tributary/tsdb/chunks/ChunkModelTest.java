package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The store against a plain list: both lanes, files open and closed, versions held for long.
class ChunkModelTest {
    private static final int REFS = 12;

    /// A version that is held, and what it is to find.
    private record Held(
            ChunkVersion version,
            List<ChunkFixture.Added> added,
            Map<ChunkFixture.Lane, Long> handles) {}

    @Test
    void find_withFootersOnTheDisk_agreesWithAList() {
        SeededCases.run(60, random -> run(random, ChunkFixture.SMALL));
    }

    @Test
    void find_withFootersInMemory_agreesWithAList() {
        SeededCases.run(60, random -> run(random, ChunkFixture.SMALL_CACHED));
    }

    @Test
    void find_withoutAHandleOfALane_leavesTheLaneOut() throws IOException {
        Random random = new Random(1);
        try (ChunkFixture fixture = new ChunkFixture(1, ChunkFixture.SMALL)) {
            for (int i = 0; i < 300; i++) {
                fixture.add(random, 1);
            }
            fixture.store().flush();
            Map<ChunkFixture.Lane, Long> handles = fixture.handles();
            handles.keySet().removeIf(lane -> lane.lane() == SealedChunk.LATE);
            List<ChunkFixture.Added> inOrder = new ArrayList<>(fixture.added);
            inOrder.removeIf(one -> one.chunk().lane().lane() == SealedChunk.LATE);
            assertThat(inOrder).hasSizeLessThan(fixture.added.size());
            try (ChunkVersion version = fixture.store().acquire()) {
                fixture.check(version, inOrder, handles);
            }
        }
    }

    @Test
    void covers_aHandleOfANewerFile_isFalse() throws IOException {
        Random random = new Random(2);
        try (ChunkFixture fixture = new ChunkFixture(2, ChunkFixture.SMALL);
                ChunkVersion before = fixture.store().acquire()) {
            long handle = fixture.add(random, 1).handle();

            assertThat(before.covers(handle)).isFalse();
            assertThat(before.covers(ChunkStore.NONE)).isTrue();
            try (ChunkVersion after = fixture.store().acquire()) {
                assertThat(after.covers(handle)).isTrue();
            }
        }
    }

    @Test
    void remove_ofAFileThatAVersionNames_unlinksItWhenTheVersionIsClosed() throws IOException {
        Random random = new Random(3);
        try (ChunkFixture fixture = new ChunkFixture(3, ChunkFixture.SMALL)) {
            for (int i = 0; i < 200; i++) {
                fixture.add(random, 3);
            }
            fixture.store().flush();
            Held held = hold(fixture);
            long files = fixture.disk().list(ChunkFixture.DIRECTORY).size();
            fixture.store().remove(1);
            fixture.store().flush();
            assertThat(fixture.disk().list(ChunkFixture.DIRECTORY)).hasSize((int) files);
            fixture.check(held.version, held.added, held.handles);

            held.version.close();
            fixture.store().flush();

            assertThat(fixture.disk().list(ChunkFixture.DIRECTORY))
                    .hasSize((int) files - 1)
                    .doesNotContain("000001");
        }
    }

    private static void run(Random random, ChunkSettings settings) {
        try (ChunkFixture fixture = new ChunkFixture(random.seed(), settings)) {
            List<Held> held = new ArrayList<>();
            int steps = random.size(400);
            for (int step = 0; step < steps; step++) {
                step(random, fixture, held);
            }
            for (Held one : held) {
                fixture.check(one.version, one.added, one.handles);
                one.version.close();
            }
            assertThat(fixture.fatal).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void step(Random random, ChunkFixture fixture, List<Held> held)
            throws IOException {
        fixture.add(random, REFS);
        if (random.oneIn(25)) {
            fixture.store().flush();
        }
        if (random.oneIn(40)) {
            fixture.clock.advance(random.between(1, 3_600_000));
        }
        if (random.oneIn(30)) {
            held.add(hold(fixture));
        }
        if (random.oneIn(30) && !held.isEmpty()) {
            Held one = random.pick(held);
            long from = random.between(-60_000, 60_000);
            fixture.check(one.version, one.added, one.handles, from, from + random.size(40_000));
            fixture.check(one.version, one.added, one.handles);
        }
        if (random.oneIn(60) && !held.isEmpty()) {
            held.removeFirst().version.close();
        }
        if (random.oneIn(60)) {
            removeOldest(fixture);
        }
        if (random.oneIn(150)) {
            for (Held one : held) {
                one.version.close();
            }
            held.clear();
            fixture.reopen();
        }
    }

    private static Held hold(ChunkFixture fixture) {
        ChunkVersion version = fixture.store().acquire();
        return new Held(version, List.copyOf(fixture.added), fixture.handles());
    }

    /// Retention: the oldest closed file goes, with all that stands in it.
    private static void removeOldest(ChunkFixture fixture) throws IOException {
        List<ChunkFileSummary> closed = fixture.store().closedFiles();
        if (closed.isEmpty()) {
            return;
        }
        ChunkFileSummary oldest = closed.getFirst();
        Set<Long> refs = new HashSet<>();
        fixture.store().refs(oldest.number(), ref -> assertThat(refs.add(ref)).isTrue());
        try (ChunkVersion before = fixture.store().acquire()) {
            fixture.store().remove(oldest.number());
            List<ChunkFixture.Added> gone = gone(fixture, before, refs);
            assertThat(gone).hasSize(oldest.chunks());
            assertThat(newest(gone)).isEqualTo(oldest.newestMillis());
            fixture.added.removeAll(gone);
        }
        assertThat(fixture.store().closedFiles()).doesNotContain(oldest);
    }

    /// What is found before the removal and not after.
    private static List<ChunkFixture.Added> gone(
            ChunkFixture fixture, ChunkVersion before, Set<Long> refs) throws IOException {
        List<ChunkFixture.Added> gone = new ArrayList<>();
        try (ChunkVersion after = fixture.store().acquire()) {
            for (long ref : refs) {
                List<ChunkFixture.Chunk> lost = new ArrayList<>(all(fixture, before, ref));
                for (ChunkFixture.Chunk chunk : all(fixture, after, ref)) {
                    assertThat(lost.remove(chunk)).isTrue();
                }
                for (ChunkFixture.Chunk chunk : lost) {
                    gone.add(
                            fixture.added.stream()
                                    .filter(a ->
                                            a.chunk().lane().equals(chunk.lane())
                                                    && a.chunk().first() == chunk.first()
                                                    && a.chunk().hex().equals(chunk.hex()))
                                    .findFirst()
                                    .orElseThrow());
                }
            }
        }
        return gone;
    }

    private static List<ChunkFixture.Chunk> all(
            ChunkFixture fixture, ChunkVersion version, long ref) throws IOException {
        return fixture.find(version, ref, fixture.handles(), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Map<Integer, Long> newest(List<ChunkFixture.Added> chunks) {
        Map<Integer, Long> newest = new HashMap<>();
        chunks.forEach(a -> newest.merge(a.chunk().tenant(), a.chunk().last(), Math::max));
        return newest;
    }
}
