package io.tributary.tsdb.chunks;

import java.util.List;

/// What an opened store found.
///
/// @param files that hold chunks
/// @param chunks in them
/// @param bytes of the files
/// @param tornBytes written but never made durable, as far as can be told, and what stands behind;
///   passed over. Rot in the last batch of a file that was not closed looks the same
/// @param damages what was durable and cannot be read. Told of once: the file is then closed, and
///   its footer does not name what was lost
public record ChunkRecovery(
        int files, long chunks, long bytes, long tornBytes, List<Damage> damages) {
    /// A stretch of a file.
    ///
    /// @param number of the file
    public record Damage(long number, long offset, long length) {}

    public ChunkRecovery {
        damages = List.copyOf(damages);
    }
}
