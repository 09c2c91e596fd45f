package io.tributary.tsdb.recovery;

import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.histogram.HistogramDecoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;

/// Applies recorded native histograms, of both lanes, but for those that chunk files hold already.
///
/// They say all of themselves, so they are applied behind damage too; their starts do not. There
/// only a start that changes at a histogram is known to be its own, and the others have none.
///
/// One thread, before anybody reads.
final class HistogramReplay {
    private final LaneReplay.InOrder inOrder;
    private final LaneReplay.Late late;
    private final LongIntMap slots;
    private final LostSamples lost;
    private final HistogramDecoder decoder = new HistogramDecoder();
    private final StartReplay starts = new StartReplay();
    private Moment moment = new Moment(0, 0, 0, 0);
    private boolean intact;
    private long applied;
    private long skipped;

    /// @param slots by ref
    HistogramReplay(
            LaneReplay.InOrder inOrder, LaneReplay.Late late, LongIntMap slots, LostSamples lost) {
        this.inOrder = inOrder;
        this.late = late;
        this.slots = slots;
        this.lost = lost;
    }

    /// Applies a record that stands in a frame.
    ///
    /// @param changes of starts among its histograms
    /// @param isIntact whether nothing is missing since the last reset point
    void apply(RecordReader record, StartCursor changes, Moment at, boolean isIntact)
            throws CorruptRecordException {
        moment = at;
        starts.begin(changes, at);
        intact = isIntact;
        decoder.decode(record, this::histogram);
        starts.end(record);
    }

    /// Histograms applied.
    long applied() {
        return applied;
    }

    /// Histograms whose series is not known: its definition was lost.
    long skipped() {
        return skipped;
    }

    private void histogram(long ref, int lane, HistogramSample sample) {
        int slot = slots.find(ref);
        if (slot == LongIntMap.ABSENT) {
            starts.pass();
            skipped++;
            return;
        }
        boolean isLate = lane == SealedChunk.LATE;
        LaneReplay into = isLate ? late : inOrder;
        long start = intact ? starts.ofSeries(into, slot) : starts.ofSample();
        if (into.apply(slot, sample, start, moment)
                || (!isLate && lost.take(slot, sample, start, moment))) {
            applied++;
        }
    }
}
