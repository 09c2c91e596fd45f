package io.tributary.format.exposition.protobuf;

import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.LineReport;
import io.tributary.format.lines.SymbolText;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;
import io.tributary.model.GoQuote;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;

/// Reads families of metrics, each behind its length, into a batch whose series name symbols.
///
/// A family's name and type are read before its metrics, wherever they stand. A metric that is
/// wrong is refused alone; the request is copied once, and texts are where they stand in it.
///
/// Reused; owned by one thread at a time.
public final class FamilyDecoder {
    private static final int NAME = 1;
    private static final int HELP = 2;
    private static final int TYPE = 3;
    private static final int METRIC = 4;
    private static final int UNIT = 5;

    private static final String MESSAGE = "MetricFamily";

    /// How much of a family's name is shown, in bytes.
    private static final int SHOWN_MAX = 100;

    private final ProtoCursor in = new ProtoCursor("exposition");
    private final SymbolText text = new SymbolText();
    private final MetricSeries series = new MetricSeries(text);
    private final NumberWords words = new NumberWords(text);
    private final MetricReader metrics = new MetricReader(series, words);
    private final LineReport report = new LineReport();
    private final TextRange name = new TextRange();
    private final TextRange help = new TextRange();
    private final TextRange unit = new TextRange();
    private long receivedMillis;

    /// Decodes `bytes[offset .. offset + length)` into `into`, emptied first. The batch's bytes are
    /// the decoder's, until it decodes again; those given are not needed any more.
    ///
    /// @param arrivalMillis the time of metrics that bring none, since 1970
    /// @throws MalformedRequestException if the bytes are no such messages; what `into` holds then
    ///   means nothing
    public void decode(byte[] bytes, int offset, int length, long arrivalMillis, WriteBatch into)
            throws MalformedRequestException {
        receivedMillis = arrivalMillis;
        report.clear();
        text.begin(into);
        text.put(bytes, offset, length);
        in.reset(text.bytes(), 0, length);
        series.begin(into);
        words.begin();
        while (!in.atEnd()) {
            int outer = in.enter();
            decodeFamily(into.metadata());
            in.leave(outer);
        }
        text.end();
    }

    /// What was refused by the last `decode`: metrics.
    public LineReport report() {
        return report;
    }

    private void decodeFamily(MetadataColumns metadata) throws MalformedRequestException {
        int start = in.position();
        FamilyType type = readHead();
        if (name.length() > 0) {
            metadata.begin();
            metadata.setFamily(name.offset(), name.length());
            metadata.setType(type.metadata().number());
            metadata.setHelp(help.offset(), help.length());
            metadata.setUnit(unit.offset(), unit.length());
        }
        in.moveTo(start);
        series.beginFamily(name);
        for (int number = 1; !in.atEnd(); ) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != METRIC) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, MESSAGE);
            MetricFault fault = decodeMetric(type);
            if (fault != MetricFault.NONE) {
                refuse(fault, number);
            }
            in.leave(outer);
            number++;
        }
    }

    private MetricFault decodeMetric(FamilyType type) throws MalformedRequestException {
        if (name.length() == 0 || type == FamilyType.UNKNOWN) {
            in.moveTo(in.limit());
            return name.length() == 0 ? MetricFault.NAME : MetricFault.TYPE;
        }
        return metrics.read(in, type, receivedMillis);
    }

    /// Reads all but the metrics.
    private FamilyType readHead() throws MalformedRequestException {
        name.clear();
        help.clear();
        unit.clear();
        FamilyType type = FamilyType.COUNTER;
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case NAME -> name.read(in, tag, MESSAGE);
                case HELP -> help.read(in, tag, MESSAGE);
                case TYPE -> type = FamilyType.ofNumber(in.readVarint(tag, MESSAGE));
                case UNIT -> unit.read(in, tag, MESSAGE);
                default -> in.skip(tag);
            }
        }
        return type;
    }

    private void refuse(MetricFault fault, int number) {
        LineFault reason = fault.reason();
        if (report.refused() > 0) {
            report.refuse(reason, "");
            return;
        }
        int shown = Math.min(name.length(), SHOWN_MAX);
        String family = new String(text.bytes(), name.offset(), shown, StandardCharsets.UTF_8);
        report.refuse(
                reason,
                "metric %d of family %s%s: %s"
                        .formatted(
                                number,
                                GoQuote.quote(family),
                                shown < name.length() ? "…" : "",
                                fault.text()));
    }
}
