package io.tributary.tsdb.head;

import io.tributary.tsdb.memory.ByteArena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Sealed chunks that are in memory, each linked to the one its series sealed before.
///
/// ```
/// entry = address of the one before (8) | first time (8) | last time (8) | length (4) | count (2) and bits: the chunk
/// ```
///
/// One writer. An entry never changes once its address was published; any thread may follow the
/// links.
final class SealedChunks {
    private static final int FIRST = 8;
    private static final int LAST = 16;
    private static final int LENGTH = 24;
    private static final int CHUNK = 28;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteArena arena = new ByteArena();

    /// Adds a chunk and answers its address.
    long add(long before, long firstMillis, long lastMillis, byte[] chunk, int length) {
        long address = arena.allocate(CHUNK + length);
        byte[] slab = arena.slab(address);
        int at = ByteArena.offset(address);
        LONG.set(slab, at, before);
        LONG.set(slab, at + FIRST, firstMillis);
        LONG.set(slab, at + LAST, lastMillis);
        INT.set(slab, at + LENGTH, length);
        System.arraycopy(chunk, 0, slab, at + CHUNK, length);
        return address;
    }

    /// The address of the chunk sealed before, or {@link SeriesTable#NO_CHUNK}.
    long before(long address) {
        return (long) LONG.get(arena.slab(address), ByteArena.offset(address));
    }

    long firstMillis(long address) {
        return (long) LONG.get(arena.slab(address), ByteArena.offset(address) + FIRST);
    }

    long lastMillis(long address) {
        return (long) LONG.get(arena.slab(address), ByteArena.offset(address) + LAST);
    }

    int length(long address) {
        return (int) INT.get(arena.slab(address), ByteArena.offset(address) + LENGTH);
    }

    /// How many samples the chunk holds.
    int count(long address) {
        byte[] slab = arena.slab(address);
        int at = ByteArena.offset(address) + CHUNK;
        return (slab[at] & 0xFF) << 8 | (slab[at + 1] & 0xFF);
    }

    /// What {@link #chunkOffset} points into.
    byte[] slab(long address) {
        return arena.slab(address);
    }

    /// Where the chunk's bytes begin.
    int chunkOffset(long address) {
        return ByteArena.offset(address) + CHUNK;
    }

    long sizeBytes() {
        return arena.sizeBytes();
    }
}
