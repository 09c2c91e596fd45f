package io.tributary.tsdb.lanes;

import io.tributary.model.SampleBits;
import java.lang.invoke.VarHandle;

/// Tells {@link Presence} from a series' records. Any thread.
final class PresenceCheck {
    private static final int SPINS_MAX = 10_000;

    private PresenceCheck() {}

    static Presence of(Lanes lanes, int slot, long number, long fromMillis, long toMillis) {
        SeriesTable table = lanes.inOrder().table();
        long[] cold = table.cold().slab(slot);
        int base = table.cold().base(slot);
        for (int spin = 0; spin < SPINS_MAX; spin++) {
            long before = SeriesTable.readVersion(cold, base);
            if (SeriesTable.isChanging(before)) {
                Thread.onSpinWait();
                continue;
            }
            Presence answer = answer(lanes, slot, number, fromMillis, toMillis);
            VarHandle.acquireFence();
            if (SeriesTable.readVersion(cold, base) == before) {
                return answer;
            }
        }
        return Presence.UNKNOWN;
    }

    private static Presence answer(
            Lanes lanes, int slot, long number, long fromMillis, long toMillis) {
        Lane lane = lanes.inOrder();
        int series = slot;
        if (isNewer(lane, series, number)) {
            return Presence.UNKNOWN;
        }
        int late = lanes.lateOf(slot);
        if (late >= 0) {
            if (isNewer(lanes.late(), late, number)) {
                return Presence.UNKNOWN;
            }
            if (lanes.late().table().frontier(late) > lane.table().frontier(slot)) {
                lane = lanes.late();
                series = late;
            }
        }
        long newest = lane.table().frontier(series);
        if (newest <= fromMillis) {
            return Presence.ABSENT;
        }
        // Where the open chunk is empty, the last value need not be at hand.
        long state = lane.table().hot().word(series, SeriesTable.STATE);
        if (SeriesTable.openCount(state) == 0 || SeriesTable.holdsHistograms(state)) {
            return Presence.UNKNOWN;
        }
        boolean stale =
                lane.table().hot().word(series, SeriesTable.LAST_BITS) == SampleBits.STALE_NAN;
        if (newest <= toMillis) {
            return stale ? Presence.ABSENT : Presence.PRESENT;
        }
        // What repeats a marker says nothing of the one before; late samples may lie before it.
        return stale || late >= 0 ? Presence.UNKNOWN : ofSecond(lane, series, fromMillis, toMillis);
    }

    /// From the sample before the newest, where nothing lies between.
    private static Presence ofSecond(Lane lane, int series, long fromMillis, long toMillis) {
        long coder = lane.table().hot().word(series, SeriesTable.CODER);
        int delta = SeriesTable.lastDelta(coder);
        long second = lane.table().frontier(series) - delta;
        if ((coder & SeriesTable.BEFORE_UNSURE) != 0
                || delta == Integer.MAX_VALUE
                || second > toMillis) {
            return Presence.UNKNOWN;
        }
        return second > fromMillis ? Presence.PRESENT : Presence.ABSENT;
    }

    private static boolean isNewer(Lane lane, int series, long number) {
        return lane.table().cold().word(series, SeriesTable.NUMBER) > number;
    }
}
