package io.tributary.tsdb.upkeep;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.serieslog.SeriesLog;
import io.tributary.tsdb.wal.Wal;
import java.util.concurrent.locks.ReentrantLock;

/// Gives back the wal segments that nothing needs: every chunk that begins in one is in a synced
/// chunk file, its definitions are in `series/`, synced, and its notes stand further on.
///
/// What begins in open chunks is looked at first: a chunk that is sealed meanwhile is then counted
/// in both places, never in none. What was carried is durable at its new place before the old one
/// goes. Any thread.
final class WalRelease {
    private final Wal wal;
    private final Lanes lanes;
    private final ChunkStore chunks;
    private final SeriesLog seriesLog;
    private final ReentrantLock appendLock;
    private final NoteKeeper notes;

    WalRelease(
            Wal wal,
            Lanes lanes,
            ChunkStore chunks,
            SeriesLog seriesLog,
            ReentrantLock appendLock,
            NoteKeeper notes) {
        this.wal = wal;
        this.lanes = lanes;
        this.chunks = chunks;
        this.seriesLog = seriesLog;
        this.appendLock = appendLock;
        this.notes = notes;
    }

    void run() {
        long needed =
                Math.min(
                        oldestBegun(),
                        Math.min(chunks.oldestPendingSegment(), seriesLog.oldestPendingSegment()));
        notes.keep(needed);
        if (wal.awaitDurableOrFailure(wal.position())) {
            wal.releaseBefore(needed);
        }
    }

    private long oldestBegun() {
        appendLock.lock();
        try {
            return lanes.oldestBegun();
        } finally {
            appendLock.unlock();
        }
    }
}
