package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.BEGUN;
import static io.tributary.tsdb.lanes.SeriesTable.CHUNK_START;
import static io.tributary.tsdb.lanes.SeriesTable.COUNT_BEFORE;
import static io.tributary.tsdb.lanes.SeriesTable.COUNT_VERSION;
import static io.tributary.tsdb.lanes.SeriesTable.LAST_BITS;
import static io.tributary.tsdb.lanes.SeriesTable.NUMBER;
import static io.tributary.tsdb.lanes.SeriesTable.NUMBER_BEFORE;
import static io.tributary.tsdb.lanes.SeriesTable.SEALED;
import static io.tributary.tsdb.lanes.SeriesTable.STATE;

import io.tributary.model.SampleBits;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.record.Carry;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.wal.RecordWriter;

/// The samples of many series in one order of arrival: an open chunk each, and where the sealed
/// ones begin. A series has at most two lanes: in order, and late.
///
/// Writer only, but for what {@link SeriesSnapshot} copies.
final class Lane {
    /// Prometheus' number of the encoding of open chunks.
    private static final int XOR = 1;

    private final int number;
    private final SeriesTable table = new SeriesTable();
    private final OpenChunks open = new OpenChunks(table);
    private final OpenHistograms histograms = new OpenHistograms(table);
    private final OpenStarts starts = new OpenStarts(table);
    private final StartChanges startChanges = new StartChanges();
    private final BegunSegments begun = new BegunSegments();
    private final ChunkStore chunks;
    private final SealedChunk sealed = new SealedChunk();
    private final byte[] scratch = new byte[OpenChunks.copyBytesMax() + 2];

    /// @param number of the lane, as chunk files have it
    Lane(int number, ChunkStore chunks) {
        this.number = number;
        this.chunks = chunks;
    }

    SeriesTable table() {
        return table;
    }

    OpenChunks open() {
        return open;
    }

    OpenHistograms histograms() {
        return histograms;
    }

    OpenStarts starts() {
        return starts;
    }

    /// Whether the open chunk, if there is one, is of histograms.
    boolean holdsHistograms(int series) {
        return SeriesTable.holdsHistograms(table.hot().word(series, STATE));
    }

    /// The wal segments that open chunks of this lane begin in.
    BegunSegments begun() {
        return begun;
    }

    /// Whether the open chunk must be sealed before a sample of this time.
    boolean mustSeal(int series, long timeMillis) {
        return open.mustSeal(
                table.hot().slab(series),
                table.cold().slab(series),
                table.base(series),
                series,
                timeMillis);
    }

    /// Whether the open chunk must be sealed before this histogram.
    boolean mustSeal(int series, HistogramSample sample) {
        return histograms.mustSeal(series, sample);
    }

    int openCount(int series) {
        return SeriesTable.openCount(table.hot().word(series, STATE));
    }

    /// Samples appended since the start, modulo 2^32.
    int count(int series) {
        return (int) (table.cold().word(series, COUNT_VERSION) >>> 32);
    }

    /// Adds the sample to a request's record; to be called before {@link #append}, which moves the
    /// last value on.
    static void record(
            long[] hot,
            int base,
            long ref,
            long timeMillis,
            long bits,
            Moment at,
            SampleEncoder into) {
        long state = hot[base + STATE];
        boolean known = SeriesTable.generation(state) == at.generation();
        int coder =
                into.add(
                        ref,
                        timeMillis,
                        bits,
                        known,
                        hot[base + LAST_BITS],
                        SeriesTable.coderState(state));
        hot[base + STATE] = withCoder(state, coder, at.generation());
    }

    /// What the next record of the series goes on from.
    void setCoder(int series, int coder, int generation) {
        long state = table.hot().word(series, STATE);
        table.hot().setWord(series, STATE, withCoder(state, coder, generation));
    }

    private static long withCoder(long state, int coder, int generation) {
        return (state & 0xFF_FFFFL) | ((long) coder << 24) | ((long) generation << 32);
    }

    /// Appends a sample later than all of the open chunk, which has room for it.
    void append(int series, long timeMillis, long bits, Moment at) {
        append(
                table.hot().slab(series),
                table.cold().slab(series),
                table.base(series),
                timeMillis,
                bits,
                at);
    }

    /// Likewise, of the series whose records begin at `base` of these slabs.
    void append(long[] hot, long[] cold, int base, long timeMillis, long bits, Moment at) {
        count(cold, base, SeriesTable.openCount(hot[base + STATE]), at);
        open.append(hot, cold, base, timeMillis, bits);
    }

    /// Appends a histogram later than all of the open chunk, which can hold it.
    void append(int series, HistogramSample sample, Moment at) {
        count(table.cold().slab(series), table.base(series), openCount(series), at);
        histograms.append(series, sample);
    }

    /// Counts a sample that is appended next.
    private void count(long[] cold, int base, int openCount, Moment at) {
        if (cold[base + NUMBER] != at.number()) {
            cold[base + NUMBER_BEFORE] = cold[base + NUMBER];
            cold[base + NUMBER] = at.number();
            cold[base + COUNT_BEFORE] = cold[base + COUNT_VERSION] >>> 32;
        }
        if (openCount == 0) {
            cold[base + BEGUN] = at.segment();
            begun.add(at.segment());
        }
        cold[base + COUNT_VERSION] += 1L << 32;
    }

    /// Records since when the sample appended last counts, where that has changed, and notes it.
    ///
    /// @param startMillis as it was sent
    /// @param into of the sample's record
    /// @param place of the sample in that
    void start(int series, long startMillis, Moment at, StartChanges into, int place) {
        long kept = StartChanges.kept(startMillis);
        if (starts.record(series, kept, at.generation())) {
            into.add(place, kept);
        }
        start(series, kept);
    }

    /// Notes since when the sample appended last counts.
    void start(int series, long startMillis) {
        starts.append(series, openCount(series) - 1, startMillis);
    }

    /// Hands the open chunk, which is not empty, to the chunk files.
    ///
    /// @param walSequence of the frame that holds its last sample; 0 for a lane whose times tell
    ///   what is newer
    /// @param walCount how many of the lane's samples in that frame are in the chunk or before it
    void seal(int series, long ref, int tenant, long walSequence, int walCount) {
        long[] cold = table.cold().slab(series);
        int base = table.cold().base(series);
        sealed.ref = ref;
        sealed.tenant = tenant;
        sealed.lane = number;
        sealed.firstMillis = cold[base + CHUNK_START];
        sealed.lastMillis = table.frontier(series);
        sealed.count = openCount(series);
        sealed.walSequence = walSequence;
        sealed.walIndex = walCount;
        sealed.begunSegment = cold[base + BEGUN];
        collectStarts(series);
        sealed.starts = startChanges.array();
        sealed.startsLength = startChanges.sizeBytes();
        starts.empty(series);
        cold[base + SEALED] =
                holdsHistograms(series)
                        ? addHistograms(series, cold[base + SEALED])
                        : addFloats(series, cold[base + SEALED]);
        begun.remove(cold[base + BEGUN]);
    }

    private void collectStarts(int series) {
        startChanges.begin();
        starts.copy(series, startChanges);
    }

    private long addFloats(int series, long before) {
        sealed.encoding = XOR;
        sealed.endsStale = table.hot().word(series, LAST_BITS) == SampleBits.STALE_NAN;
        int length = open.seal(series, scratch);
        return chunks.add(sealed, before, scratch, 0, length);
    }

    private long addHistograms(int series, long before) {
        int length = histograms.seal(series, sealed);
        return chunks.add(sealed, before, histograms.bytes(), 0, length);
    }

    /// Writes the open chunk, if it is small and of floats, as a record of its own; it begins there
    /// from now on.
    boolean carry(int series, long ref, Moment at, RecordWriter out) {
        if (holdsHistograms(series)) {
            return false;
        }
        int length = open.copy(series, scratch, 0);
        collectStarts(series);
        if (length > Carry.CHUNK_BYTES_MAX || startChanges.sizeBytes() > Carry.STARTS_BYTES_MAX) {
            return false;
        }
        startChanges.writeTo(out, RecordType.START_TIMES);
        Carry.write(out, ref, number, openCount(series), scratch, length);
        moveBegun(series, at.segment());
        return true;
    }

    private void moveBegun(int series, long segment) {
        begun.remove(table.cold().word(series, BEGUN));
        table.cold().setWord(series, BEGUN, segment);
        begun.add(segment);
    }

    /// Sets what a series has in chunk files.
    void restore(int series, long newest, long lastMillis) {
        table.cold().setWord(series, SEALED, newest);
        table.cold().setWord(series, NUMBER, Moment.RECOVERED);
        table.hot().setWord(series, SeriesTable.FRONTIER, lastMillis);
    }

    /// Lets go of all that a series holds, of an open chunk too.
    void clear(int series) {
        if (openCount(series) > 0) {
            if (holdsHistograms(series)) {
                histograms.drop(series);
            } else {
                open.drop(series);
            }
            begun.remove(table.cold().word(series, BEGUN));
        }
        starts.drop(series);
        create(series);
    }

    /// Makes the records of a series, which has no open chunk.
    void create(int series) {
        table.create(series);
        setCoder(series, SampleEncoder.STATE_NONE, 0);
    }

    long sizeBytes() {
        return table.sizeBytes() + open.sizeBytes() + histograms.sizeBytes() + starts.sizeBytes();
    }
}
