package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.SEALED;

import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.histogram.HistogramSample;

/// Samples in order that chunk files have lost, and a wal still has, behind the newest of their
/// series: put into late chunks, for the lane in order is appended to at its end only.
///
/// A late chunk tells how far the chunk files of its lane go, by frame and place, and a replay
/// takes only what is behind. A chunk made here is not of the late lane's samples, so it tells what
/// is true of those without it: what the lane has open is sealed first, then the farther of what
/// that tells and what chunk files told.
///
/// One thread, before anybody reads. Bound: an open chunk for each series refilled.
final class Refill {
    private final Lanes lanes;
    private final LaneReplay.Late late;
    private final Lane lane;

    /// The lane's numbers by slot + 1, and back.
    private final LongIntMap numbers = new LongIntMap();

    private final IntList slots = new IntList();

    /// @param lane empty, of chunks that are late
    Refill(Lanes lanes, LaneReplay.Late late, Lane lane) {
        this.lanes = lanes;
        this.late = late;
        this.lane = lane;
        lane.open().stagger(false);
    }

    /// Takes a sample later than all that were taken of the series before; false if it is not.
    boolean append(int slot, long timeMillis, long bits, long startMillis, Moment at) {
        int series = series(slot);
        if (timeMillis <= lane.table().frontier(series)) {
            return false;
        }
        if (lane.mustSeal(series, timeMillis)) {
            seal(series);
        }
        lane.append(series, timeMillis, bits, at);
        lane.start(series, startMillis);
        lanes.gaps().fill(slot, timeMillis);
        return true;
    }

    /// Likewise.
    boolean append(int slot, HistogramSample sample, long startMillis, Moment at) {
        int series = series(slot);
        if (sample.timeMillis() <= lane.table().frontier(series)) {
            return false;
        }
        if (lane.mustSeal(series, sample)) {
            seal(series);
        }
        lane.append(series, sample, at);
        lane.start(series, startMillis);
        lanes.gaps().fill(slot, sample.timeMillis());
        return true;
    }

    /// Seals all that was taken.
    void end() {
        for (int series = 0; series < slots.size(); series++) {
            if (lane.openCount(series) > 0) {
                seal(series);
            }
        }
    }

    private int series(int slot) {
        int known = numbers.find(slot + 1L);
        if (known != LongIntMap.ABSENT) {
            return known;
        }
        int made = slots.size();
        slots.add(slot);
        numbers.put(slot + 1L, made);
        lane.create(made);
        return made;
    }

    private void seal(int series) {
        int slot = slots.at(series);
        lanes.sealLate(slot);
        int number = lanes.lateOf(slot);
        SeriesTable table = lanes.late().table();
        lane.table().cold().setWord(series, SEALED, table.cold().word(number, SEALED));
        lane.seal(
                series,
                lanes.ref(slot),
                lanes.tenant(slot),
                late.coveredSequence(number),
                late.coveredCount(number));
        table.cold().setWord(number, SEALED, lane.table().cold().word(series, SEALED));
    }
}
