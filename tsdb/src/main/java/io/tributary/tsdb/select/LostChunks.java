package io.tributary.tsdb.select;

import java.io.IOException;

/// Is told of stored chunks that cannot be read.
@FunctionalInterface
public interface LostChunks {
    /// Throws what the disk or the check said.
    LostChunks REFUSED =
            (fromMillis, toMillis, samples, reason) -> {
                throw reason;
            };

    /// A chunk's samples cannot be had.
    ///
    /// @param fromMillis of its first sample
    /// @param toMillis of its last
    /// @param samples how many, or {@link io.tributary.tsdb.chunks.ChunkPlaces#UNKNOWN}
    /// @param reason names file and offset
    void chunk(long fromMillis, long toMillis, int samples, IOException reason) throws IOException;
}
