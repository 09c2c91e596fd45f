package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.MetricKind;
import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.Translation;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;
import io.tributary.model.notes.MetricType;

/// Reads one `Metric`: what it is first, wherever that stands, then its points.
///
/// Of several kinds of points that one metric has, the last counts, as protobuf has it. A metric
/// without any is passed over. Reused; owned by one thread at a time.
public final class MetricReader {
    private static final int NAME = 1;
    private static final int DESCRIPTION = 2;
    private static final int UNIT = 3;
    private static final int GAUGE = 5;
    private static final int SUM = 7;
    private static final int HISTOGRAM = 9;
    private static final int EXPONENTIAL = 10;
    private static final int SUMMARY = 11;

    private static final int POINTS = 1;
    private static final int TEMPORALITY = 2;
    private static final int MONOTONIC = 3;

    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;

    private static final String MESSAGE = "Metric";

    private final Translation translation;
    private final NumberPointReader numbers;
    private final HistogramPointReader histograms;
    private final ExponentialPointReader exponentials;
    private final SummaryPointReader summaries;
    private final TextRange name = new TextRange();
    private final TextRange help = new TextRange();
    private final TextRange unit = new TextRange();
    private final TextRange data = new TextRange();
    private int dataField;
    private int points;
    private long temporality;
    private boolean monotonic;

    /// @param texts the bytes that cursors read from
    public MetricReader(Texts texts, Translation translation) {
        this.translation = translation;
        ExemplarReader exemplars = new ExemplarReader(texts, translation.writer());
        NativeHistogram histogram = new NativeHistogram(translation, exemplars);
        numbers = new NumberPointReader(texts, translation, exemplars);
        histograms = new HistogramPointReader(texts, translation, exemplars, histogram);
        exponentials = new ExponentialPointReader(texts, translation, histogram);
        summaries = new SummaryPointReader(texts, translation);
    }

    /// Before each request.
    public void begin() {
        histograms.begin();
        summaries.begin();
    }

    /// Reads the innermost message of `in` to its end.
    public void read(ProtoCursor in) throws MalformedRequestException {
        name.clear();
        help.clear();
        unit.clear();
        dataField = 0;
        while (!in.atEnd()) {
            readField(in);
        }
        if (dataField == 0) {
            return;
        }
        translation.beginMetric(name);
        int outer = in.moveInto(data.offset(), data.end());
        readFrame(in);
        OtlpRefusal fault = fault();
        in.leave(outer);
        in.moveInto(data.offset(), data.end());
        if (fault == OtlpRefusal.NONE) {
            if (points > 0) {
                translation.writer().tell(translation.family(), type().number(), help);
            }
            translation.writer().setDelta(temporality == DELTA);
            readPoints(in, reader());
            translation.writer().setDelta(false);
        } else {
            seePoints(in);
            translation.refuse(fault, points);
        }
        in.leave(outer);
        in.moveTo(outer);
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        int field = ProtoCursor.fieldNumber(tag);
        switch (field) {
            case NAME -> name.read(in, tag, MESSAGE);
            case DESCRIPTION -> help.read(in, tag, MESSAGE);
            case UNIT -> unit.read(in, tag, MESSAGE);
            case GAUGE, SUM, HISTOGRAM, EXPONENTIAL, SUMMARY -> {
                dataField = field;
                data.read(in, tag, MESSAGE);
            }
            default -> in.skip(tag);
        }
    }

    /// Reads what stands beside the points, and counts these.
    private void readFrame(ProtoCursor in) throws MalformedRequestException {
        points = 0;
        temporality = 0;
        monotonic = false;
        boolean counted = isCounted();
        while (!in.atEnd()) {
            int tag = in.readTag();
            int field = ProtoCursor.fieldNumber(tag);
            if (counted && field == TEMPORALITY) {
                temporality = in.readVarint(tag, MESSAGE);
            } else if (dataField == SUM && field == MONOTONIC) {
                monotonic = in.readVarint(tag, MESSAGE) != 0;
            } else {
                points += field == POINTS ? 1 : 0;
                in.skip(tag);
            }
        }
    }

    /// Why none of the points can be translated.
    private OtlpRefusal fault() {
        OtlpRefusal fault = translation.fault();
        if (fault == OtlpRefusal.NONE && isCounted()) {
            fault = faultOfTemporality();
        }
        return fault == OtlpRefusal.NONE ? translation.findFamily(kind(), unit) : fault;
    }

    /// Whether the points count since some moment, so that they have a temporality.
    private boolean isCounted() {
        return dataField == SUM || dataField == HISTOGRAM || dataField == EXPONENTIAL;
    }

    private OtlpRefusal faultOfTemporality() {
        if (temporality == DELTA) {
            return translation.settings().deltas() == Deltas.REFUSE
                    ? OtlpRefusal.DELTA
                    : OtlpRefusal.NONE;
        }
        return temporality == CUMULATIVE ? OtlpRefusal.NONE : OtlpRefusal.TEMPORALITY;
    }

    private MetricKind kind() {
        return switch (dataField) {
            case GAUGE -> MetricKind.GAUGE;
            case SUM -> monotonic ? MetricKind.COUNTER : MetricKind.UP_DOWN_COUNTER;
            case SUMMARY -> MetricKind.SUMMARY;
            default -> MetricKind.HISTOGRAM;
        };
    }

    private MetricType type() {
        return switch (kind()) {
            case GAUGE, UP_DOWN_COUNTER -> MetricType.GAUGE;
            case COUNTER -> MetricType.COUNTER;
            case HISTOGRAM -> MetricType.HISTOGRAM;
            case SUMMARY -> MetricType.SUMMARY;
        };
    }

    private PointReader reader() {
        return switch (dataField) {
            case HISTOGRAM -> histograms;
            case EXPONENTIAL -> exponentials;
            case SUMMARY -> summaries;
            default -> numbers.of(dataField == SUM, monotonic && temporality == DELTA);
        };
    }

    private static void readPoints(ProtoCursor in, PointReader reader)
            throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != POINTS) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, MESSAGE);
            reader.read(in);
            in.leave(outer);
        }
    }

    /// Looks at when the points are, for a resource says of itself when it has points at all.
    private void seePoints(ProtoCursor in) throws MalformedRequestException {
        readPoints(in, this::see);
    }

    private void see(ProtoCursor in) throws MalformedRequestException {
        long timeNanos = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) == PointFrame.TIME) {
                timeNanos = in.readFixed64(tag, "data point");
            } else {
                in.skip(tag);
            }
        }
        translation.see(timeNanos);
    }
}
