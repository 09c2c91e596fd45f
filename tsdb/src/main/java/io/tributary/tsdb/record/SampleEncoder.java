package io.tributary.tsdb.record;

import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.wal.RecordWriter;

/// Collects the accepted samples of one request as columns and writes them as one record.
///
/// ```
/// body = sample count (varint)
///      | length (varint), refs    runs: start − end of the run before (zigzag), length << 1 | stride (varint)
///      | length (varint), times   runs: delta to the time before (zigzag), how often (varint)
///      | length (varint), runs    alternating counts (varints): values as before, values changed, …
///      | values                   changed values, see ValueCodes
/// ```
///
/// Senders repeat their order, so refs are a few runs; a scrape has one time; most values are as
/// before. About 0.6 bytes a sample on recorded data. Nothing refers back further than the last
/// reset point: where the caller says so, a series' value is written absolute.
///
/// Bound: as many samples as a request has. Reused: keeps its buffers, allocates nothing in steady
/// state.
public final class SampleEncoder {
    /// The coder state of a series that has written nothing yet.
    public static final int STATE_NONE = 16;

    /// The most bytes one sample can take: a ref (below 2^42) 8, a time (within a century of the
    /// one before) 8, a run 1, a value 10.
    public static final int SAMPLE_BYTES_MAX = 28;

    /// The most bytes a record takes besides its samples, with what surrounds its starts.
    public static final int RECORD_BYTES_MAX = 64;

    private final RecordWriter refs = new RecordWriter();
    private final RecordWriter times = new RecordWriter();
    private final RecordWriter runs = new RecordWriter();
    private final RecordWriter values = new RecordWriter();
    private final StartChanges starts = new StartChanges();
    private int count;

    private long refStart;
    private int refLength;
    private int refStride;
    private long refEnd;

    private long lastTime;
    private long timeDelta;
    private int timeRepeats;

    private boolean changing;
    private int runLength;

    /// Empties the columns.
    public void begin() {
        refs.truncate(0);
        times.truncate(0);
        runs.truncate(0);
        values.truncate(0);
        starts.begin();
        count = 0;
        refLength = 0;
        refEnd = 0;
        lastTime = 0;
        timeRepeats = 0;
        changing = false;
        runLength = 0;
    }

    /// Adds a sample and answers the series' new coder state.
    ///
    /// @param known whether `lastBits` was recorded since the last reset point
    /// @param lastBits the value before in this lane
    /// @param state the series' coder state, {@link #STATE_NONE} at first
    public int add(long ref, long timeMillis, long bits, boolean known, long lastBits, int state) {
        count++;
        addRef(ref);
        addTime(timeMillis);
        boolean changed = !known || bits != lastBits;
        if (changed != changing) {
            runs.varint(runLength);
            runLength = 0;
            changing = changed;
        }
        runLength++;
        return changed ? ValueEncoder.write(values, bits, known, lastBits, state) : state;
    }

    public int count() {
        return count;
    }

    /// Where the starts of their series change among these samples, by their number from 0.
    public StartChanges starts() {
        return starts;
    }

    /// Writes the record, behind one of starts where they change; nothing where no sample was
    /// added.
    public void writeTo(RecordWriter out, int type) {
        if (count == 0) {
            return;
        }
        starts.writeTo(out, RecordType.START_TIMES);
        flushRefs();
        flushTimes();
        runs.varint(runLength);
        int body = out.beginRecord(type);
        out.varint(count);
        column(out, refs);
        column(out, times);
        column(out, runs);
        out.bytes(values);
        out.endRecord(body);
    }

    private static void column(RecordWriter out, RecordWriter column) {
        out.varint(column.position());
        out.bytes(column);
    }

    private void addRef(long ref) {
        if (refLength == 1 && (ref == refStart || ref == refStart + 1)) {
            refStride = (int) (ref - refStart);
            refLength = 2;
            return;
        }
        if (refLength > 1 && ref == refStart + (long) refLength * refStride) {
            refLength++;
            return;
        }
        flushRefs();
        refStart = ref;
        refLength = 1;
        refStride = 1;
    }

    private void flushRefs() {
        if (refLength > 0) {
            refs.zigzag(refStart - refEnd);
            refs.varint(((long) refLength << 1) | refStride);
            refEnd = refStart + (long) refLength * refStride;
        }
    }

    private void addTime(long timeMillis) {
        long delta = timeMillis - lastTime;
        lastTime = timeMillis;
        if (timeRepeats > 0 && delta == timeDelta) {
            timeRepeats++;
            return;
        }
        flushTimes();
        timeDelta = delta;
        timeRepeats = 1;
    }

    private void flushTimes() {
        if (timeRepeats > 0) {
            times.zigzag(timeDelta);
            times.varint(timeRepeats);
        }
    }
}
