package io.tributary.tsdb.chunks;

import io.tributary.tsdb.chunks.file.ChunkEntry;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;

/// Room that chunks are read into, reused from one read to the next. Owned by one thread at a time.
///
/// Bound: 1 MiB of neighbours, or one entry where that is larger.
public final class ChunkBytes {
    private static final int FIRST_BYTES = 4096;

    private final ChunkEntry entry = new ChunkEntry();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int offset;
    private int length;

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

    /// Room for `size` bytes; what stood there is gone.
    byte[] room(int size) {
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, Math.min(2 * bytes.length, 1 << 20))];
        }
        return bytes;
    }

    /// Copies an entry in.
    byte[] copy(byte[] source, int from, int size) {
        System.arraycopy(source, from, room(size), 0, size);
        return bytes;
    }

    /// Checks the entry that stands at `at` and makes its chunk the one read last.
    void accept(int at, int size, int type, long number, long place)
            throws CorruptChunkFileException {
        entry.require(bytes, at, size, type, number, place);
        offset = entry.chunkOffset();
        length = at + size - offset;
    }
}
