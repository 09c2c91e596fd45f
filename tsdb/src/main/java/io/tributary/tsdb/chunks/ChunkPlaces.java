package io.tributary.tsdb.chunks;

import io.tributary.tsdb.chunks.file.ChunkEntry;
import io.tributary.tsdb.chunks.file.FooterCursor;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.util.Arrays;

/// Where chunks stand and what is known of them without reading them: columns, filled by {@link
/// ChunkVersion#find}, good for reads of the same version only.
///
/// Several series may be found into one: `size()` before and after tells whose are whose. Owned by
/// one thread at a time.
public final class ChunkPlaces {
    /// {@link #count} of a chunk whose count is not known before it is read.
    public static final int UNKNOWN = -1;

    private static final int FIRST_SIZE = 16;

    private final FooterCursor cursor = new FooterCursor();
    private long[] chain = new long[FIRST_SIZE];
    private int chainSize;
    private long[] places = new long[FIRST_SIZE];
    private long[] refs = new long[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    private byte[] types = new byte[FIRST_SIZE];
    private long[] firsts = new long[FIRST_SIZE];
    private long[] lasts = new long[FIRST_SIZE];
    private int[] counts = new int[FIRST_SIZE];
    private int size;
    private long ref;

    public int size() {
        return size;
    }

    /// {@link SealedChunk#IN_ORDER} or {@link SealedChunk#LATE}.
    public int lane(int index) {
        return ChunkEntry.lane(types[index]);
    }

    /// Prometheus' number of the encoding.
    public int encoding(int index) {
        return ChunkEntry.encoding(types[index]);
    }

    /// Whether the last sample is a stale marker.
    public boolean endsStale(int index) {
        return ChunkEntry.endsStale(types[index]);
    }

    public long firstMillis(int index) {
        return firsts[index];
    }

    public long lastMillis(int index) {
        return lasts[index];
    }

    /// How many samples, or {@link #UNKNOWN}.
    public int count(int index) {
        return counts[index];
    }

    /// The series.
    public long ref(int index) {
        return refs[index];
    }

    /// Number of the file.
    public long file(int index) {
        return ChunkFile.numberOf(places[index]);
    }

    /// Where in the file it begins, what surrounds the chunk included.
    public long offset(int index) {
        return (int) places[index];
    }

    /// Bytes on the disk, what surrounds the chunk included; at least the chunk's own.
    public int sizeBytes(int index) {
        return lengths[index];
    }

    public void clear() {
        size = 0;
    }

    /// File number in the upper half, offset in the lower: sorts by place.
    long place(int index) {
        return places[index];
    }

    /// The column of {@link #place}.
    long[] places() {
        return places;
    }

    int type(int index) {
        return types[index];
    }

    /// What a footer is searched with.
    FooterCursor cursor() {
        return cursor;
    }

    /// Keeps a handle for {@link #pop}.
    void push(long handle) {
        if (chainSize == chain.length) {
            chain = Arrays.copyOf(chain, 2 * chainSize);
        }
        chain[chainSize++] = handle;
    }

    /// Takes what is added from now on for the chunks of a series, and lets go of handles that a
    /// failed search has left.
    void begin(long series) {
        ref = series;
        chainSize = 0;
    }

    /// How many handles are kept.
    int pushed() {
        return chainSize;
    }

    /// Gives the handle that was kept last.
    long pop() {
        return chain[--chainSize];
    }

    void add(long place, int length, int type, long first, long last, int count) {
        if (size == places.length) {
            grow();
        }
        places[size] = place;
        refs[size] = ref;
        lengths[size] = length;
        types[size] = (byte) type;
        firsts[size] = first;
        lasts[size] = last;
        counts[size++] = count;
    }

    private void grow() {
        int larger = 2 * size;
        places = Arrays.copyOf(places, larger);
        refs = Arrays.copyOf(refs, larger);
        lengths = Arrays.copyOf(lengths, larger);
        types = Arrays.copyOf(types, larger);
        firsts = Arrays.copyOf(firsts, larger);
        lasts = Arrays.copyOf(lasts, larger);
        counts = Arrays.copyOf(counts, larger);
    }
}
