package io.tributary.tsdb.record.histogram;

import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.wal.RecordWriter;

/// Collects the accepted native histograms of one request, of both lanes in the order they were
/// applied, and writes them as one record.
///
/// ```
/// body = histograms, to the end:
///          ref − ref before (zigzag) | time − time before (zigzag)
///        | lane << 2 | reset hint (uint8) | length (varint) | normal form
/// ```
///
/// Each says all of itself: nothing refers back to another record, so reset points need no care.
///
/// Bound: as many as a request has. Reused.
public final class HistogramEncoder {
    /// The most bytes one takes besides its normal form.
    public static final int FRAME_BYTES_MAX = 10 + 10 + 1 + 5;

    /// The most bytes the record takes besides, with what surrounds its starts.
    public static final int RECORD_BYTES_MAX = 2 * RecordType.HEADER_BYTES;

    private final RecordWriter body = new RecordWriter();
    private final StartChanges starts = new StartChanges();
    private int count;
    private long refBefore;
    private long timeBefore;

    /// Forgets what was added.
    public void begin() {
        body.truncate(0);
        starts.begin();
        count = 0;
        refBefore = 0;
        timeBefore = 0;
    }

    /// Adds a histogram.
    ///
    /// @param lane as chunk files have it: 0 in order, 1 late
    public void add(long ref, int lane, HistogramSample sample) {
        count++;
        body.zigzag(ref - refBefore);
        body.zigzag(sample.timeMillis() - timeBefore);
        body.u8((lane << 2) | sample.hint().number());
        body.varint(sample.length());
        body.bytes(sample.bytes(), sample.offset(), sample.length());
        refBefore = ref;
        timeBefore = sample.timeMillis();
    }

    public int count() {
        return count;
    }

    /// Where the starts of their lanes change among these histograms, by their number from 0.
    public StartChanges starts() {
        return starts;
    }

    /// Writes the record, behind one of starts where they change, unless nothing was added.
    public void writeTo(RecordWriter out) {
        if (body.position() == 0) {
            return;
        }
        starts.writeTo(out, RecordType.START_TIMES);
        out.u8(RecordType.HISTOGRAMS);
        out.fixed32(body.position());
        out.bytes(body);
    }
}
