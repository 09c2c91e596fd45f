package io.tributary.tsdb.recovery;

import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.series.SeriesDirectory;

/// Says, while a wal is replayed, whether a sample comes with a carried chunk further on. (No time
/// of a series stands twice, so a time is enough to know a sample by.)
final class CarriedChunks {
    private final Carries carries;
    private final SeriesDirectory directory;

    CarriedChunks(Carries carries, SeriesDirectory directory) {
        this.carries = carries;
        this.directory = directory;
    }

    /// Whether a sample recorded in the frame at hand comes again in a chunk carried in it or
    /// later.
    boolean comes(int slot, int lane, long timeMillis, Moment at) {
        return !carries.isEmpty() && isIn(slot, lane, timeMillis, at.sequence());
    }

    /// Whether a sample of a chunk carried in the frame at hand comes again in one of a later
    /// frame.
    boolean comesAgain(int slot, int lane, long timeMillis, Moment at) {
        return isIn(slot, lane, timeMillis, at.sequence() + 1);
    }

    private boolean isIn(int slot, int lane, long timeMillis, long fromSequence) {
        for (Carries.Carried chunk : carries.of(new Carries.Key(directory.ref(slot), lane))) {
            if (chunk.sequence() >= fromSequence && chunk.holds(timeMillis)) {
                return true;
            }
        }
        return false;
    }
}
