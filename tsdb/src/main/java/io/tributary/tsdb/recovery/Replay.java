package io.tributary.tsdb.recovery;

import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.SampleDecoder;
import io.tributary.tsdb.record.SampleTarget;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;

/// Applies recorded samples of one lane to memory, but for those that chunk files hold already. One
/// thread, before anybody reads.
final class Replay implements SampleTarget {
    private final LaneReplay lane;
    private final int laneNumber;
    private final CarriedChunks carried;
    private final LongIntMap slots;
    private final SeriesDirectory directory;
    private final PassedOver passedOver;
    private long lastRef;
    private int lastSlot = UNKNOWN;
    private final SampleDecoder decoder = new SampleDecoder();
    private Moment moment = new Moment(0, 0, 0, 0);
    private final StartReplay starts = new StartReplay();
    private long samples;
    private long unknown;

    /// Is offered samples that are not newer than what chunk files hold.
    @FunctionalInterface
    interface PassedOver {
        /// Whether it is applied all the same.
        boolean take(int slot, long timeMillis, long bits, long startMillis, Moment at);
    }

    /// @param laneNumber as chunk files have it
    /// @param carried what comes again further on
    /// @param slots by ref
    /// @param directory that they are of
    Replay(
            LaneReplay lane,
            int laneNumber,
            CarriedChunks carried,
            LongIntMap slots,
            SeriesDirectory directory,
            PassedOver passedOver) {
        this.lane = lane;
        this.laneNumber = laneNumber;
        this.carried = carried;
        this.slots = slots;
        this.directory = directory;
        this.passedOver = passedOver;
    }

    /// Applies a record that stands in a frame.
    ///
    /// @param changes of starts among its samples
    void apply(RecordReader record, StartCursor changes, Moment at) throws CorruptRecordException {
        moment = at;
        starts.begin(changes, at);
        decoder.decode(record, this);
        starts.end(record);
    }

    /// Samples applied.
    long samples() {
        return samples;
    }

    /// Samples whose series is not known: its definition was lost.
    long samplesUnknown() {
        return unknown;
    }

    /// Senders repeat their order, so mostly it is the series made after the last one, in the slot
    /// after that one's; where a slot was used again it has another ref.
    @Override
    public int series(long ref) {
        int next = lastSlot + 1;
        boolean isNext =
                ref == lastRef + 1
                        && lastSlot != UNKNOWN
                        && next < directory.slotCount()
                        && directory.ref(next) == ref;
        lastRef = ref;
        lastSlot = isNext ? next : slots.find(ref);
        return lastSlot;
    }

    @Override
    public boolean isKnown(int slot) {
        return lane.isKnown(slot, moment);
    }

    @Override
    public long lastBits(int slot) {
        return lane.lastBits(slot);
    }

    @Override
    public int exponent(int slot) {
        return lane.coder(slot);
    }

    @Override
    public void sample(int slot, long timeMillis, long bits, int exponent) {
        long start = starts.ofSeries(lane, slot);
        if (carried.comes(slot, laneNumber, timeMillis, moment)) {
            lane.passOver(slot, bits, exponent, moment);
        } else if (lane.apply(slot, timeMillis, bits, start, exponent, moment)
                || passedOver.take(slot, timeMillis, bits, start, moment)) {
            samples++;
        }
    }

    @Override
    public void unknown(long ref, long timeMillis) {
        starts.pass();
        unknown++;
    }
}
