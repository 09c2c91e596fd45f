package io.tributary.format.jsonlines;

import io.tributary.format.json.JsonCursor;
import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.LineReport;
import io.tributary.format.lines.SymbolText;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;

/// Reads lines of JSON into a batch whose series name symbols: a series a line. A line that is
/// wrong is refused alone; a histogram that contradicts itself is added as invalid.
///
/// Reused; owned by one thread at a time.
public final class JsonLinesDecoder {
    private static final byte[] METRIC = JsonCursor.word("metric");
    private static final byte[] VALUES = JsonCursor.word("values");
    private static final byte[] TIMESTAMPS = JsonCursor.word("timestamps");
    private static final byte[] START_TIMESTAMPS = JsonCursor.word("startTimestamps");
    private static final byte[] NAN_BITS = JsonCursor.word("nanBits");
    private static final byte[] HISTOGRAMS = JsonCursor.word("histograms");

    private final LineCursor lines = new LineCursor();
    private final JsonCursor<LineException> in =
            new JsonCursor<>((what, at) -> new LineException(LineFault.SYNTAX, what, at));
    private final SymbolText text = new SymbolText();
    private final JsonCursor.Sink sink = text::put;
    private final JsonSamples samples = new JsonSamples(in);
    private final JsonHistograms histograms = new JsonHistograms(in);
    private final LineReport report = new LineReport();

    /// Members of the line that have been read, a bit each.
    private int seen;

    private int histogramsFrom;
    private int histogramCount;

    /// Decodes `bytes[offset .. offset + length)` into `into`, emptied first. The batch's bytes are
    /// the decoder's, until it decodes again; those given are not needed any more.
    public void decode(byte[] bytes, int offset, int length, WriteBatch into) {
        lines.reset(bytes, offset, length);
        text.begin(into);
        report.clear();
        while (lines.nextLine()) {
            if (lines.skipBlanks(lines.start()) == lines.limit()) {
                continue;
            }
            try {
                decodeLine(bytes, into);
            } catch (LineException e) {
                report.refuse(e, lines.number(), bytes, lines.start(), lines.limit());
            }
        }
        text.end();
    }

    /// What was refused by the last `decode`.
    public LineReport report() {
        return report;
    }

    private void decodeLine(byte[] bytes, WriteBatch into) throws LineException {
        int from = lines.start();
        if (!text.hasRoom(lines.limit() - from)) {
            throw new LineException(
                    LineFault.TOO_LARGE, "the text of one request is too long together", from);
        }
        in.reset(bytes, from, lines.limit());
        samples.clear();
        seen = 0;
        histogramCount = 0;
        int key = into.symbols().refCount();
        if (in.begin('{', '}')) {
            do {
                readMember(into.symbols());
            } while (in.more('}'));
        }
        in.expectEnd();
        int keyLength = into.symbols().refCount() - key;
        if (keyLength == 0) {
            throw new LineException(LineFault.SYNTAX, "there is no metric", from);
        }
        if (samples.count() == 0 && histogramCount == 0) {
            throw new LineException(LineFault.SYNTAX, "there are no values", from);
        }
        samples.join(from);
        into.beginSeries(key, keyLength);
        samples.addTo(into);
        if (histogramCount > 0) {
            in.moveTo(histogramsFrom);
            histograms.add(into);
        }
    }

    private void readMember(SymbolColumns symbols) throws LineException {
        in.name();
        if (in.is(METRIC)) {
            once(1);
            readLabels(symbols);
        } else if (in.is(VALUES)) {
            once(2);
            samples.readValues();
        } else if (in.is(TIMESTAMPS)) {
            once(4);
            samples.readTimes();
        } else if (in.is(START_TIMESTAMPS)) {
            once(8);
            samples.readStarts();
        } else if (in.is(NAN_BITS)) {
            once(16);
            samples.readNanBits();
        } else if (in.is(HISTOGRAMS)) {
            once(32);
            histogramsFrom = in.position();
            histogramCount = histograms.check();
        } else {
            in.skipValue();
        }
    }

    private void once(int member) throws LineException {
        if ((seen & member) != 0) {
            throw in.wrong("a member stands twice");
        }
        seen |= member;
    }

    private void readLabels(SymbolColumns symbols) throws LineException {
        if (!in.begin('{', '}')) {
            return;
        }
        do {
            if (!text.hasRoomForRefs(2)) {
                throw new LineException(
                        LineFault.TOO_LARGE,
                        "the series of one request have too many labels together",
                        in.position());
            }
            in.name();
            int name = text.length();
            in.copyString(sink);
            int value = text.length();
            in.string();
            in.copyString(sink);
            symbols.addRef(text.symbol(name, value - name));
            symbols.addRef(text.symbol(value, text.length() - value));
        } while (in.more('}'));
    }
}
