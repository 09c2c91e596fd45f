package io.tributary.tsdb.upkeep;

import io.tributary.tsdb.notes.Notes;
import io.tributary.tsdb.wal.RecordWriter;
import io.tributary.tsdb.wal.Reservation;
import io.tributary.tsdb.wal.SegmentSpan;
import io.tributary.tsdb.wal.Wal;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Writes notes once more at the wal's end, before the segment goes that they stand in.
///
/// Works in portions of {@link #PORTION_BYTES} under the append lock. One thread.
final class NoteKeeper {
    private static final int PORTION_BYTES = 64 << 10;

    private final Notes notes;
    private final Wal wal;
    private final ReentrantLock appendLock;

    NoteKeeper(Notes notes, Wal wal, ReentrantLock appendLock) {
        this.notes = notes;
        this.wal = wal;
        this.appendLock = appendLock;
    }

    /// Has no note stand before a segment that nothing else needs what is before.
    ///
    /// Where the wal has no room, its segments go all the same, for only so does room come; notes
    /// are then in memory alone until they are written at one of the next steps.
    void keep(long needed) {
        List<SegmentSpan> segments = wal.segments();
        long before = Math.min(needed, segments.getLast().number());
        if (segments.getFirst().number() >= before) {
            return;
        }
        while (notes.oldestSegment() < before && writePortion(before)) {
            // Portion after portion.
        }
    }

    /// False where there is no room now.
    private boolean writePortion(long before) {
        Reservation space = wal.reserve(PORTION_BYTES);
        if (!space.granted()) {
            return false;
        }
        appendLock.lock();
        try {
            RecordWriter out = wal.begin(space);
            notes.writeAgain(before, wal.segment(), out, PORTION_BYTES);
            wal.finish(space);
        } finally {
            appendLock.unlock();
        }
        return true;
    }
}
