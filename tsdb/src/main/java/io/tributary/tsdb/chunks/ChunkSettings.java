package io.tributary.tsdb.chunks;

/// The sizes and ages a store keeps to.
///
/// @param fileBytes a file of this size is full; the last chunk may go beyond
/// @param fileAgeMillis a file that was begun so long ago takes no more
/// @param batchBytes so many bytes are written and synced without waiting for more
/// @param batchAgeMillis the longest a chunk waits for others before it is written
/// @param footerBytes footers of the newest closed files held in memory as a whole
public record ChunkSettings(
        int fileBytes, long fileAgeMillis, int batchBytes, long batchAgeMillis, long footerBytes) {
    private static final int FILE_BYTES_MAX = 1 << 30;

    /// As designed: 64 MiB or an hour, 1 MiB or five seconds, 64 MiB of footers.
    public static ChunkSettings defaults() {
        return new ChunkSettings(64 << 20, 3_600_000, 1 << 20, 5_000, 64L << 20);
    }

    public ChunkSettings {
        require(fileBytes > 0 && fileBytes <= FILE_BYTES_MAX, "fileBytes", fileBytes);
        require(fileAgeMillis > 0, "fileAgeMillis", fileAgeMillis);
        require(batchBytes > 0, "batchBytes", batchBytes);
        require(batchAgeMillis > 0, "batchAgeMillis", batchAgeMillis);
        require(footerBytes >= 0, "footerBytes", footerBytes);
    }

    private static void require(boolean right, String name, long value) {
        if (!right) {
            throw new IllegalArgumentException("chunk setting " + name + " cannot be " + value);
        }
    }
}
