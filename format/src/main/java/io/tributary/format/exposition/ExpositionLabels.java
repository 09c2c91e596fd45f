package io.tributary.format.exposition;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.NumberText;
import io.tributary.format.lines.SymbolText;
import io.tributary.model.Label;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.notes.MetricType;
import io.tributary.model.text.GoFloat;
import java.nio.charset.StandardCharsets;

/// Reads a series' name and labels into refs of symbols. What a line that is refused had added is
/// named by no series. Reused; owned by one thread at a time.
final class ExpositionLabels {
    private static final byte[] METRIC_NAME = Label.METRIC_NAME.getBytes(StandardCharsets.UTF_8);

    private final LineCursor in;
    private final SymbolText text;
    private final NumberText numbers = new NumberText();
    private SymbolColumns symbols = new SymbolColumns();
    private boolean commas;
    private int nameSymbol;
    private boolean named;

    ExpositionLabels(LineCursor in, SymbolText text) {
        this.in = in;
        this.text = text;
    }

    void begin(SymbolColumns into, ExpositionFormat format) {
        symbols = into;
        commas = format == ExpositionFormat.OPEN_METRICS;
        int from = text.length();
        text.put(METRIC_NAME);
        nameSymbol = text.symbol(from, METRIC_NAME.length);
    }

    /// Reads what begins at `from` up to the value.
    ///
    /// @return where it ends
    int read(int from, MetricType type) throws LineException {
        named = false;
        int at = ExpositionText.nameEnd(in, from, true);
        if (at > from) {
            addName(from, at);
            at = in.skipBlanks(at);
        }
        if (in.at(at) == '{') {
            at = readBraces(at + 1, type);
        }
        if (!named) {
            throw new LineException(LineFault.SYNTAX, "a metric name is wanted", from);
        }
        return at;
    }

    private int readBraces(int from, MetricType type) throws LineException {
        int at = in.skipBlanks(from);
        while (in.at(at) != '}') {
            boolean quoted = in.at(at) == '"';
            int end = quoted ? in.quoteEnd(at) : ExpositionText.nameEnd(in, at, false);
            if (end == at) {
                throw new LineException(LineFault.SYNTAX, "a label name is wanted", at);
            }
            int margin = quoted ? 1 : 0;
            int next = in.skipBlanks(end);
            if (quoted && (in.at(next) == ',' || in.at(next) == '}')) {
                if (named) {
                    throw new LineException(LineFault.SYNTAX, "a second metric name", at);
                }
                addName(at + 1, end - 1);
                at = in.at(next) == ',' ? in.skipBlanks(next + 1) : next;
                continue;
            }
            at = readValue(at + margin, end - margin, next, type);
        }
        return at + 1;
    }

    /// Reads what stands behind a label's name.
    private int readValue(int nameFrom, int nameTo, int from, MetricType type)
            throws LineException {
        int quote = in.skipBlanks(from + 1);
        if (in.at(from) != '=' || in.at(quote) != '"') {
            throw new LineException(LineFault.SYNTAX, "a label has no value in quotes", from);
        }
        int end = in.quoteEnd(quote);
        addLabel(nameFrom, nameTo, quote + 1, end - 1, type);
        int next = in.skipBlanks(end);
        if (in.at(next) == ',') {
            return in.skipBlanks(next + 1);
        }
        if (commas && in.at(next) != '}') {
            throw new LineException(LineFault.SYNTAX, "a comma or brace is wanted", next);
        }
        return next;
    }

    private void addName(int from, int to) throws LineException {
        checkRoom(from);
        named = true;
        int offset = text.length();
        ExpositionText.copy(in.bytes(), from, to, true, text);
        symbols.addRef(nameSymbol);
        symbols.addRef(text.symbol(offset, text.length() - offset));
    }

    private void addLabel(int nameFrom, int nameTo, int from, int to, MetricType type)
            throws LineException {
        checkRoom(nameFrom);
        int name = text.length();
        ExpositionText.copy(in.bytes(), nameFrom, nameTo, true, text);
        int nameEnd = text.length();
        ExpositionText.copy(in.bytes(), from, to, true, text);
        String number = numberLabel(type);
        if (!number.isEmpty() && ExpositionText.is(number, text.bytes(), name, nameEnd)) {
            writeNumber(nameEnd);
        }
        symbols.addRef(text.symbol(name, nameEnd - name));
        symbols.addRef(text.symbol(nameEnd, text.length() - nameEnd));
    }

    /// The label whose value is a number, which has one form of several; "" where there is none.
    private static String numberLabel(MetricType type) {
        return switch (type) {
            case HISTOGRAM -> "le";
            case SUMMARY -> "quantile";
            case UNKNOWN, COUNTER, GAUGE, GAUGE_HISTOGRAM, INFO, STATE_SET -> "";
        };
    }

    /// Puts a bound in its one form, as Prometheus does since 3.0: `1.0` for `1`.
    private void writeNumber(int from) {
        if (!numbers.readFloat(text.bytes(), from, text.length())) {
            return;
        }
        String number = GoFloat.general(Double.longBitsToDouble(numbers.bits()));
        boolean whole = number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        text.truncate(from);
        text.put((whole ? number + ".0" : number).getBytes(StandardCharsets.US_ASCII));
    }

    private void checkRoom(int position) throws LineException {
        if (!text.hasRoomForRefs(2)) {
            throw new LineException(
                    LineFault.TOO_LARGE,
                    "the series of one request have too many labels together",
                    position);
        }
    }
}
