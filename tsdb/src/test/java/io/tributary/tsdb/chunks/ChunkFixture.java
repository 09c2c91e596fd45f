package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A store on a simulated disk, and a plain list of what was added to it.
final class ChunkFixture implements AutoCloseable {
    static final Path DIRECTORY = Path.of("data", "chunks");

    /// Small files and batches; no footer is held in memory.
    static final ChunkSettings SMALL = new ChunkSettings(8 << 10, 3_600_000, 1 << 10, 5_000, 0);

    /// The same with room for footers.
    static final ChunkSettings SMALL_CACHED =
            new ChunkSettings(8 << 10, 3_600_000, 1 << 10, 5_000, 1 << 20);

    /// Whose chunks follow one another.
    record Lane(long ref, int lane) {}

    /// A chunk in words that can be compared.
    record Chunk(
            Lane lane,
            int tenant,
            int encoding,
            long first,
            long last,
            int count,
            boolean endsStale,
            long sequence,
            int walIndex,
            String hex) {
        static Chunk of(SealedChunk chunk, String hex) {
            return new Chunk(
                    new Lane(chunk.ref, chunk.lane),
                    chunk.tenant,
                    chunk.encoding,
                    chunk.firstMillis,
                    chunk.lastMillis,
                    chunk.count,
                    chunk.endsStale,
                    chunk.walSequence,
                    chunk.walIndex,
                    hex);
        }

        Chunk withoutBytes() {
            return new Chunk(
                    lane, tenant, encoding, first, last, count, endsStale, sequence, walIndex, "");
        }
    }

    /// A chunk that is in the store.
    record Added(Chunk chunk, long segment, long handle) {}

    final List<IOException> fatal = new CopyOnWriteArrayList<>();
    final SimulatedClock clock = new SimulatedClock(1_790_000_000_000L);
    final List<Added> added = new ArrayList<>();
    final Map<Lane, Long> newest = new HashMap<>();
    final List<Chunk> found = new ArrayList<>();

    /// Told of damage by the next openings.
    ChunkRecovery.DamageVisitor damaged = _ -> {};

    private final Map<Lane, Long> times = new HashMap<>();
    private final ChunkSettings settings;
    private SimulatedDisk disk;
    private ChunkStore store;
    private long segment;

    /// As a reader has it, from one series to the next; another where the disk is another.
    private ChunkBytes reused = new ChunkBytes();

    ChunkFixture(long seed, ChunkSettings settings) throws IOException {
        this.disk = new SimulatedDisk(seed);
        this.settings = settings;
        this.store = open();
    }

    ChunkStore store() {
        return store;
    }

    SimulatedDisk disk() {
        reused = new ChunkBytes();
        return disk;
    }

    /// Adds a random chunk of one of `refs` series.
    Added add(Random random, int refs) {
        SealedChunk chunk = new SealedChunk();
        chunk.ref = random.between(1, refs) * (random.oneIn(20) ? 1L << 40 : 1);
        chunk.tenant = (int) (chunk.ref % 3);
        chunk.lane = random.oneIn(4) ? SealedChunk.LATE : SealedChunk.IN_ORDER;
        Lane lane = new Lane(chunk.ref, chunk.lane);
        long from =
                chunk.lane == SealedChunk.LATE
                        ? random.between(-50_000, 50_000)
                        : times.getOrDefault(lane, 0L) + random.between(1, 2_000);
        chunk.encoding = random.between(1, 3);
        chunk.firstMillis = from;
        chunk.lastMillis = from + random.between(0, 3_000);
        chunk.count = random.between(1, 200);
        chunk.endsStale = random.oneIn(5);
        chunk.walSequence = segment * 3 + random.between(0, 2);
        chunk.walIndex = random.oneIn(4) ? random.between(1, 300) : 0;
        chunk.begunSegment = segment++;
        times.put(lane, chunk.lastMillis);
        byte[] bytes = random.oneIn(60) ? random.bytes(1, 90_000) : random.bytes(1, 300);
        int offset = random.between(0, bytes.length - 1);
        chunk.starts = starts(bytes, offset);
        chunk.startsLength = chunk.starts.length;
        long before = newest.getOrDefault(lane, ChunkStore.NONE);
        long handle = store.add(chunk, before, bytes, offset, bytes.length - offset);
        newest.put(lane, handle);
        String hex = HexFormat.of().formatHex(bytes, offset, bytes.length);
        Added one = new Added(Chunk.of(chunk, hex), chunk.begunSegment, handle);
        added.add(one);
        return one;
    }

    /// What a version finds of a series, read one by one.
    List<Chunk> find(ChunkVersion version, long ref, Map<Lane, Long> handles, long from, long to)
            throws IOException {
        ChunkPlaces places = new ChunkPlaces();
        version.find(ref, handle(handles, ref, 0), handle(handles, ref, 1), from, to, places);
        List<Chunk> chunks = new ArrayList<>();
        reused.expect(places.size());
        for (int i = 0; i < places.size(); i++) {
            version.read(places, i, reused);
            chunks.add(describe(ref, places, i, hex(reused)));
        }
        assertThat(readTogether(version, ref, places)).isEqualTo(chunks);
        return chunks;
    }

    private static List<Chunk> readTogether(ChunkVersion version, long ref, ChunkPlaces places)
            throws IOException {
        Map<Integer, Chunk> chunks = new TreeMap<>();
        version.read(
                places,
                0,
                places.size(),
                new ChunkBytes(),
                (i, bytes, offset, length) -> {
                    String hex = HexFormat.of().formatHex(bytes, offset, offset + length);
                    assertThat(chunks.put(i, describe(ref, places, i, hex))).isNull();
                });
        return List.copyOf(chunks.values());
    }

    /// That this chunk is found, and read as it was written.
    void checkOne(ChunkVersion version, Added one) throws IOException {
        Chunk wanted = asPlace(one.chunk);
        long ref = one.chunk.lane.ref;
        ChunkPlaces places = new ChunkPlaces();
        version.find(
                ref,
                handle(newest, ref, 0),
                handle(newest, ref, 1),
                wanted.first - 1,
                wanted.first,
                places);
        List<Chunk> candidates = new ArrayList<>();
        ChunkBytes bytes = new ChunkBytes();
        for (int i = 0; i < places.size(); i++) {
            if (describe(ref, places, i, "").equals(wanted.withoutBytes())) {
                version.read(places, i, bytes);
                candidates.add(describe(ref, places, i, hex(bytes)));
            }
        }
        assertThat(candidates).contains(wanted);
    }

    /// Puts a file there.
    void write(String name, byte[] bytes) throws IOException {
        reused = new ChunkBytes();
        try (DiskFile file = disk.open(DIRECTORY.resolve(name), Disk.Mode.CREATE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    /// Bytes of a file on the disk.
    int size(String name) throws IOException {
        try (DiskFile file = disk.open(DIRECTORY.resolve(name), Disk.Mode.READ)) {
            return Math.toIntExact(file.sizeBytes());
        }
    }

    /// What a place says, with 0 for what it does not.
    static Chunk describe(long ref, ChunkPlaces places, int i, String hex) {
        return new Chunk(
                new Lane(ref, places.lane(i)),
                0,
                places.encoding(i),
                places.firstMillis(i),
                places.lastMillis(i),
                0,
                places.endsStale(i),
                0,
                0,
                hex);
    }

    /// What is said of the starts of a chunk that begins so: of every second something.
    private static byte[] starts(byte[] bytes, int offset) {
        int length = bytes[offset] & 1;
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    static String hex(ChunkBytes bytes) {
        int startsEnd = bytes.startsOffset() + bytes.startsLength();
        assertThat(Arrays.copyOfRange(bytes.array(), bytes.startsOffset(), startsEnd))
                .isEqualTo(starts(bytes.array(), bytes.offset()));
        int end = bytes.offset() + bytes.length();
        return HexFormat.of().formatHex(bytes.array(), bytes.offset(), end);
    }

    /// That a version finds of all series exactly what is in `expected`, in the order of lanes.
    void check(ChunkVersion version, List<Added> expected, Map<Lane, Long> handles)
            throws IOException {
        check(version, expected, handles, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /// The same in a range.
    void check(
            ChunkVersion version, List<Added> expected, Map<Lane, Long> handles, long from, long to)
            throws IOException {
        for (long ref : expected.stream().mapToLong(a -> a.chunk.lane.ref).distinct().toArray()) {
            List<Chunk> got = find(version, ref, handles, from, to);
            for (int lane = 0; lane < 2; lane++) {
                Lane wanted = new Lane(ref, lane);
                assertThat(got.stream().filter(c -> c.lane.equals(wanted)))
                        .as("ref %d lane %d from %d to %d", ref, lane, from, to)
                        .containsExactlyElementsOf(
                                expected.stream()
                                        .map(Added::chunk)
                                        .filter(c -> c.lane.equals(wanted))
                                        .filter(c -> c.last > from && c.first <= to)
                                        .map(ChunkFixture::asPlace)
                                        .toList());
            }
        }
    }

    /// Handles as they are now, for a later look.
    Map<Lane, Long> handles() {
        return new HashMap<>(newest);
    }

    /// Ends the store where it is; what the machine finds is the disk from now on.
    void crash() {
        disk = disk.crash();
        reused = new ChunkBytes();
    }

    /// Opens a new store on the disk, after the old one was given up; what is not found is
    /// forgotten.
    void reopen() throws IOException {
        store.close();
        reused = new ChunkBytes();
        assertThat(fatal).as("told once").hasSizeLessThanOrEqualTo(1);
        fatal.clear();
        found.clear();
        newest.clear();
        store = open();
        List<Chunk> rest = new ArrayList<>(found);
        added.removeIf(one -> !rest.remove(one.chunk.withoutBytes()));
        assertThat(rest).as("found and never added").isEmpty();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    private ChunkStore open() throws IOException {
        disk.createDirectories(DIRECTORY);
        disk.syncDirectory(Path.of("data"));
        disk.syncDirectory(Path.of(""));
        return ChunkStore.open(
                disk,
                DIRECTORY,
                clock,
                settings,
                (chunk, handle, _) -> {
                    found.add(Chunk.of(chunk, ""));
                    newest.put(new Lane(chunk.ref, chunk.lane), handle);
                },
                damages -> damaged.found(damages),
                () -> {},
                fatal::add);
    }

    private static Chunk asPlace(Chunk c) {
        return new Chunk(c.lane, 0, c.encoding, c.first, c.last, 0, c.endsStale, 0, 0, c.hex);
    }

    private static long handle(Map<Lane, Long> handles, long ref, int lane) {
        return handles.getOrDefault(new Lane(ref, lane), ChunkStore.NONE);
    }
}
