package io.tributary.tsdb.recovery;

import io.tributary.format.chunk.XorChunkReader;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.record.Carry;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.wal.RecordReader;
import java.io.IOException;

/// Applies carried chunks, which refer to nothing before them. What comes once more further on is
/// left to that.
///
/// One thread, before anybody reads.
final class CarryReplay {
    private final LaneReplay.InOrder inOrder;
    private final LaneReplay.Late late;
    private final LongIntMap slots;
    private final CarriedChunks carried;
    private final LostSamples lost;
    private final XorChunkReader chunk = new XorChunkReader();
    private long samples;
    private long skipped;

    /// @param slots by ref
    /// @param carried what comes again further on
    CarryReplay(
            LaneReplay.InOrder inOrder,
            LaneReplay.Late late,
            LongIntMap slots,
            CarriedChunks carried,
            LostSamples lost) {
        this.inOrder = inOrder;
        this.late = late;
        this.slots = slots;
        this.carried = carried;
        this.lost = lost;
    }

    /// Applies a record that stands in a frame.
    ///
    /// @param starts of the chunk's samples, by their places in it
    void apply(RecordReader record, StartCursor starts, Moment at) throws IOException {
        int slot = slots.find(record.varint());
        int number = record.u8();
        Carry.open(record, chunk);
        if (!starts.isWithin(chunk.count())) {
            throw record.corrupt("starts beyond the chunk");
        }
        if (slot == LongIntMap.ABSENT) {
            skipped += chunk.count();
            return;
        }
        LaneReplay lane = number == SealedChunk.LATE ? late : inOrder;
        if (!lane.isCarryNewer(slot, at)) {
            return;
        }
        lane.beginCarried(slot, at);
        for (int place = 0; chunk.next(); place++) {
            long time = chunk.timeMillis();
            long bits = chunk.valueBits();
            long start = starts.at(place);
            if (!carried.comesAgain(slot, number, time, at)
                    && (lane.applyCarried(slot, time, bits, start, at)
                            || lost.take(slot, time, bits, start, at))) {
                samples++;
            }
        }
    }

    /// Samples applied.
    long samples() {
        return samples;
    }

    /// Samples whose series is not known: its definition was lost.
    long skipped() {
        return skipped;
    }
}
