package io.tributary.format.otlp.point;

import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram.Kind;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.RawHistogram;
import io.tributary.model.histogram.ResetHint;

/// Writes a native histogram of integers: in normal form, or with what is wrong with it. Reused;
/// owned by one thread at a time.
final class NativeHistogram {
    private final Translation translation;
    private final ExemplarReader exemplars;
    private final RawHistogram raw = new RawHistogram();
    private final HistogramParts parts = new HistogramParts();

    // The row of buckets of a side that is open.
    private int nextIndex;
    private int rowStart;
    private int rowEnd;
    private long previousCount;

    NativeHistogram(Translation translation, ExemplarReader exemplars) {
        this.translation = translation;
        this.exemplars = exemplars;
    }

    /// One of nothing, with a schema.
    void begin(int schema, double zeroThreshold, long zeroCount) {
        raw.clear();
        raw.setSchema(schema);
        raw.setZeroThreshold(Double.doubleToRawLongBits(zeroThreshold));
        raw.setZeroCount(Kind.INTEGER, zeroCount);
    }

    void addBound(long bits) {
        raw.addBound(bits);
    }

    RawHistogram.Side positive() {
        return raw.positive();
    }

    RawHistogram.Side negative() {
        return raw.negative();
    }

    /// Begins a side.
    void beginSide() {
        nextIndex = 0;
        rowStart = 0;
        rowEnd = 0;
        previousCount = 0;
    }

    /// Adds a bucket of the side; indexes ascend.
    void addBucket(RawHistogram.Side side, int index, long count) {
        if (rowEnd == rowStart || index != rowEnd) {
            endSide(side);
            rowStart = index;
            rowEnd = index;
        }
        rowEnd++;
        side.addDelta(count - previousCount);
        previousCount = count;
    }

    /// After the last bucket of the side.
    void endSide(RawHistogram.Side side) {
        if (rowEnd > rowStart) {
            side.addSpan(rowStart - nextIndex, rowEnd - rowStart);
            nextIndex = rowEnd;
        }
    }

    /// Writes it as the point's only sample, with the point's exemplars. Of resets nothing is said:
    /// whoever needs to know compares.
    void write(ProtoCursor in, PointFrame point, long count, double sum)
            throws MalformedRequestException {
        if (!translation.accept(point, 1)) {
            return;
        }
        WriteBatch batch = translation.writer().batch();
        translation.writer().beginSeries(point.labels(), translation.family().name());
        if (point.isStale()) {
            parts.begin(Kind.INTEGER, 0, 0, 0, 0, SampleBits.STALE_NAN);
        } else {
            raw.setCount(Kind.INTEGER, count);
            raw.setSum(Double.doubleToRawLongBits(sum));
            HistogramFault fault = raw.normalize(parts);
            if (fault != HistogramFault.NONE) {
                batch.addInvalidHistogram(point.timeMillis(), fault);
                return;
            }
        }
        batch.addHistogram(point.timeMillis(), ResetHint.UNKNOWN, parts);
        if (point.startMillis() != 0) {
            batch.histograms().startLast(point.startMillis());
        }
        exemplars.addAll(in, point);
    }
}
