package io.tributary.tsdb.lanes;

import io.tributary.model.SampleBits;
import java.lang.invoke.VarHandle;

/// Whether the newest sample of a series lies in a range and is no staleness marker, told from the
/// series' records, without decoding, wherever these know. Owned by one thread.
public final class PresenceCheck {
    /// What is known.
    public enum Answer {
        PRESENT,
        ABSENT,
        /// The samples must be looked at.
        UNKNOWN
    }

    private static final int SPINS_MAX = 10_000;

    private final Lanes lanes;

    public PresenceCheck(Lanes lanes) {
        this.lanes = lanes;
    }

    /// Looks at a series as of request `number`.
    ///
    /// @param fromMillis exclusive
    /// @param toMillis inclusive: of newer samples nothing is known here
    public Answer of(int slot, long number, long fromMillis, long toMillis) {
        SeriesTable table = lanes.inOrder().table();
        long[] cold = table.cold().slab(slot);
        int base = table.cold().base(slot);
        for (int spin = 0; spin < SPINS_MAX; spin++) {
            long before = SeriesTable.readVersion(cold, base);
            if (SeriesTable.isChanging(before)) {
                Thread.onSpinWait();
                continue;
            }
            Answer answer = answer(slot, number, fromMillis, toMillis);
            VarHandle.acquireFence();
            if (SeriesTable.readVersion(cold, base) == before) {
                return answer;
            }
        }
        return Answer.UNKNOWN;
    }

    private Answer answer(int slot, long number, long fromMillis, long toMillis) {
        Lane lane = lanes.inOrder();
        int series = slot;
        if (isNewer(lane, series, number)) {
            return Answer.UNKNOWN;
        }
        int late = lanes.lateOf(slot);
        if (late >= 0) {
            if (isNewer(lanes.late(), late, number)) {
                return Answer.UNKNOWN;
            }
            if (lanes.late().table().frontier(late) > lane.table().frontier(slot)) {
                lane = lanes.late();
                series = late;
            }
        }
        long newest = lane.table().frontier(series);
        if (newest <= fromMillis) {
            return Answer.ABSENT;
        }
        return newest > toMillis ? Answer.UNKNOWN : ofNewest(lane, series);
    }

    /// Where the open chunk is empty, the last value need not be at hand.
    private static Answer ofNewest(Lane lane, int series) {
        long state = lane.table().hot().word(series, SeriesTable.STATE);
        if (SeriesTable.openCount(state) == 0 || SeriesTable.holdsHistograms(state)) {
            return Answer.UNKNOWN;
        }
        long bits = lane.table().hot().word(series, SeriesTable.LAST_BITS);
        return bits == SampleBits.STALE_NAN ? Answer.ABSENT : Answer.PRESENT;
    }

    private static boolean isNewer(Lane lane, int series, long number) {
        return lane.table().cold().word(series, SeriesTable.NUMBER) > number;
    }
}
