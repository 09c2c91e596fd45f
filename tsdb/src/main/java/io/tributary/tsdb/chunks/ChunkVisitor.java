package io.tributary.tsdb.chunks;

import io.tributary.tsdb.chunks.file.SealedChunk;

/// Is told of every chunk that an opened store finds, on the opening thread.
///
/// Files come in the order of their numbers; in a file, chunks are sorted by ref, then lane, then
/// in the order they were added. So the last told of a (ref, lane) is its newest.
@FunctionalInterface
public interface ChunkVisitor {
    /// There is this chunk.
    ///
    /// @param chunk reused for the next call
    /// @param handle as {@link ChunkStore#add} answers for a new one
    /// @param offset of its entry in the file: in a lane, chunks that were added later stand
    ///   further on
    void chunk(SealedChunk chunk, long handle, int offset);
}
