package io.tributary.format.exposition;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.LineReport;
import io.tributary.format.lines.NumberText;
import io.tributary.format.lines.SymbolText;
import io.tributary.model.flow.WriteBatch;

/// Reads exposition text into a batch whose series name symbols: a sample, and an exemplar perhaps,
/// of each line that is none of metadata.
///
/// A line that is wrong is refused alone. Of OpenMetrics, a text without its end has been cut: the
/// lines that are whole are taken, and that the end is missing counts as a refused line.
///
/// Reused; owned by one thread at a time.
public final class ExpositionDecoder {
    private static final double MILLIS = 1_000;
    private static final double MILLIS_END = 0x1p63;

    private final LineCursor in = new LineCursor();
    private final SymbolText text = new SymbolText();
    private final ExpositionFamilies families = new ExpositionFamilies(in, text);
    private final ExpositionLabels labels = new ExpositionLabels(in, text);
    private final ExpositionExemplar exemplar = new ExpositionExemplar(in, text);
    private final NumberText numbers = new NumberText();
    private final LineReport report = new LineReport();
    private ExpositionFormat format = ExpositionFormat.TEXT;
    private long receivedMillis;

    /// Decodes `bytes[offset .. offset + length)` into `into`, emptied first. The batch's bytes are
    /// the decoder's, until it decodes again; those given are not needed any more.
    ///
    /// @param arrivalMillis the time of samples that bring none, since 1970
    public void decode(
            byte[] bytes,
            int offset,
            int length,
            ExpositionFormat ofText,
            long arrivalMillis,
            WriteBatch into) {
        format = ofText;
        receivedMillis = arrivalMillis;
        in.reset(bytes, offset, length);
        text.begin(into);
        report.clear();
        families.begin(into.metadata(), format);
        labels.begin(into.symbols(), format);
        boolean over = false;
        while (!over && in.nextLine()) {
            try {
                over = decodeLine(into);
            } catch (LineException e) {
                in.giveUp();
                report.refuse(e, in.number(), bytes, in.start(), in.limit());
            }
        }
        if (format == ExpositionFormat.OPEN_METRICS) {
            checkEnd(over, offset + length);
        }
        text.end();
    }

    /// What was refused by the last `decode`.
    public LineReport report() {
        return report;
    }

    /// @return whether the line says that the text is over
    private boolean decodeLine(WriteBatch into) throws LineException {
        int from = in.skipBlanks(in.start());
        if (from == in.limit()) {
            return false;
        }
        if (!text.hasRoom(in.limit() - from)) {
            throw new LineException(
                    LineFault.TOO_LARGE, "the text of one request is too long together", from);
        }
        if (in.at(from) == '#') {
            return families.read(from);
        }
        decodeSample(from, into);
        return false;
    }

    private void decodeSample(int from, WriteBatch into) throws LineException {
        int key = into.symbols().refCount();
        int at = in.skipBlanks(labels.read(from, families.type()));
        int keyLength = into.symbols().refCount() - key;
        int end = ExpositionText.numberEnd(in, at);
        long bits = readValue(at, end);
        at = in.skipBlanks(end);
        long timeMillis = receivedMillis;
        if (at < in.limit() && in.at(at) != '#') {
            end = ExpositionText.numberEnd(in, at);
            timeMillis =
                    format == ExpositionFormat.TEXT ? readMillis(at, end) : readSeconds(at, end);
            at = in.skipBlanks(end);
        }
        if (at < in.limit()) {
            decodeExemplar(at, key, keyLength, timeMillis, bits, into);
            return;
        }
        checkWhole();
        into.beginSeries(key, keyLength);
        into.addSample(timeMillis, bits);
    }

    private void decodeExemplar(
            int from, int key, int keyLength, long timeMillis, long bits, WriteBatch into)
            throws LineException {
        if (in.at(from) != '#') {
            throw new LineException(LineFault.SYNTAX, "something stands behind the time", from);
        }
        int at = in.skipBlanks(exemplar.read(from));
        int end = ExpositionText.numberEnd(in, at);
        long exemplarBits = readValue(at, end);
        at = in.skipBlanks(end);
        long exemplarMillis = timeMillis;
        if (at < in.limit()) {
            end = ExpositionText.numberEnd(in, at);
            exemplarMillis = readSeconds(at, end);
            at = in.skipBlanks(end);
        }
        if (at < in.limit()) {
            throw new LineException(LineFault.SYNTAX, "something stands behind the exemplar", at);
        }
        checkWhole();
        into.beginSeries(key, keyLength);
        into.addSample(timeMillis, bits);
        exemplar.addTo(into.exemplars(), into.seriesCount() - 1, exemplarMillis, exemplarBits);
    }

    private long readValue(int from, int to) throws LineException {
        if (!numbers.readFloat(in.bytes(), from, to)) {
            throw new LineException(LineFault.VALUE, "a value that is a number is wanted", from);
        }
        return numbers.bits();
    }

    private long readMillis(int from, int to) throws LineException {
        if (in.at(from) == '-' || !numbers.readWhole(in.bytes(), from, to)) {
            throw new LineException(
                    LineFault.TIME, "the time is no whole number of milliseconds since 1970", from);
        }
        return numbers.whole();
    }

    private long readSeconds(int from, int to) throws LineException {
        boolean read = numbers.readFloat(in.bytes(), from, to);
        double millis = Double.longBitsToDouble(numbers.bits()) * MILLIS;
        if (!read || !(Math.abs(millis) < MILLIS_END)) {
            throw new LineException(LineFault.TIME, "the time is no number of seconds", from);
        }
        return (long) millis;
    }

    /// A line of OpenMetrics without a line feed may have lost digits of its last number.
    private void checkWhole() throws LineException {
        if (format == ExpositionFormat.OPEN_METRICS && !in.isEnded()) {
            throw new LineException(LineFault.SYNTAX, "the line has no end", in.limit());
        }
    }

    private void checkEnd(boolean over, int end) {
        if (!over) {
            LineException missing =
                    new LineException(LineFault.SYNTAX, "the text does not end with # EOF", end);
            report.refuse(missing, in.number() + 1, in.bytes(), end, end);
            return;
        }
        while (in.nextLine()) {
            int from = in.skipBlanks(in.start());
            if (from < in.limit()) {
                LineException behind =
                        new LineException(LineFault.SYNTAX, "something stands behind # EOF", from);
                report.refuse(behind, in.number(), in.bytes(), in.start(), in.limit());
                return;
            }
        }
    }
}
