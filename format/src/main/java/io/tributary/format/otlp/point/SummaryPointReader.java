package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.Family;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.SeriesWriter;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.SampleBits;

/// Reads data points of summaries.
///
/// ```
/// SummaryDataPoint  2 start  3 time  4 fixed64 count  5 double sum  6 Quantile*  7 KeyValue*  8 flags
/// Quantile          1 double quantile  2 double value
///
/// x_sum 12.5    x_count 7    x{quantile="0.5"} 1.25
/// ```
///
/// Reused; owned by one thread at a time. Hot path.
final class SummaryPointReader implements PointReader {
    private static final int COUNT = 4;
    private static final int SUM = 5;
    private static final int QUANTILES = 6;
    private static final int ATTRIBUTES = 7;
    private static final int FLAGS = 8;

    private static final int QUANTILE = 1;
    private static final int VALUE = 2;

    private static final String NAME = "SummaryDataPoint";

    private final Translation translation;
    private final PointFrame point;
    private final NumberSymbols symbols;
    private final Numbers quantiles = new Numbers();
    private final Numbers values = new Numbers();
    private long count;
    private double sum;

    SummaryPointReader(Texts texts, Translation translation) {
        this.translation = translation;
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
        quantiles.clear();
        values.clear();
        count = 0;
        sum = 0;
        while (!in.atEnd()) {
            readField(in);
        }
        if (quantiles.isTooMany()) {
            translation.refuse(point, OtlpRefusal.TOO_MANY_BUCKETS);
            return;
        }
        if (!translation.accept(point, quantiles.count() + 2)) {
            return;
        }
        if (!symbols.set(quantiles)) {
            translation.refuse(point, OtlpRefusal.TOO_LARGE);
            return;
        }
        write();
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case PointFrame.START -> point.readStart(in, tag, NAME);
            case PointFrame.TIME -> point.readTime(in, tag, NAME);
            case COUNT -> count = in.readFixed64(tag, NAME);
            case SUM -> sum = in.readDouble(tag, NAME);
            case QUANTILES -> readQuantile(in, tag);
            case ATTRIBUTES -> point.readAttribute(in, tag, NAME);
            case FLAGS -> point.readFlags(in, tag, NAME);
            default -> in.skip(tag);
        }
    }

    private void readQuantile(ProtoCursor in, int tag) throws MalformedRequestException {
        int outer = in.enter(tag, NAME);
        long quantile = 0;
        long value = 0;
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case QUANTILE -> quantile = in.readFixed64(field, "ValueAtQuantile");
                case VALUE -> value = in.readFixed64(field, "ValueAtQuantile");
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        quantiles.add(quantile);
        values.add(value);
    }

    private void write() {
        SeriesWriter writer = translation.writer();
        Family family = translation.family();
        writer.beginSeries(point.labels(), family.sum());
        writer.add(point, point.bits(sum));
        writer.beginSeries(point.labels(), family.count());
        writer.add(point, point.bits(SampleBits.ofUnsigned(count)));
        for (int i = 0; i < quantiles.count(); i++) {
            writer.beginSeries(
                    point.labels(), family.name(), translation.quantileName(), symbols.symbol(i));
            writer.add(point, point.bits(Double.longBitsToDouble(values.get(i))));
        }
    }
}
