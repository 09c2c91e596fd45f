package io.tributary.tsdb.chunks.file;

import io.tributary.tsdb.memory.IntList;
import java.util.Arrays;

/// What the entries of one file say, in columns, in the order of their places. Owned by one thread
/// at a time.
final class ChunkList {
    private static final int FIRST_SIZE = 256;

    long[] refs = new long[FIRST_SIZE];
    long[] firsts = new long[FIRST_SIZE];
    long[] lasts = new long[FIRST_SIZE];
    long[] sequences = new long[FIRST_SIZE];
    int[] walIndexes = new int[FIRST_SIZE];
    int[] offsets = new int[FIRST_SIZE];
    int[] lengths = new int[FIRST_SIZE];
    int[] tenants = new int[FIRST_SIZE];
    int[] counts = new int[FIRST_SIZE];
    byte[] types = new byte[FIRST_SIZE];
    private int size;

    int size() {
        return size;
    }

    /// Time of the newest sample; `Long.MIN_VALUE` if there is no chunk.
    long newestMillis() {
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            newest = Math.max(newest, lasts[i]);
        }
        return newest;
    }

    /// Lets go of the chunks from `newSize` on.
    void truncate(int newSize) {
        size = newSize;
    }

    /// Adds what was read last.
    void add(ChunkEntry entry, int offset) {
        if (size == refs.length) {
            grow();
        }
        SealedChunk chunk = entry.chunk();
        refs[size] = chunk.ref;
        firsts[size] = chunk.firstMillis;
        lasts[size] = chunk.lastMillis;
        sequences[size] = chunk.walSequence;
        walIndexes[size] = chunk.walIndex;
        offsets[size] = offset;
        lengths[size] = entry.length();
        tenants[size] = chunk.tenant;
        counts[size] = chunk.count;
        types[size] = (byte) entry.type();
        size++;
    }

    /// The chunks by ref, then lane, then place.
    IntList sorted() {
        IntList order = new IntList();
        long[] lanes = new long[size];
        for (int i = 0; i < size; i++) {
            order.add(i);
            lanes[i] = ChunkEntry.lane(types[i]);
        }
        order.sortBy(lanes);
        order.sortBy(refs);
        return order;
    }

    private void grow() {
        int larger = 2 * size;
        refs = Arrays.copyOf(refs, larger);
        firsts = Arrays.copyOf(firsts, larger);
        lasts = Arrays.copyOf(lasts, larger);
        sequences = Arrays.copyOf(sequences, larger);
        walIndexes = Arrays.copyOf(walIndexes, larger);
        offsets = Arrays.copyOf(offsets, larger);
        lengths = Arrays.copyOf(lengths, larger);
        tenants = Arrays.copyOf(tenants, larger);
        counts = Arrays.copyOf(counts, larger);
        types = Arrays.copyOf(types, larger);
    }
}
