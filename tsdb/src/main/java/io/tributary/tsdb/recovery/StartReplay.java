package io.tributary.tsdb.recovery;

import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;

/// Since when the samples of a record count, one after the other. One thread, before anybody reads.
final class StartReplay {
    private StartCursor changes = new StartCursor();
    private Moment moment = new Moment(0, 0, 0, 0);

    /// The number of the next sample in its record.
    private int next;

    /// Begins a record.
    ///
    /// @param starts changes among its samples
    void begin(StartCursor starts, Moment at) {
        changes = starts;
        moment = at;
        next = 0;
    }

    /// That of the next sample, which its series goes on with; 0 where it has none.
    long ofSeries(LaneReplay lane, int slot) {
        if (changes.changesAt(next)) {
            lane.changeStart(slot, changes.at(next), moment);
        }
        next++;
        return lane.start(slot, moment);
    }

    /// That which is named for the next sample itself, behind damage; 0 where none is.
    long ofSample() {
        boolean isNamed = changes.changesAt(next);
        long start = changes.at(next++);
        return isNamed ? start : 0;
    }

    /// Passes over the next sample.
    void pass() {
        changes.at(next++);
    }

    /// Ends the record.
    ///
    /// @throws CorruptRecordException if it has starts behind its samples
    void end(RecordReader record) throws CorruptRecordException {
        if (!changes.isAtEnd()) {
            throw record.corrupt("starts beyond the samples");
        }
    }
}
