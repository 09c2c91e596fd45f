package io.tributary.tsdb.chunks;

import java.io.IOException;
import java.util.List;

/// What an opened store found.
///
/// @param files that hold chunks
/// @param chunks in them
/// @param bytes of the files
/// @param tornBytes written but never made durable, as far as can be told, and what stands behind;
///   passed over. Rot in the last batch of a file that was not closed looks the same
/// @param damages what was durable and cannot be read. Found once: the file is then closed, and its
///   footer does not name what was lost
public record ChunkRecovery(
        int files, long chunks, long bytes, long tornBytes, List<Damage> damages) {
    /// A stretch of a file.
    ///
    /// @param number of the file
    /// @param reason what is wrong, for people
    public record Damage(long number, long offset, long length, String reason) {}

    /// Is told of damage that the opening of a store finds, before anything is written to the file
    /// by which the damage would not be found again.
    @FunctionalInterface
    public interface DamageVisitor {
        /// Takes what is damaged in one file.
        ///
        /// @throws IOException if it cannot be remembered: the store is not opened, and the next
        ///   opening finds it again
        void found(List<Damage> damages) throws IOException;
    }

    public ChunkRecovery {
        damages = List.copyOf(damages);
    }
}
