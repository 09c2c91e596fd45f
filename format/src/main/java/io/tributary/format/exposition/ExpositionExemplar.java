package io.tributary.format.exposition;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.SymbolText;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.model.columns.ExemplarColumns;
import java.util.Arrays;

/// Reads the labels of an exemplar, and keeps them until its sample is added. Reused; owned by one
/// thread at a time.
final class ExpositionExemplar {
    private final LineCursor in;
    private final SymbolText text;
    private final RemoteWrite1LabelWriter labels = new RemoteWrite1LabelWriter();

    /// @param text lent for the time of a call
    ExpositionExemplar(LineCursor in, SymbolText text) {
        this.in = in;
        this.text = text;
    }

    /// Reads the labels, whose `#` is at `from`.
    ///
    /// @return where they end
    int read(int from) throws LineException {
        labels.clear();
        int at = in.skipBlanks(from + 1);
        if (in.at(at) != '{') {
            throw new LineException(LineFault.SYNTAX, "an exemplar's labels are wanted", at);
        }
        at = in.skipBlanks(at + 1);
        while (in.at(at) != '}') {
            at = readLabel(at);
        }
        return at + 1;
    }

    /// Adds the exemplar to the series begun last; or drops it, where its labels are too long or no
    /// text.
    void addTo(ExemplarColumns exemplars, int series, long timeMillis, long bits) {
        int characters = labels.characters();
        if (characters < 0 || characters > RemoteWrite1LabelWriter.EXEMPLAR_CHARACTERS_MAX) {
            exemplars.drop();
            return;
        }
        exemplars.addLabel(labels.toByteArray(), 0, labels.size());
        exemplars.end(series, timeMillis, bits);
    }

    private int readLabel(int from) throws LineException {
        boolean quoted = in.at(from) == '"';
        int end = quoted ? in.quoteEnd(from) : ExpositionText.nameEnd(in, from, false);
        int equals = in.skipBlanks(end);
        int quote = in.skipBlanks(equals + 1);
        if (end == from || in.at(equals) != '=' || in.at(quote) != '"') {
            throw new LineException(LineFault.SYNTAX, "an exemplar's label is wanted", from);
        }
        int valueEnd = in.quoteEnd(quote);
        int margin = quoted ? 1 : 0;
        labels.add(
                withoutEscapes(from + margin, end - margin),
                withoutEscapes(quote + 1, valueEnd - 1));
        int next = in.skipBlanks(valueEnd);
        if (in.at(next) == ',') {
            return in.skipBlanks(next + 1);
        }
        if (in.at(next) != '}') {
            throw new LineException(LineFault.SYNTAX, "a comma or brace is wanted", next);
        }
        return next;
    }

    private byte[] withoutEscapes(int from, int to) {
        int offset = text.length();
        ExpositionText.copy(in.bytes(), from, to, true, text);
        byte[] copy = Arrays.copyOfRange(text.bytes(), offset, text.length());
        text.truncate(offset);
        return copy;
    }
}
