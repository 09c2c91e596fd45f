package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.SeriesWriter;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Buckets;
import io.tributary.model.histogram.Histogram;

/// Reads data points of histograms with explicit bounds: classic ones of several series, or native
/// ones with custom buckets.
///
/// ```
/// HistogramDataPoint  2 start  3 time  4 fixed64 count  5 double sum  6 fixed64 counts*
///                     7 double bounds*  8 Exemplar*  9 KeyValue*  10 flags
///
/// x_sum 12.5    x_count 7    x_bucket{le="1"} 3    x_bucket{le="+Inf"} 7
/// ```
///
/// Without a sum there is no `_sum`. Counts of buckets add up to those of `le`; the last one is not
/// looked at, for `le="+Inf"` is the count. Exemplars go, in their order, each to the first bucket
/// from the one before on whose bound it is not above.
///
/// Reused; owned by one thread at a time. Hot path.
final class HistogramPointReader implements PointReader {
    private static final int COUNT = 4;
    private static final int SUM = 5;
    private static final int COUNTS = 6;
    private static final int BOUNDS = 7;
    private static final int EXEMPLARS = 8;
    private static final int ATTRIBUTES = 9;
    private static final int FLAGS = 10;

    private static final String NAME = "HistogramDataPoint";

    /// Series of a point beside those of its bounds: sum, count, the bucket of all.
    private static final int OTHER_SERIES = 3;

    private final Translation translation;
    private final ExemplarReader exemplars;
    private final NativeHistogram custom;
    private final PointFrame point;
    private final NumberSymbols symbols;
    private final Numbers counts = new Numbers();
    private final Numbers bounds = new Numbers();
    private long count;
    private double sum;
    private boolean hasSum;
    private int nextExemplar;

    HistogramPointReader(
            Texts texts,
            Translation translation,
            ExemplarReader exemplars,
            NativeHistogram custom) {
        this.translation = translation;
        this.exemplars = exemplars;
        this.custom = custom;
        this.point = new PointFrame(texts);
        this.symbols = new NumberSymbols(texts, translation.writer());
    }

    /// Before each request.
    void begin() {
        symbols.begin();
    }

    @Override
    public void read(ProtoCursor in) throws MalformedRequestException {
        point.begin();
        counts.clear();
        bounds.clear();
        count = 0;
        sum = 0;
        hasSum = false;
        while (!in.atEnd()) {
            readField(in);
        }
        OtlpRefusal fault = fault();
        if (fault != OtlpRefusal.NONE) {
            translation.refuse(point, fault);
        } else if (translation.settings().customBuckets()) {
            writeCustom(in);
        } else {
            writeClassic(in);
        }
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case PointFrame.START -> point.readStart(in, tag, NAME);
            case PointFrame.TIME -> point.readTime(in, tag, NAME);
            case COUNT -> count = in.readFixed64(tag, NAME);
            case SUM -> {
                sum = in.readDouble(tag, NAME);
                hasSum = true;
            }
            case COUNTS -> counts.readFixed(in, tag, NAME);
            case BOUNDS -> bounds.readFixed(in, tag, NAME);
            case EXEMPLARS -> point.noteExemplar(in, tag, NAME);
            case ATTRIBUTES -> point.readAttribute(in, tag, NAME);
            case FLAGS -> point.readFlags(in, tag, NAME);
            default -> in.skip(tag);
        }
    }

    /// Of a point that says only that there is none, the bounds alone count: those of the series
    /// that end.
    private OtlpRefusal fault() {
        if (counts.isTooMany() || bounds.isTooMany() || bounds.count() > Buckets.COUNT_MAX) {
            return OtlpRefusal.TOO_MANY_BUCKETS;
        }
        boolean none = counts.count() == 0 && bounds.count() == 0;
        if (!none && !point.isStale() && counts.count() != bounds.count() + 1) {
            return OtlpRefusal.BUCKET_COUNTS;
        }
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bounds.count(); i++) {
            double bound = Double.longBitsToDouble(bounds.get(i));
            if (!(bound > before) || bound == Double.POSITIVE_INFINITY) {
                return OtlpRefusal.BOUNDS;
            }
            before = bound;
        }
        return OtlpRefusal.NONE;
    }

    private void writeClassic(ProtoCursor in) throws MalformedRequestException {
        if (!translation.accept(point, bounds.count() + OTHER_SERIES)) {
            return;
        }
        if (!symbols.set(bounds)) {
            translation.refuse(point, OtlpRefusal.TOO_LARGE);
            return;
        }
        if (hasSum) {
            translation.writer().beginSeries(point.labels(), translation.family().sum());
            add(point.bits(sum));
        }
        long countBits = point.bits(SampleBits.ofUnsigned(count));
        translation.writer().beginSeries(point.labels(), translation.family().count());
        add(countBits);
        long cumulative = 0;
        nextExemplar = 0;
        for (int i = 0; i < bounds.count(); i++) {
            cumulative += i < counts.count() ? counts.get(i) : 0;
            beginBucket(i);
            add(point.bits(SampleBits.ofUnsigned(cumulative)));
            addExemplars(in, Double.longBitsToDouble(bounds.get(i)));
        }
        beginBucket(bounds.count());
        add(countBits);
        addExemplars(in, Double.POSITIVE_INFINITY);
    }

    private void beginBucket(int bucket) {
        SeriesWriter writer = translation.writer();
        writer.beginSeries(
                point.labels(),
                translation.family().bucket(),
                translation.boundName(),
                symbols.symbol(bucket));
    }

    private void add(long bits) {
        translation.writer().add(point, bits);
    }

    /// Adds those to the series begun last that are next and not above its bound.
    private void addExemplars(ProtoCursor in, double bound) throws MalformedRequestException {
        while (nextExemplar < point.exemplarCount()) {
            exemplars.read(in, point, nextExemplar);
            if (exemplars.value() > bound) {
                return;
            }
            exemplars.add();
            nextExemplar++;
        }
    }

    private void writeCustom(ProtoCursor in) throws MalformedRequestException {
        custom.begin(Histogram.CUSTOM_BOUNDS, 0, 0);
        for (int i = 0; i < bounds.count(); i++) {
            custom.addBound(bounds.get(i));
        }
        custom.beginSide();
        for (int i = 0; i < counts.count(); i++) {
            if (counts.get(i) != 0) {
                custom.addBucket(custom.positive(), i, counts.get(i));
            }
        }
        custom.endSide(custom.positive());
        custom.write(in, point, count, sum);
    }
}
