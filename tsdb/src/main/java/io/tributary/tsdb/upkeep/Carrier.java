package io.tributary.tsdb.upkeep;

import io.tributary.runtime.clock.Clock;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.record.Carry;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.wal.RecordWriter;
import io.tributary.tsdb.wal.Reservation;
import io.tributary.tsdb.wal.SegmentSpan;
import io.tributary.tsdb.wal.Wal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the wal within its bound: where its oldest segment is too old, or there is too much of it,
/// open chunks that begin there are *carried* (written once more at the wal's end) when small, else
/// sealed. So a series of rare samples does not hold all that came after it.
///
/// Works in portions of {@link #PORTION} series under the append lock. One thread.
final class Carrier {
    /// A segment begun so long ago goes.
    static final long AGE_NANOS = TimeUnit.HOURS.toNanos(2);

    private static final int PORTION = 256;

    private final HeadMemory memory;
    private final Lanes lanes;
    private final Wal wal;
    private final ReentrantLock appendLock;
    private final Clock clock;
    private final int[] found = new int[PORTION];
    private long carried;

    Carrier(HeadMemory memory, Wal wal, ReentrantLock appendLock, Clock clock) {
        this.memory = memory;
        this.lanes = memory.lanes();
        this.wal = wal;
        this.appendLock = appendLock;
        this.clock = clock;
    }

    /// Frees the oldest segments of open chunks, if the wal asks for it. Answers whether it does:
    /// what waits to be written elsewhere should then wait no longer.
    boolean step() {
        List<SegmentSpan> segments = wal.segments();
        long now = clock.monotonicNanos();
        long total = segments.stream().mapToLong(SegmentSpan::sizeBytes).sum();
        long last = -1;
        for (SegmentSpan segment : segments.subList(0, Math.max(0, segments.size() - 1))) {
            boolean old = now - segment.begunNanos() > AGE_NANOS;
            if (!old && total <= wal.bytesMax() / 2) {
                break;
            }
            last = segment.number();
            total -= segment.sizeBytes();
        }
        if (last >= 0 && isNeeded(last)) {
            carry(last);
        }
        return last >= 0;
    }

    private boolean isNeeded(long segment) {
        appendLock.lock();
        try {
            return lanes.oldestBegun() <= segment;
        } finally {
            appendLock.unlock();
        }
    }

    /// Series that were carried or sealed.
    long carriedCount() {
        return carried;
    }

    private void carry(long segment) {
        int slots = memory.directory().slotCount();
        int count = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (lanes.beginsBy(slot, segment)) {
                found[count++] = slot;
                if (count == PORTION) {
                    carry(segment, count);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            carry(segment, count);
        }
    }

    /// Without room in the wal, what would be carried is sealed: only so does room come.
    private void carry(long segment, int count) {
        Reservation space = wal.reserve(count * Carry.BYTES_MAX);
        if (!space.granted()) {
            seal(segment, count);
            return;
        }
        appendLock.lock();
        try {
            RecordWriter out = wal.begin(space);
            Moment at = new Moment(0, wal.sequence(), wal.segment(), wal.resetGeneration());
            for (int i = 0; i < count; i++) {
                lanes.carry(found[i], segment, at, out);
            }
            wal.finish(space);
        } finally {
            appendLock.unlock();
        }
        carried += count;
    }

    private void seal(long segment, int count) {
        appendLock.lock();
        try {
            for (int i = 0; i < count; i++) {
                if (lanes.beginsBy(found[i], segment)) {
                    lanes.seal(found[i]);
                }
            }
        } finally {
            appendLock.unlock();
        }
        carried += count;
    }
}
