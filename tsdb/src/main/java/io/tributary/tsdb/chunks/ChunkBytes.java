package io.tributary.tsdb.chunks;

import io.tributary.tsdb.chunks.file.ChunkEntry;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import java.util.Arrays;

/// Room that chunks are read into, reused from one read to the next. Owned by one thread at a time.
///
/// Beside it, *stretches*: what was read for the small chunks of the series before, one for each.
/// Series whose chunks were sealed one after the other stand so in the files, and are mostly read
/// in that order. So where a chunk is near the one that the series before had in its place, all of
/// its page is read, and the next series' chunk is found there. Where chunks are far apart, nothing
/// more is read than they are.
///
/// Bounds: 1 MiB of neighbours, or one entry where that is larger; 512 stretches of two pages (4
/// MiB, where 512 chunks of a series are read and all of them have neighbours). A query has one of
/// these for each thread that reads for it.
public final class ChunkBytes {
    /// What is read at once where neighbours are expected: what the system reads anyway.
    static final int PAGE_BYTES = 4096;

    /// Chunks no further apart are neighbours.
    private static final int NEAR_BYTES = 2 * PAGE_BYTES;

    /// How many stretches are looked at: series have not quite as many chunks, one as the other.
    private static final int LOOKS_MAX = 4;

    private static final int STRETCH_BYTES_MIN = 512;

    /// What is behind a chunk in any case, since a reader loads eight bytes at once.
    private static final int BEHIND_BYTES = 24;

    private static final byte[] NO_BYTES = {};
    private static final int FIRST_BYTES = 4096;
    private static final int KEPT_MIN = 4;
    private static final int KEPT_MAX = 512;

    private final ChunkEntry entry = new ChunkEntry();
    private byte[] room = new byte[FIRST_BYTES];
    private byte[] bytes = room;
    private int offset;
    private int length;

    private int startsOffset;
    private int startsLength;

    private byte[][] stretches = new byte[KEPT_MIN][0];

    /// Of each stretch: the place of its first byte (file number in the upper half), its length.
    private long[] begins = new long[KEPT_MIN];

    private int[] lengths = new int[KEPT_MIN];
    private int kept = KEPT_MIN;
    private int current;
    private boolean near;

    /// What {@link #offset} points into; another array after the next read.
    public byte[] array() {
        return bytes;
    }

    /// Where the chunk read last begins.
    public int offset() {
        return offset;
    }

    /// How long the chunk read last is.
    public int length() {
        return length;
    }

    /// Where the starts of the chunk read last begin: changes by the places of its samples, as
    /// {@link io.tributary.tsdb.record.starts.StartChanges} writes them.
    public int startsOffset() {
        return startsOffset;
    }

    /// How long they are; 0 where no sample has one.
    public int startsLength() {
        return startsLength;
    }

    /// Says how many chunks of a series are about to be read, one after the other.
    public void expect(int chunks) {
        kept = Math.clamp(chunks, KEPT_MIN, KEPT_MAX);
        current = kept - 1;
        if (kept > begins.length) {
            int before = begins.length;
            stretches = Arrays.copyOf(stretches, kept);
            Arrays.fill(stretches, before, kept, NO_BYTES);
            begins = Arrays.copyOf(begins, kept);
            lengths = Arrays.copyOf(lengths, kept);
        }
    }

    /// Room for `size` bytes; what stood there is gone.
    byte[] room(int size) {
        if (room.length < size) {
            room = new byte[Math.max(size, Math.min(2 * room.length, 1 << 20))];
        }
        bytes = room;
        return bytes;
    }

    /// Copies an entry in.
    void copy(byte[] source, int from, int size) {
        System.arraycopy(source, from, room(size), 0, size);
    }

    /// Looks for an entry in the stretches; where it is in none, the next one is to be filled.
    ///
    /// @return where in the {@link #array} it begins, or -1
    int find(long place, int size) {
        near = false;
        for (int i = 1; i <= LOOKS_MAX; i++) {
            int at = current + i < kept ? current + i : current + i - kept;
            if (begins[at] <= place && place + size <= begins[at] + lengths[at]) {
                return use(at, place);
            }
            near |= lengths[at] > 0 && Math.abs(begins[at] - place) <= NEAR_BYTES;
        }
        current = current + 1 < kept ? current + 1 : 0;
        return -1;
    }

    /// Whether the entry that was not found has neighbours, to be read along.
    boolean isNear() {
        return near;
    }

    /// Room for the stretch to be filled; {@link #keep} says what is in it.
    byte[] stretch(int size) {
        lengths[current] = 0;
        if (stretches[current].length < size) {
            stretches[current] = new byte[Math.max(size + BEHIND_BYTES, STRETCH_BYTES_MIN)];
        }
        return stretches[current];
    }

    /// Keeps what was read into the {@link #stretch}.
    ///
    /// @param begin the place of its first byte
    /// @param place of the entry that is wanted
    /// @return where in the {@link #array} it begins
    int keep(long begin, int size, long place) {
        begins[current] = begin;
        lengths[current] = size;
        return use(current, place);
    }

    /// Checks the entry that stands at `at` and makes its chunk the one read last.
    void accept(int at, int size, int type, long number, long place)
            throws CorruptChunkFileException {
        entry.require(bytes, at, size, type, number, place);
        offset = entry.chunkOffset();
        length = at + size - offset;
        startsOffset = entry.startsOffset();
        startsLength = entry.startsLength();
    }

    private int use(int stretch, long place) {
        current = stretch;
        bytes = stretches[stretch];
        return (int) (place - begins[stretch]);
    }
}
