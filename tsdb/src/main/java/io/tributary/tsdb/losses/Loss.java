package io.tributary.tsdb.losses;

/// Something that was durable and cannot be read any more.
///
/// @param place where it stood
/// @param lost what is known of what stood there
/// @param noticedMillis by the wall clock, since 1970
/// @param reason what was wrong with it, for people
public record Loss(Place place, Lost lost, long noticedMillis, String reason) {
    /// Where a loss stood. Two losses in one place are the same: damage that has grown is another.
    ///
    /// @param file its number or generation
    /// @param nonce of the file, 0 where it has none or none could be read
    /// @param fromOffset inclusive
    /// @param toOffset exclusive
    public record Place(
            Directory directory, long file, long nonce, long fromOffset, long toOffset) {}

    /// The directories that hold what can be lost.
    public enum Directory {
        WAL(1),
        SERIES(2),
        CHUNKS(3),
        LOSSES(4);

        /// In a record, for ever.
        final int number;

        Directory(int number) {
            this.number = number;
        }
    }

    /// What was lost.
    public sealed interface Lost {
        /// Frames of the wal.
        ///
        /// @param first the number of the first, or the earliest it can be
        /// @param count how many, at most; 0 where the next frame stands there, but names another
        ///   one before it
        /// @param samplesBehind samples in frames behind them that could not be used, since what
        ///   they refer to stood here; as of when it was noticed
        record Frames(long first, long count, long samplesBehind) implements Lost {}

        /// Batches of a log.
        ///
        /// @param series that had chunks, but no definition any more
        /// @param samples in the wal whose series had no definition any more. Both are of all
        ///   batches noticed at once, told with the first of them
        record Batches(long count, long series, long samples) implements Lost {}

        /// A stretch of a file; nobody knows what stood there.
        record Stretch() implements Lost {}

        /// One chunk.
        ///
        /// @param tenant its name, empty where it was not known any more
        /// @param series its labels, perhaps cut; empty as above
        /// @param fromMillis of its first sample
        /// @param toMillis of its last
        /// @param samples how many stood in it, negative where that is not known
        record Chunk(
                String tenant, String series, long ref, long fromMillis, long toMillis, int samples)
                implements Lost {}
    }
}
