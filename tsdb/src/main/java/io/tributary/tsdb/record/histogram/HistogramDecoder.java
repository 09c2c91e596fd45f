package io.tributary.tsdb.record.histogram;

import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;

/// Reads what {@link HistogramEncoder} wrote. What is no histogram in normal form is an exception
/// naming the place, after those before it were delivered. Reused.
public final class HistogramDecoder {
    private final HistogramBytesReader reader = new HistogramBytesReader();
    private final HistogramParts parts = new HistogramParts();

    /// Is told of each histogram of a record.
    @FunctionalInterface
    public interface Target {
        /// Takes one.
        ///
        /// @param lane 0 in order, 1 late
        /// @param sample its bytes are good until the return
        void histogram(long ref, int lane, HistogramSample sample);
    }

    /// Delivers the histograms of one body in the order they were accepted.
    public void decode(RecordReader body, Target target) throws CorruptRecordException {
        long ref = 0;
        long time = 0;
        while (body.remaining() > 0) {
            ref += body.zigzag();
            time += body.zigzag();
            int flags = body.u8();
            if (ref <= 0 || flags > 7) {
                throw body.corrupt("histogram of series " + ref + ", flags " + flags);
            }
            int length = body.count(HistogramSample.BYTES_MAX, "length of a histogram");
            int at = body.take(length);
            try {
                reader.read(body.array(), at, length, parts);
            } catch (CorruptHistogramException e) {
                throw body.corrupt("histogram of series " + ref + ": " + e.getMessage());
            }
            ResetHint hint = ResetHint.ofNumber(flags & 3);
            target.histogram(
                    ref, flags >>> 2, new HistogramSample(time, hint, body.array(), at, length));
        }
    }
}
