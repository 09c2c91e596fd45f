package io.tributary.tsdb.head;

import io.tributary.tsdb.append.WriteSettings;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.wal.WalSettings;

/// How a head is set up.
///
/// @param writes what writes are held to
/// @param retentionMillis how long a chunk file is kept after it was closed
/// @param wal sizes of the write-ahead log; its largest record bounds a request
/// @param chunks sizes and ages of chunk files
/// @param upkeep whether its thread runs; tests do its steps themselves
public record HeadSettings(
        WriteSettings writes,
        long retentionMillis,
        WalSettings wal,
        ChunkSettings chunks,
        boolean upkeep) {
    /// The longest record: twice the largest request after decompression, 32 MiB.
    public static final int RECORD_BYTES_MAX = 64 << 20;

    private static final long DAY = 86_400_000;

    /// As documented.
    public static HeadSettings defaults() {
        return new HeadSettings(
                WriteSettings.defaults(),
                2 * DAY,
                WalSettings.defaults(RECORD_BYTES_MAX),
                ChunkSettings.defaults(),
                true);
    }
}
