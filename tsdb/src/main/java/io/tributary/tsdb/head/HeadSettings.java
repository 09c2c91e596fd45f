package io.tributary.tsdb.head;

import io.tributary.tsdb.wal.WalSettings;

/// How a head is set up.
///
/// @param backlogMaxMillis how old a sample ahead of its series' frontier may be
/// @param sealedBytesMax sealed chunks held in memory; beyond it writes are answered `wal_full`
/// @param wal sizes of the write-ahead log; its largest record bounds a request
public record HeadSettings(long backlogMaxMillis, long sealedBytesMax, WalSettings wal) {
    /// The longest record: twice the largest request after decompression, 32 MiB.
    public static final int RECORD_BYTES_MAX = 64 << 20;

    /// As documented.
    public static HeadSettings defaults() {
        return new HeadSettings(7L * 86_400_000, 96L << 20, WalSettings.defaults(RECORD_BYTES_MAX));
    }
}
