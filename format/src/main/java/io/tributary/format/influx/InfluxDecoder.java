package io.tributary.format.influx;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.LineReport;
import io.tributary.format.lines.NumberText;
import io.tributary.format.lines.SymbolText;
import io.tributary.model.Label;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads lines of Influx' protocol into a batch whose series name symbols.
///
/// A line becomes a series of each field that is a number or a boolean. Fields that are text are
/// dropped and counted. A line that is wrong is refused alone: nothing of it is added.
///
/// Reused; owned by one thread at a time.
public final class InfluxDecoder {
    /// Most tags of a line, those with an empty value not counted; more than any series may have.
    public static final int TAGS_MAX = 1_024;

    private static final byte[] METRIC_NAME = Label.METRIC_NAME.getBytes(StandardCharsets.UTF_8);

    private static final byte[][] TRUE = words("t", "T", "true", "True", "TRUE");
    private static final byte[][] FALSE = words("f", "F", "false", "False", "FALSE");
    private static final long ONE_BITS = Double.doubleToRawLongBits(1);

    private final byte[] separator;
    private final byte[] databaseLabel;
    private final boolean sanitized;
    private final LineCursor in = new LineCursor();
    private final SymbolText text = new SymbolText();
    private final InfluxTags tags = new InfluxTags();
    private final InfluxFields fields = new InfluxFields();
    private final NumberText numbers = new NumberText();
    private final LineReport report = new LineReport();
    private byte[] bytes = {};
    private int nameSymbol;

    /// The label's, with the value's behind it, where the request names a database.
    private int databaseSymbol;

    private boolean databaseTold;

    /// Where the beginning of all the line's names stands: measurement and separator.
    private int prefixOffset;

    private int prefixLength;
    private int textFields;

    public InfluxDecoder(InfluxNames names) {
        separator = names.separator().getBytes(StandardCharsets.UTF_8);
        databaseLabel = names.databaseLabel().getBytes(StandardCharsets.UTF_8);
        sanitized = names.sanitized();
    }

    /// Decodes `requestBytes[offset .. offset + length)` into `into`, emptied first. The batch's
    /// bytes are the decoder's, until it decodes again; the request's are not needed any more.
    public void decode(
            byte[] requestBytes, int offset, int length, InfluxRequest request, WriteBatch into) {
        bytes = requestBytes;
        in.reset(requestBytes, offset, length);
        text.begin(into);
        report.clear();
        addNames(request.database());
        while (in.nextLine()) {
            int kept = text.length();
            try {
                if (in.at(in.start()) != '#' && in.skipSpaces(in.start()) < in.limit()) {
                    decodeLine(request, into);
                }
            } catch (LineException e) {
                text.truncate(kept);
                in.giveUp();
                report.refuse(e, in.number(), requestBytes, in.start(), in.limit());
            }
        }
        text.end();
    }

    /// What was refused, and how many fields of text were dropped, by the last `decode`.
    public LineReport report() {
        return report;
    }

    private void addNames(String database) {
        text.put(METRIC_NAME);
        nameSymbol = text.symbol(0, text.length());
        databaseTold = databaseLabel.length > 0 && !database.isEmpty();
        if (databaseTold) {
            int from = text.length();
            text.put(databaseLabel);
            databaseSymbol = text.symbol(from, databaseLabel.length);
            int value = text.length();
            text.put(database.getBytes(StandardCharsets.UTF_8));
            int _ = text.symbol(value, text.length() - value);
        }
    }

    private void decodeLine(InfluxRequest request, WriteBatch into) throws LineException {
        tags.clear();
        fields.clear();
        textFields = 0;
        checkRoom(in.limit() - in.start(), in.start());
        int at = readMeasurement();
        while (in.at(at) == ',') {
            at = readTag(at + 1);
        }
        at = in.skipSpaces(at);
        if (at == in.limit()) {
            throw new LineException(LineFault.SYNTAX, "there is no field", at);
        }
        at = readField(at);
        while (in.at(at) == ',') {
            at = readField(at + 1);
        }
        at = in.skipSpaces(at);
        long timeMillis = request.precision().round(request.receivedMillis());
        if (at < in.limit()) {
            timeMillis = readTime(at, request.precision());
        }
        addSeries(timeMillis, into);
        report.drop(textFields);
    }

    private int readMeasurement() {
        int end = InfluxText.nameEnd(in, in.start(), false);
        prefixOffset = text.length();
        InfluxText.copyName(bytes, in.start(), end, text);
        if (text.length() > prefixOffset) {
            text.put(separator);
        }
        prefixLength = text.length() - prefixOffset;
        return end;
    }

    private int readTag(int from) throws LineException {
        int equals = InfluxText.nameEnd(in, from, true);
        if (in.at(equals) != '=') {
            throw new LineException(LineFault.SYNTAX, "a tag has no value", from);
        }
        int end = InfluxText.nameEnd(in, equals + 1, false);
        if (equals == from || end == equals + 1) {
            return end;
        }
        int name = text.length();
        copyName(from, equals, name, false);
        int nameLength = text.length() - name;
        if (Arrays.equals(text.bytes(), name, text.length(), METRIC_NAME, 0, METRIC_NAME.length)) {
            return end;
        }
        InfluxText.copyName(bytes, equals + 1, end, text);
        tags.add(text, name, nameLength, from);
        return end;
    }

    private int readField(int from) throws LineException {
        int equals = InfluxText.nameEnd(in, from, true);
        if (in.at(equals) != '=') {
            throw new LineException(LineFault.SYNTAX, "a field has no value", from);
        }
        if (equals == from) {
            throw new LineException(LineFault.SYNTAX, "a field has no name", from);
        }
        int value = equals + 1;
        if (in.at(value) == '"') {
            int end = in.quoteEnd(value);
            if (end < in.limit() && in.at(end) != ',' && in.at(end) != ' ') {
                throw new LineException(
                        LineFault.SYNTAX, "something stands behind a text's closing quote", value);
            }
            textFields++;
            return end;
        }
        int end = InfluxText.valueEnd(in, value);
        long bits = readValue(value, end);
        checkRoom(prefixLength + equals - from, from);
        int name = text.length();
        text.put(text.bytes(), prefixOffset, prefixLength);
        copyName(from, equals, name, true);
        fields.add(name, text.length() - name, bits);
        return end;
    }

    /// Copies what ends the name that begins at `name`.
    private void copyName(int from, int to, int name, boolean colons) {
        InfluxText.copyName(bytes, from, to, text);
        if (sanitized) {
            InfluxText.sanitize(text, name, colons);
        }
    }

    private long readValue(int from, int to) throws LineException {
        int last = to > from ? in.at(to - 1) : 0;
        if (last == 'i' && numbers.readWhole(bytes, from, to - 1)) {
            return Double.doubleToRawLongBits((double) numbers.whole());
        }
        if (last == 'u' && numbers.readUnsigned(bytes, from, to - 1)) {
            return Double.doubleToRawLongBits(SampleBits.ofUnsigned(numbers.whole()));
        }
        int first = in.at(from) | ' ';
        if (first == 't' && isOneOf(TRUE, from, to)) {
            return ONE_BITS;
        }
        if (first == 'f' && isOneOf(FALSE, from, to)) {
            return 0;
        }
        if (numbers.readFloat(bytes, from, to)) {
            return numbers.bits();
        }
        throw new LineException(
                LineFault.VALUE, "a field's value is no number, boolean or text in quotes", from);
    }

    private boolean isOneOf(byte[][] words, int from, int to) {
        for (byte[] word : words) {
            if (Arrays.equals(bytes, from, to, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    private long readTime(int from, InfluxPrecision precision) throws LineException {
        int to = InfluxText.valueEnd(in, from);
        if (in.skipSpaces(to) < in.limit() || !numbers.readWhole(bytes, from, to)) {
            throw new LineException(LineFault.TIME, "the time is no whole number", from);
        }
        if (!precision.reaches(numbers.whole())) {
            throw new LineException(LineFault.TIME, "the time is too far away", from);
        }
        return precision.toMillis(numbers.whole());
    }

    private void addSeries(long timeMillis, WriteBatch into) throws LineException {
        boolean withDatabase = databaseTold && !tags.has(text.bytes(), databaseLabel);
        int labels = 1 + tags.count() + (withDatabase ? 1 : 0);
        if (!text.hasRoomForRefs(2L * labels * fields.count())) {
            throw new LineException(
                    LineFault.TOO_LARGE,
                    "the series of one request would have too many labels together",
                    in.start());
        }
        int firstTag = into.symbols().count();
        for (int i = 0; i < tags.count(); i++) {
            int _ = text.symbol(tags.nameOffset(i), tags.nameLength(i));
            int _ = text.symbol(tags.valueOffset(i), tags.valueLength(i));
        }
        for (int i = 0; i < fields.count(); i++) {
            into.beginSeries(into.symbols().refCount(), 2 * labels);
            into.symbols().addRef(nameSymbol);
            into.symbols().addRef(text.symbol(fields.nameOffset(i), fields.nameLength(i)));
            for (int j = 0; j < 2 * tags.count(); j++) {
                into.symbols().addRef(firstTag + j);
            }
            if (withDatabase) {
                into.symbols().addRef(databaseSymbol);
                into.symbols().addRef(databaseSymbol + 1);
            }
            into.addSample(timeMillis, fields.valueBits(i));
        }
    }

    private static byte[][] words(String... words) {
        return Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    private void checkRoom(long count, int position) throws LineException {
        if (!text.hasRoom(count)) {
            throw new LineException(
                    LineFault.TOO_LARGE,
                    "the names of one request would be too long together",
                    position);
        }
    }
}
