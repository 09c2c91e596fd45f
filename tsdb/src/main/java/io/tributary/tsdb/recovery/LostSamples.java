package io.tributary.tsdb.recovery;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.series.SeriesDirectory;
import java.io.IOException;
import java.util.Map;

/// Gives back to series, from the wal, samples in order that damage took from chunk files.
///
/// Offered is what a replay passes over, since it is not newer than its series' chunks. Taken is
/// what no chunk in order can hold ({@link LostStretches}), unless it may have been let go with a
/// file.
///
/// The damage stays on record, so a start that dies meanwhile is done again, and one behind it
/// takes nothing twice. Not all damage has room on record: so what was taken is durable, in late
/// chunks, before anybody may see it.
final class LostSamples {
    private final LostStretches stretches;
    private final LaneReplay.InOrder lane;
    private final SeriesDirectory directory;
    private final Map<Integer, Long> complete;
    private boolean any;

    /// @param complete by tenant's number, up to which time samples may have been let go
    LostSamples(
            LostStretches stretches,
            LaneReplay.InOrder lane,
            SeriesDirectory directory,
            Map<Integer, Long> complete) {
        this.stretches = stretches;
        this.lane = lane;
        this.directory = directory;
        this.complete = complete;
    }

    /// Whether the sample was lost, and is taken.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    boolean take(int slot, long timeMillis, long bits, long startMillis, Moment at) {
        return isLost(slot, timeMillis)
                && note(lane.refill(slot, timeMillis, bits, startMillis, at));
    }

    /// Likewise.
    boolean take(int slot, HistogramSample sample, long startMillis, Moment at) {
        return isLost(slot, sample.timeMillis())
                && note(lane.refill(slot, sample, startMillis, at));
    }

    /// Nothing is to be given back to a series that left.
    void forget(int slot) {
        stretches.forget(directory.ref(slot));
    }

    /// Makes durable what was taken.
    void end(ChunkStore chunks) throws IOException {
        if (any) {
            lane.endRefill();
            chunks.flush();
        }
    }

    private boolean isLost(int slot, long timeMillis) {
        return !stretches.isEmpty()
                && stretches.holds(directory.ref(slot), timeMillis)
                && timeMillis > complete.getOrDefault(directory.tenant(slot), Long.MIN_VALUE);
    }

    private boolean note(boolean taken) {
        any |= taken;
        return taken;
    }
}
