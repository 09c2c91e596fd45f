package io.tributary.tsdb.head;

import io.tributary.tsdb.series.SeriesDirectory;

/// What a head keeps in memory, in the order in which a sample meets it.
final class HeadParts {
    private final long[] hashKey;
    private final SeriesTable table = new SeriesTable();
    private final RawKeys keys = new RawKeys(table);
    private final SeriesDirectory directory;
    private final OpenChunks open = new OpenChunks(table);
    private final SealedChunks sealed = new SealedChunks();

    /// @param hashKey secret words of the data directory
    HeadParts(long[] hashKey) {
        this.hashKey = hashKey.clone();
        this.directory = new SeriesDirectory(hashKey);
    }

    long[] hashKey() {
        return hashKey;
    }

    SeriesDirectory directory() {
        return directory;
    }

    SeriesTable table() {
        return table;
    }

    RawKeys keys() {
        return keys;
    }

    OpenChunks open() {
        return open;
    }

    SealedChunks sealed() {
        return sealed;
    }

    SampleLookup newLookup() {
        return new SampleLookup(table, open, sealed);
    }

    /// Seals the open chunk where the next sample must begin another. Writer only.
    ///
    /// @param scratch of {@link OpenChunks#copyBytesMax} + 2 bytes
    void seal(int slot, long nextMillis, byte[] scratch) {
        if (!open.mustSeal(slot, nextMillis)) {
            return;
        }
        long first = table.cold().word(slot, SeriesTable.CHUNK_START);
        long before = table.cold().word(slot, SeriesTable.SEALED);
        int length = open.seal(slot, scratch);
        long address = sealed.add(before, first, table.frontier(slot), scratch, length);
        table.cold().setWord(slot, SeriesTable.SEALED, address);
    }

    long sizeBytes() {
        return directory.sizeBytes()
                + table.sizeBytes()
                + keys.sizeBytes()
                + open.sizeBytes()
                + sealed.sizeBytes();
    }
}
