package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.BLOCKS;
import static io.tributary.tsdb.lanes.SeriesTable.CHUNK_START;
import static io.tributary.tsdb.lanes.SeriesTable.CODER;
import static io.tributary.tsdb.lanes.SeriesTable.FRONTIER;
import static io.tributary.tsdb.lanes.SeriesTable.STATE;

import io.tributary.format.chunk.HistogramChunkWriter;
import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.record.histogram.HistogramSample;
import java.util.Arrays;

/// The open chunks of one lane that hold native histograms: of each its samples in normal form,
/// encoded when the chunk is sealed.
///
/// A chunk holds floats or histograms, never both, and of histograms only those that one chunk of
/// Prometheus' can: where {@link HistogramChunkWriter} would begin another chunk (a counter fell,
/// another schema, floats behind integers), so does this. The series' record says which kind its
/// open chunk is of, and in place of its blocks the number of its {@link HistogramRun}.
///
/// Few series are histograms: an object each, while they have an open chunk. Bound: {@link
/// #SAMPLES_MAX} samples and {@link #BYTES_MAX} or one sample a series.
///
/// Writer only, but for {@link #run}.
final class OpenHistograms {
    /// A chunk of so many samples is full.
    static final int SAMPLES_MAX = OpenChunks.SAMPLES_MAX;

    /// A chunk is sealed before its samples would take more in normal form. A chunk is rarely
    /// longer than they are; at worst (gauges whose buckets come and go) some 45 times, which is
    /// still less than the longest chunk that files take.
    static final int BYTES_MAX = 16 << 10;

    private final SeriesTable table;
    private final HistogramChunkWriter writer = new HistogramChunkWriter();
    private final HistogramChunkWriter probe = new HistogramChunkWriter();
    private final HistogramBytesReader reader = new HistogramBytesReader();
    private final HistogramParts parts = new HistogramParts();
    private HistogramRun[] runs = {};
    private int[] free = {};
    private int freeCount;
    private long sizeBytes;

    OpenHistograms(SeriesTable table) {
        this.table = table;
    }

    /// Whether the sample must begin another chunk than the open one.
    boolean mustSeal(int series, HistogramSample sample) {
        long state = table.hot().word(series, STATE);
        int count = SeriesTable.openCount(state);
        if (count == 0) {
            return false;
        }
        if (!SeriesTable.holdsHistograms(state)
                || count >= SAMPLES_MAX
                || OpenChunks.isOtherWindow(
                        table.cold().word(series, CHUNK_START), sample.timeMillis())) {
            return true;
        }
        HistogramRun run = runs[place(series)];
        return run.bytesOf(count) + sample.length() > BYTES_MAX
                || !follows(run.sample(count - 1), sample);
    }

    /// Appends a sample later than all before, and moves the frontier to it.
    void append(int series, HistogramSample sample) {
        long[] slab = table.hot().slab(series);
        int base = table.hot().base(series);
        long state = slab[base + STATE];
        int count = SeriesTable.openCount(state);
        int delta = OpenChunks.deltaTo(slab[base + FRONTIER], sample.timeMillis());
        if (count == 0) {
            table.cold().setWord(series, CHUNK_START, sample.timeMillis());
            slab[base + BLOCKS] = (long) take(HistogramRun.roomFor(sample.length())) << 32;
        }
        int place = place(series);
        HistogramRun before = runs[place];
        runs[place] = before.append(count, sample);
        sizeBytes += runs[place].sizeBytes() - before.sizeBytes();
        slab[base + FRONTIER] = sample.timeMillis();
        slab[base + CODER] = (long) delta << 32;
        slab[base + STATE] = (state & ~0xFF_FFFFL) | ((count + 1L) << 16) | SeriesTable.HISTOGRAMS;
    }

    /// The samples of the open chunk, or {@link HistogramRun#NONE}. Any thread: good only where the
    /// series' version did not change meanwhile; never fails.
    HistogramRun run(int series) {
        HistogramRun[] all = runs;
        int place = place(series);
        return place >= 0 && place < all.length ? all[place] : HistogramRun.NONE;
    }

    /// Encodes the open chunk and empties it; {@link #bytes} are its bytes until the next call.
    /// Answers their length.
    int seal(int series, SealedChunk into) {
        HistogramRun run = runs[place(series)];
        int count = SeriesTable.openCount(table.hot().word(series, STATE));
        writer.reset();
        for (int i = 0; i < count; i++) {
            HistogramSample sample = run.sample(i);
            read(sample);
            if (!writer.append(sample.timeMillis(), sample.hint(), parts)) {
                throw new IllegalStateException("BUG: histogram " + i + " begins another chunk");
            }
        }
        into.encoding = writer.encoding();
        into.endsStale = run.isStale(count - 1);
        drop(series);
        return writer.sizeBytes();
    }

    /// Empties the open chunk: its samples are gone.
    void drop(int series) {
        give(place(series));
        long[] slab = table.hot().slab(series);
        int base = table.hot().base(series);
        slab[base + BLOCKS] = -1L;
        slab[base + STATE] &= ~0xFF_FFFFL;
    }

    byte[] bytes() {
        return writer.bytes();
    }

    /// Bytes of all open chunks.
    long sizeBytes() {
        return sizeBytes;
    }

    /// Whether one chunk can hold both, one behind the other: that depends on these two alone.
    private boolean follows(HistogramSample last, HistogramSample next) {
        probe.reset();
        read(last);
        probe.begin(last.timeMillis(), last.hint(), parts);
        read(next);
        return probe.append(next.timeMillis(), next.hint(), parts);
    }

    private void read(HistogramSample sample) {
        try {
            reader.read(sample.bytes(), sample.offset(), sample.length(), parts);
        } catch (CorruptHistogramException e) {
            throw new IllegalStateException("BUG: a histogram that was accepted", e);
        }
    }

    private int place(int series) {
        return (int) (table.hot().word(series, BLOCKS) >>> 32);
    }

    private int take(HistogramRun run) {
        if (freeCount == 0) {
            int from = runs.length;
            int size = Math.max(16, 2 * from);
            HistogramRun[] more = Arrays.copyOf(runs, size);
            Arrays.fill(more, from, size, HistogramRun.NONE);
            runs = more;
            free = Arrays.copyOf(free, size);
            for (int place = size - 1; place >= from; place--) {
                free[freeCount++] = place;
            }
        }
        int place = free[--freeCount];
        runs[place] = run;
        sizeBytes += run.sizeBytes();
        return place;
    }

    private void give(int place) {
        sizeBytes -= runs[place].sizeBytes();
        runs[place] = HistogramRun.NONE;
        free[freeCount++] = place;
    }
}
