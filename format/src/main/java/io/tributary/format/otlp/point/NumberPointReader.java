package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.SeriesWriter;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;

/// Reads data points of gauges and sums: a sample each.
///
/// ```
/// NumberDataPoint  2 start  3 time  4 double | 6 sfixed64 value  5 Exemplar*  7 KeyValue*  8 flags
/// ```
///
/// One without a value is 0, as Prometheus has it. Reused; owned by one thread at a time. Hot path.
final class NumberPointReader implements PointReader {
    private static final int DOUBLE = 4;
    private static final int EXEMPLARS = 5;
    private static final int INT = 6;
    private static final int ATTRIBUTES = 7;
    private static final int FLAGS = 8;

    private static final String NAME = "NumberDataPoint";

    private final Translation translation;
    private final ExemplarReader exemplars;
    private final PointFrame point;
    private boolean withExemplars;
    private boolean onlyGrows;
    private double value;

    NumberPointReader(Texts texts, Translation translation, ExemplarReader exemplars) {
        this.translation = translation;
        this.exemplars = exemplars;
        this.point = new PointFrame(texts);
    }

    /// Says what the points to come are.
    ///
    /// @param newWithExemplars whether they have exemplars that count: a gauge's do not
    /// @param newOnlyGrows whether they are deltas that cannot be negative
    NumberPointReader of(boolean newWithExemplars, boolean newOnlyGrows) {
        withExemplars = newWithExemplars;
        onlyGrows = newOnlyGrows;
        return this;
    }

    @Override
    public void read(ProtoCursor in) throws MalformedRequestException {
        point.begin();
        value = 0;
        while (!in.atEnd()) {
            readField(in);
        }
        if (onlyGrows && value < 0 && !point.isStale()) {
            translation.see(point.timeNanos());
            translation.refuse(OtlpRefusal.NEGATIVE_DELTA, 1);
            return;
        }
        if (!translation.accept(point, 1)) {
            return;
        }
        SeriesWriter writer = translation.writer();
        writer.beginSeries(point.labels(), translation.family().name());
        writer.add(point, point.bits(value));
        if (withExemplars) {
            exemplars.addAll(in, point);
        }
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case PointFrame.START -> point.readStart(in, tag, NAME);
            case PointFrame.TIME -> point.readTime(in, tag, NAME);
            case DOUBLE -> value = in.readDouble(tag, NAME);
            case INT -> value = in.readFixed64(tag, NAME);
            case EXEMPLARS -> point.noteExemplar(in, tag, NAME);
            case ATTRIBUTES -> point.readAttribute(in, tag, NAME);
            case FLAGS -> point.readFlags(in, tag, NAME);
            default -> in.skip(tag);
        }
    }
}
