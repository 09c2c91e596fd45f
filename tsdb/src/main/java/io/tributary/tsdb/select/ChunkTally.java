package io.tributary.tsdb.select;

import io.tributary.model.flow.ExtentSource.Extent;
import io.tributary.tsdb.chunks.ChunkPlaces;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import io.tributary.tsdb.lanes.SeriesSnapshot.LaneCopy;
import io.tributary.tsdb.memory.LongIntMap;

/// Counts the chunks of some series, and keeps their first and last time. Owned by one thread.
final class ChunkTally {
    private static final long NO_REF = -1;

    private final HeadMemory memory;
    private final ChunkVersion files;
    private final SeriesSnapshot snapshot;
    private final byte[] bits = new byte[SeriesSnapshot.BYTES_MAX];
    private final ChunkPlaces places = new ChunkPlaces();
    private final LongIntMap slots = new LongIntMap();
    private long count;
    private long minMillis = Long.MAX_VALUE;
    private long maxMillis = Long.MIN_VALUE;

    /// Of the series counted last, and whether it is one of those to be counted.
    private long lastRef = NO_REF;

    private boolean isLastWanted;

    ChunkTally(HeadMemory memory, ChunkVersion files) {
        this.memory = memory;
        this.files = files;
        this.snapshot = new SeriesSnapshot(memory.lanes());
    }

    /// Counts what a series has in no closed file; from then on its chunks in these are counted
    /// too. Under the append lock, so that no request is seen in part.
    ///
    /// @return false if it has a chunk that this version of the files does not know
    boolean addUnclosed(int slot) {
        slots.put(memory.directory().ref(slot), slot);
        return snapshot.take(slot, SeriesSnapshot.ALL, bits, 0) != SeriesSnapshot.Result.TAKEN
                || (isAdded(snapshot.inOrder()) && isAdded(snapshot.late()));
    }

    /// Counts a chunk of a closed file, if it is of one of the series.
    void addStored(SealedChunk chunk) {
        if (chunk.ref != lastRef) {
            lastRef = chunk.ref;
            isLastWanted = slots.find(lastRef) != LongIntMap.ABSENT;
        }
        if (isLastWanted) {
            add(chunk.firstMillis, chunk.lastMillis);
        }
    }

    Extent extent() {
        return new Extent(count, minMillis, maxMillis);
    }

    private boolean isAdded(LaneCopy lane) {
        if (!files.covers(lane.sealed)) {
            return false;
        }
        if (lane.openCount > 0) {
            add(lane.openStart, lane.frontier);
        }
        places.clear();
        files.findUnclosed(lane.sealed, places);
        for (int i = 0; i < places.size(); i++) {
            add(places.firstMillis(i), places.lastMillis(i));
        }
        return true;
    }

    private void add(long firstMillis, long lastMillis) {
        count++;
        minMillis = Math.min(minMillis, firstMillis);
        maxMillis = Math.max(maxMillis, lastMillis);
    }
}
