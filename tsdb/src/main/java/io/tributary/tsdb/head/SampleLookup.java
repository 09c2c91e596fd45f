package io.tributary.tsdb.head;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.format.chunk.XorChunkReader;

/// Finds what a series holds at one time: for samples at or behind the frontier. Owned by one
/// thread at a time; without the lock it sees at least what was accepted before it began.
final class SampleLookup {
    private final SealedChunks sealedChunks;
    private final SeriesSnapshot snapshot;
    private final XorChunkReader reader = new XorChunkReader();
    private final byte[] bits = new byte[OpenChunks.copyBytesMax()];

    SampleLookup(SeriesTable table, OpenChunks open, SealedChunks sealedChunks) {
        this.sealedChunks = sealedChunks;
        this.snapshot = new SeriesSnapshot(table, open);
    }

    /// One of {@link Request#SAME}, {@link Request#OTHER}, {@link Request#EMPTY}, or {@link
    /// Request#NOT_LOOKED_UP} where the series was being changed or the time is ahead of what was
    /// seen (never under the append lock): what the slot (`timeMillis` of the series) holds beside
    /// these bits.
    byte find(int slot, long timeMillis, long valueBits) throws CorruptChunkException {
        SeriesSnapshot.Result result = snapshot.take(slot, SeriesSnapshot.ALL, bits, 0);
        if (result != SeriesSnapshot.Result.TAKEN || timeMillis > snapshot.frontier) {
            return Request.NOT_LOOKED_UP;
        }
        if (snapshot.openCount > 0 && timeMillis >= snapshot.openStart) {
            reader.resetOpen(bits, 0, snapshot.openBytes, snapshot.openCount);
            return scan(timeMillis, valueBits);
        }
        for (long chunk = snapshot.sealed;
                chunk != SeriesTable.NO_CHUNK;
                chunk = sealedChunks.before(chunk)) {
            if (timeMillis > sealedChunks.lastMillis(chunk)) {
                return Request.EMPTY;
            }
            if (timeMillis >= sealedChunks.firstMillis(chunk)) {
                reader.reset(
                        sealedChunks.slab(chunk),
                        sealedChunks.chunkOffset(chunk),
                        sealedChunks.length(chunk));
                return scan(timeMillis, valueBits);
            }
        }
        return Request.EMPTY;
    }

    private byte scan(long timeMillis, long valueBits) throws CorruptChunkException {
        while (reader.next()) {
            if (reader.timeMillis() == timeMillis) {
                return reader.valueBits() == valueBits ? Request.SAME : Request.OTHER;
            }
            if (reader.timeMillis() > timeMillis) {
                return Request.EMPTY;
            }
        }
        return Request.EMPTY;
    }
}
