package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.histogram.RawHistogram;

/// Reads data points of exponential histograms: native ones, of the same schema as the scale.
///
/// ```
/// ExponentialHistogramDataPoint  1 KeyValue*  2 start  3 time  4 fixed64 count  5 double sum
///                                6 sint32 scale  7 fixed64 zero count  8 Buckets positive
///                                9 Buckets negative  10 flags  11 Exemplar*  14 double zero threshold
/// Buckets  1 sint32 offset  2 uint64 counts*
/// ```
///
/// Bucket *i* counts values above `base^i` here and up to `base^i` there, so indexes grow by one.
/// Scales above 8 are merged down: each step makes one bucket of two. Below -4 there is no schema.
/// The zero threshold is {@link #ZERO_THRESHOLD}, whatever the point says, as Prometheus has it.
///
/// Reused; owned by one thread at a time. Hot path.
final class ExponentialPointReader implements PointReader {
    /// Prometheus' default; that of points is not looked at.
    static final double ZERO_THRESHOLD = 1e-128;

    private static final int SCALE_MIN = -4;
    private static final int SCALE_MAX = 8;

    private static final int ATTRIBUTES = 1;
    private static final int COUNT = 4;
    private static final int SUM = 5;
    private static final int SCALE = 6;
    private static final int ZERO_COUNT = 7;
    private static final int POSITIVE = 8;
    private static final int NEGATIVE = 9;
    private static final int FLAGS = 10;
    private static final int EXEMPLARS = 11;

    private static final String NAME = "ExponentialHistogramDataPoint";

    /// What a point says of one side.
    private static final class Side {
        private static final int OFFSET = 1;
        private static final int COUNTS = 2;

        private static final String MESSAGE = "Buckets";

        /// Of the smallest number above 0.
        private static final int EXPONENT_MIN = Double.MIN_EXPONENT - 52;

        private static final int EXPONENT_MAX = Double.MAX_EXPONENT;

        private final Numbers counts = new Numbers();
        private int offset;

        void clear() {
            counts.clear();
            offset = 0;
        }

        void read(ProtoCursor in, int tag) throws MalformedRequestException {
            int outer = in.enter(tag, NAME);
            clear();
            while (!in.atEnd()) {
                int field = in.readTag();
                switch (ProtoCursor.fieldNumber(field)) {
                    case OFFSET -> offset = ProtoCursor.zigzag32(in.readVarint(field, MESSAGE));
                    case COUNTS -> counts.readVarints(in, field, MESSAGE);
                    default -> in.skip(field);
                }
            }
            in.leave(outer);
        }

        /// Whether the buckets that counted anything hold numbers that a `double` can be.
        ///
        /// @param schema not above the scale
        /// @param merged how much it is below
        boolean fits(int schema, int merged) {
            int first = 0;
            int end = counts.count();
            while (first < end && counts.get(first) == 0) {
                first++;
            }
            while (end > first && counts.get(end - 1) == 0) {
                end--;
            }
            return first == end
                    || (power((((long) offset + first) >> merged) + 1, schema) >= EXPONENT_MIN
                            && power(((long) offset + end - 1) >> merged, schema) <= EXPONENT_MAX);
        }

        /// The exponent of the power of two at or below the bound with this index.
        private static long power(long index, int schema) {
            return schema < 0 ? index << -schema : index >> schema;
        }
    }

    private final Translation translation;
    private final NativeHistogram histogram;
    private final PointFrame point;
    private final Side positive = new Side();
    private final Side negative = new Side();
    private long count;
    private double sum;
    private int scale;
    private long zeroCount;

    ExponentialPointReader(Texts texts, Translation translation, NativeHistogram histogram) {
        this.translation = translation;
        this.histogram = histogram;
        this.point = new PointFrame(texts);
    }

    @Override
    public void read(ProtoCursor in) throws MalformedRequestException {
        point.begin();
        clearBuckets();
        count = 0;
        sum = 0;
        while (!in.atEnd()) {
            readField(in);
        }
        if (point.isStale()) {
            clearBuckets(); // what else it says does not count
        }
        int merged = Math.clamp((long) scale - SCALE_MAX, 0, Integer.SIZE - 1);
        OtlpRefusal fault = fault(merged);
        if (fault != OtlpRefusal.NONE) {
            translation.refuse(point, fault);
            return;
        }
        histogram.begin(Math.min(scale, SCALE_MAX), ZERO_THRESHOLD, zeroCount);
        addSide(positive, merged, histogram.positive());
        addSide(negative, merged, histogram.negative());
        histogram.write(in, point, count, sum);
    }

    private void clearBuckets() {
        positive.clear();
        negative.clear();
        scale = 0;
        zeroCount = 0;
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case ATTRIBUTES -> point.readAttribute(in, tag, NAME);
            case PointFrame.START -> point.readStart(in, tag, NAME);
            case PointFrame.TIME -> point.readTime(in, tag, NAME);
            case COUNT -> count = in.readFixed64(tag, NAME);
            case SUM -> sum = in.readDouble(tag, NAME);
            case SCALE -> scale = ProtoCursor.zigzag32(in.readVarint(tag, NAME));
            case ZERO_COUNT -> zeroCount = in.readFixed64(tag, NAME);
            case POSITIVE -> positive.read(in, tag);
            case NEGATIVE -> negative.read(in, tag);
            case FLAGS -> point.readFlags(in, tag, NAME);
            case EXEMPLARS -> point.noteExemplar(in, tag, NAME);
            default -> in.skip(tag);
        }
    }

    private OtlpRefusal fault(int merged) {
        if (scale < SCALE_MIN) {
            return OtlpRefusal.SCALE;
        }
        if (positive.counts.isTooMany() || negative.counts.isTooMany()) {
            return OtlpRefusal.TOO_MANY_BUCKETS;
        }
        int schema = Math.min(scale, SCALE_MAX);
        return positive.fits(schema, merged) && negative.fits(schema, merged)
                ? OtlpRefusal.NONE
                : OtlpRefusal.BUCKET_INDEX;
    }

    /// Adds what a side counted, `2^merged` buckets as one.
    private void addSide(Side side, int merged, RawHistogram.Side into) {
        histogram.beginSide();
        int index = 0;
        long sumOfIndex = 0;
        for (int i = 0; i < side.counts.count(); i++) {
            int next = (int) ((((long) side.offset + i) >> merged) + 1);
            if (next != index && sumOfIndex != 0) {
                histogram.addBucket(into, index, sumOfIndex);
                sumOfIndex = 0;
            }
            index = next;
            sumOfIndex += side.counts.get(i);
        }
        if (sumOfIndex != 0) {
            histogram.addBucket(into, index, sumOfIndex);
        }
        histogram.endSide(into);
    }
}
