package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.BucketFields;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram.Kind;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.RawHistogram;
import io.tributary.model.histogram.ResetHint;
import java.util.Arrays;

/// Reads a `Histogram` and writes its series: the native one, the classic ones, or both, as it has
/// them.
///
/// ```
/// Histogram   1 uint64 count  2 double sum  3 Bucket*  4 double count (of floats)  5 sint32 schema
///             6 double zero threshold  7 uint64 zero count  8 double zero count (of floats)
///             9 BucketSpan* negative  10 sint64 delta*  11 double count*
///             12 BucketSpan* positive  13 sint64 delta*  14 double count*
///             15 Timestamp start  16 Exemplar* of the native one
/// BucketSpan  1 sint32 offset  2 uint32 length
///
/// x   x_count 7   x_sum 12.5   x_bucket{le="1.0"} 3   x_bucket{le="+Inf"} 7
/// ```
///
/// Native is one with a span, a zero threshold or a zero count; classic is one with buckets, or one
/// that is not native. Reused; owned by one thread at a time.
final class HistogramFields {
    private static final int COUNT = 1;
    private static final int SUM = 2;
    private static final int BUCKETS = 3;
    private static final int COUNT_FLOAT = 4;
    private static final int SCHEMA = 5;
    private static final int ZERO_THRESHOLD = 6;
    private static final int ZERO_COUNT = 7;
    private static final int ZERO_COUNT_FLOAT = 8;
    private static final int NEGATIVE_SPANS = 9;
    private static final int NEGATIVE_DELTAS = 10;
    private static final int NEGATIVE_COUNTS = 11;
    private static final int POSITIVE_SPANS = 12;
    private static final int POSITIVE_DELTAS = 13;
    private static final int POSITIVE_COUNTS = 14;
    private static final int START = 15;
    private static final int EXEMPLARS = 16;

    private static final int ROOM = 16;

    private static final String NAME = "Histogram";

    private final MetricSeries series;
    private final ExemplarMessage exemplar;
    private final ClassicBuckets buckets;
    private final RawHistogram raw = new RawHistogram();
    private final HistogramParts parts = new HistogramParts();
    private long count;
    private double floatCount;
    private long zeroCount;
    private double floatZeroCount;
    private long sumBits;
    private boolean isNative;

    /// Where exemplars begin and end, two numbers each.
    private int[] exemplars = new int[2 * ROOM];

    private int exemplarCount;

    HistogramFields(MetricSeries series, NumberWords words, ExemplarMessage exemplar) {
        this.series = series;
        this.exemplar = exemplar;
        this.buckets = new ClassicBuckets(series, words, exemplar);
    }

    /// Reads the innermost message of `in` to its end.
    ///
    /// @param gauge whether it may go down
    MetricFault read(ProtoCursor in, boolean gauge) throws MalformedRequestException {
        raw.clear();
        buckets.clear();
        count = 0;
        floatCount = 0;
        zeroCount = 0;
        floatZeroCount = 0;
        sumBits = 0;
        isNative = false;
        exemplarCount = 0;
        while (!in.atEnd()) {
            readField(in);
        }
        boolean classic = !isNative || !buckets.isEmpty();
        if (!series.hasRoom(1 + (classic ? buckets.seriesCount() + 2 : 0))) {
            return MetricFault.TOO_LARGE;
        }
        if (isNative) {
            writeNative(in, gauge);
        }
        if (classic) {
            series.beginCount();
            series.addCount(count, floatCount);
            series.beginSum();
            series.add(sumBits);
            buckets.write(in, count, floatCount);
        }
        return MetricFault.NONE;
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case COUNT -> count = in.readVarint(tag, NAME);
            case SUM -> sumBits = in.readFixed64(tag, NAME);
            case BUCKETS -> buckets.read(in, tag, NAME);
            case COUNT_FLOAT -> floatCount = in.readDouble(tag, NAME);
            case SCHEMA -> raw.setSchema(ProtoCursor.zigzag32(in.readVarint(tag, NAME)));
            case ZERO_THRESHOLD -> {
                double threshold = in.readDouble(tag, NAME);
                raw.setZeroThreshold(Double.doubleToRawLongBits(threshold));
                isNative |= threshold > 0;
            }
            case ZERO_COUNT -> {
                zeroCount = in.readVarint(tag, NAME);
                isNative |= zeroCount != 0;
            }
            case ZERO_COUNT_FLOAT -> {
                floatZeroCount = in.readDouble(tag, NAME);
                isNative |= floatZeroCount > 0;
            }
            case NEGATIVE_SPANS -> {
                BucketFields.readSpan(in, tag, NAME, raw.negative());
                isNative = true;
            }
            case NEGATIVE_DELTAS -> BucketFields.readDeltas(in, tag, NAME, raw.negative());
            case NEGATIVE_COUNTS -> BucketFields.readCounts(in, tag, NAME, raw.negative());
            case POSITIVE_SPANS -> {
                BucketFields.readSpan(in, tag, NAME, raw.positive());
                isNative = true;
            }
            case POSITIVE_DELTAS -> BucketFields.readDeltas(in, tag, NAME, raw.positive());
            case POSITIVE_COUNTS -> BucketFields.readCounts(in, tag, NAME, raw.positive());
            case START -> series.setStart(Timestamps.read(in, tag, NAME));
            case EXEMPLARS -> noteExemplar(in, tag);
            default -> in.skip(tag);
        }
    }

    private void noteExemplar(ProtoCursor in, int tag) throws MalformedRequestException {
        int length = in.readLength(tag, NAME);
        if (2 * exemplarCount == exemplars.length) {
            exemplars = Arrays.copyOf(exemplars, 2 * exemplars.length);
        }
        exemplars[2 * exemplarCount] = in.position();
        exemplars[2 * exemplarCount + 1] = in.position() + length;
        exemplarCount++;
        in.moveTo(in.position() + length);
    }

    private void writeNative(ProtoCursor in, boolean gauge) throws MalformedRequestException {
        WriteBatch batch = series.batch();
        if (floatCount > 0 || floatZeroCount > 0) {
            raw.setCount(Kind.FLOAT, Double.doubleToRawLongBits(floatCount));
            raw.setZeroCount(Kind.FLOAT, Double.doubleToRawLongBits(floatZeroCount));
        } else {
            raw.setCount(Kind.INTEGER, count);
            raw.setZeroCount(Kind.INTEGER, zeroCount);
        }
        raw.setSum(sumBits);
        series.begin();
        HistogramFault fault = raw.normalize(parts);
        if (fault != HistogramFault.NONE) {
            batch.addInvalidHistogram(series.timeMillis(), fault);
            return;
        }
        batch.addHistogram(series.timeMillis(), gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN, parts);
        if (series.startMillis() != 0) {
            batch.histograms().startLast(series.startMillis());
        }
        for (int i = 0; i < exemplarCount; i++) {
            exemplar.read(in, exemplars[2 * i], exemplars[2 * i + 1]);
        }
    }
}
