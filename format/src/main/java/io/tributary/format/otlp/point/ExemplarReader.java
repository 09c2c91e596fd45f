package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.series.PointFrame;
import io.tributary.format.otlp.series.SeriesWriter;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;
import io.tributary.format.protobuf.Utf8Text;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;

/// Reads exemplars of a data point and adds them to series.
///
/// ```
/// Exemplar  2 fixed64 time (ns)   3 double | 6 sfixed64 value   4 span id   5 trace id   7 KeyValue*
/// ```
///
/// Labels are `trace_id` and `span_id`, and the attributes under their own keys if all fit into
/// {@link #LABEL_CHARACTERS_MAX} characters. Dropped and counted is an exemplar without a value,
/// with an id of a wrong length, or with text that is not UTF-8.
///
/// Reused; owned by one thread at a time.
final class ExemplarReader {
    /// Characters of all names and values, as OpenMetrics has it.
    static final int LABEL_CHARACTERS_MAX = 128;

    private static final int TIME = 2;
    private static final int DOUBLE = 3;
    private static final int SPAN_ID = 4;
    private static final int TRACE_ID = 5;
    private static final int INT = 6;
    private static final int ATTRIBUTES = 7;

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String NAME = "Exemplar";

    private final Texts texts;
    private final SeriesWriter writer;
    private final AttributeList attributes;
    private final Word traceName = Word.of("trace_id");
    private final Word spanName = Word.of("span_id");
    private final TextRange trace = new TextRange();
    private final TextRange span = new TextRange();
    private long timeNanos;
    private double value;
    private boolean hasValue;

    ExemplarReader(Texts texts, SeriesWriter writer) {
        this.texts = texts;
        this.writer = writer;
        this.attributes = new AttributeList(texts);
    }

    /// Reads and adds all exemplars of a point to the series begun last.
    void addAll(ProtoCursor in, PointFrame point) throws MalformedRequestException {
        for (int i = 0; i < point.exemplarCount(); i++) {
            read(in, point, i);
            add();
        }
    }

    /// Reads an exemplar of a point.
    void read(ProtoCursor in, PointFrame point, int exemplar) throws MalformedRequestException {
        attributes.clear();
        timeNanos = 0;
        hasValue = false;
        trace.clear();
        span.clear();
        int position = in.position();
        int outer = in.moveInto(point.exemplarStart(exemplar), point.exemplarEnd(exemplar));
        while (!in.atEnd()) {
            readField(in);
        }
        in.leave(outer);
        in.moveTo(position);
    }

    /// The value of the exemplar read last; NaN where it has none.
    double value() {
        return hasValue ? value : Double.NaN;
    }

    /// Adds the exemplar read last to the series begun last, or drops it.
    void add() {
        WriteBatch batch = writer.batch();
        ExemplarColumns exemplars = batch.exemplars();
        boolean wrong =
                !hasValue
                        || (trace.length() != 0 && trace.length() != TRACE_ID_BYTES)
                        || (span.length() != 0 && span.length() != SPAN_ID_BYTES)
                        || attributes.isTooDeep();
        if (!wrong) {
            wrong = !addAttributes(addId(traceName, trace) + addId(spanName, span));
        }
        if (wrong) {
            exemplars.drop();
            return;
        }
        exemplars.end(
                batch.seriesCount() - 1,
                Math.floorDiv(timeNanos, NANOS_PER_MILLI),
                Double.doubleToRawLongBits(value));
    }

    private void readField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case TIME -> timeNanos = in.readFixed64(tag, NAME);
            case DOUBLE -> {
                value = in.readDouble(tag, NAME);
                hasValue = true;
            }
            case INT -> {
                value = in.readFixed64(tag, NAME);
                hasValue = true;
            }
            case TRACE_ID -> trace.read(in, tag, NAME);
            case SPAN_ID -> span.read(in, tag, NAME);
            case ATTRIBUTES -> {
                int outer = in.enter(tag, NAME);
                attributes.read(in);
                in.leave(outer);
            }
            default -> in.skip(tag);
        }
    }

    /// Adds an id in hexadecimal digits; one of zeros only is none.
    ///
    /// @return how many characters
    private int addId(Word name, TextRange id) {
        int any = 0;
        for (int i = id.offset(); i < id.end(); i++) {
            any |= texts.bytes()[i];
        }
        if (any == 0) {
            return 0;
        }
        int start = texts.end();
        for (int i = id.offset(); i < id.end(); i++) {
            int b = texts.bytes()[i] & 0xFF;
            texts.put((byte) Character.forDigit(b >> 4, 16));
            texts.put((byte) Character.forDigit(b & 15, 16));
        }
        int digits = texts.end() - start;
        SymbolColumns symbols = writer.batch().symbols();
        int symbol = writer.symbol(name);
        int nameLength = symbols.length(symbol);
        writer.batch()
                .exemplars()
                .addLabel(texts.bytes(), symbols.offset(symbol), nameLength, start, digits);
        return nameLength + digits;
    }

    /// @return whether all text is UTF-8 and no key empty
    private boolean addAttributes(int charactersBefore) {
        byte[] bytes = texts.bytes();
        int characters = charactersBefore;
        for (int i = 0; i < attributes.count(); i++) {
            int key = Utf8Text.characters(bytes, attributes.keyOffset(i), attributes.keyLength(i));
            int text =
                    Utf8Text.characters(
                            bytes, attributes.valueOffset(i), attributes.valueLength(i));
            if (key <= 0 || text < 0) {
                return false;
            }
            characters = Math.min(characters + key + text, LABEL_CHARACTERS_MAX + 1);
        }
        if (characters > LABEL_CHARACTERS_MAX) {
            return true;
        }
        for (int i = 0; i < attributes.count(); i++) {
            writer.batch()
                    .exemplars()
                    .addLabel(
                            bytes,
                            attributes.keyOffset(i),
                            attributes.keyLength(i),
                            attributes.valueOffset(i),
                            attributes.valueLength(i));
        }
        return true;
    }
}
