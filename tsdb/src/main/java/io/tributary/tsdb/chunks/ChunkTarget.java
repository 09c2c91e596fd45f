package io.tributary.tsdb.chunks;

import java.io.IOException;

/// Takes the bytes of chunks as they are read.
@FunctionalInterface
public interface ChunkTarget {
    /// Here is this chunk.
    ///
    /// @param index of the chunk in the {@link ChunkPlaces} that were asked for
    /// @param bytes reused after the call; the chunk stands from `offset` on, `length` bytes
    void chunk(int index, byte[] bytes, int offset, int length) throws IOException;
}
