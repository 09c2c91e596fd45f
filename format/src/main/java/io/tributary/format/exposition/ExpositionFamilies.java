package io.tributary.format.exposition;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.SymbolText;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.notes.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What lines that begin with `#` say of metric families. Lines of one family are one entry of
/// metadata; where others stand between them, the last of several tells all. Reused; owned by one
/// thread at a time.
final class ExpositionFamilies {
    private static final String HELP = "HELP";
    private static final String TYPE = "TYPE";
    private static final String UNIT = "UNIT";
    private static final String EOF = "EOF";

    /// What Prometheus' format calls a type that is not known.
    private static final String UNTYPED = "untyped";

    private static final MetricType[] TYPES = MetricType.values();

    private final LineCursor in;
    private final SymbolText text;
    private MetadataColumns metadata = new MetadataColumns();
    private boolean openMetrics;
    private MetricType type = MetricType.UNKNOWN;

    /// The last entry of each family, by the bytes of its name.
    private final Map<String, Integer> entries = new HashMap<>();

    ExpositionFamilies(LineCursor in, SymbolText text) {
        this.in = in;
        this.text = text;
    }

    void begin(MetadataColumns into, ExpositionFormat format) {
        metadata = into;
        openMetrics = format == ExpositionFormat.OPEN_METRICS;
        type = MetricType.UNKNOWN;
        entries.clear();
    }

    /// The type told last, whatever the family: it decides on the form of `le` and `quantile`.
    MetricType type() {
        return type;
    }

    /// Reads the line, whose `#` is at `from`. Remarks are passed over.
    ///
    /// @return whether the line says that the text is over
    boolean read(int from) throws LineException {
        int word = in.skipBlanks(from + 1);
        int wordEnd = ExpositionText.numberEnd(in, word);
        if (word == from + 1) {
            return false;
        }
        if (openMetrics && wordEnd == in.limit() && isWord(EOF, word, wordEnd)) {
            return true;
        }
        boolean help = isWord(HELP, word, wordEnd);
        boolean typed = isWord(TYPE, word, wordEnd);
        boolean unit = openMetrics && isWord(UNIT, word, wordEnd);
        if (wordEnd == in.limit() || !(help || typed || unit)) {
            return false;
        }
        int name = in.skipBlanks(wordEnd);
        boolean quoted = in.at(name) == '"';
        int nameEnd = quoted ? in.quoteEnd(name) : ExpositionText.nameEnd(in, name, true);
        if (nameEnd == name) {
            throw new LineException(LineFault.SYNTAX, "a metric name is wanted", name);
        }
        int margin = quoted ? 1 : 0;
        int said = Math.min(nameEnd + 1, in.limit());
        if (help) {
            enter(name + margin, nameEnd - margin);
            setHelp(said);
        } else if (typed) {
            type = readType(said);
            enter(name + margin, nameEnd - margin);
            metadata.setType(type.number());
        } else {
            checkUnit(name + margin, nameEnd - margin, said);
            enter(name + margin, nameEnd - margin);
            setUnit(said);
        }
        return false;
    }

    /// Goes to the family's entry: the last, or another that repeats what was said of the family.
    private void enter(int from, int to) {
        int offset = text.length();
        ExpositionText.copy(in.bytes(), from, to, true, text);
        int length = text.length() - offset;
        String family = new String(text.bytes(), offset, length, StandardCharsets.ISO_8859_1);
        int entry = metadata.count();
        int before = entries.getOrDefault(family, -1);
        if (before >= 0 && before == entry - 1) {
            text.truncate(offset);
            return;
        }
        entries.put(family, entry);
        metadata.begin();
        metadata.setFamily(offset, length);
        if (before >= 0) {
            metadata.setType(metadata.type(before));
            metadata.setHelp(metadata.helpOffset(before), metadata.helpLength(before));
            metadata.setUnit(metadata.unitOffset(before), metadata.unitLength(before));
        }
    }

    private void setHelp(int from) {
        int offset = text.length();
        ExpositionText.copy(in.bytes(), from, in.limit(), openMetrics, text);
        metadata.setHelp(offset, text.length() - offset);
    }

    private MetricType readType(int from) throws LineException {
        for (MetricType one : TYPES) {
            if (isWord(one.word(), from, in.limit())) {
                return one;
            }
        }
        if (isWord(UNTYPED, from, in.limit())) {
            return MetricType.UNKNOWN;
        }
        throw new LineException(LineFault.SYNTAX, "there is no such type of metric", from);
    }

    /// A unit is the last word of its family's name.
    private void checkUnit(int nameFrom, int nameTo, int from) throws LineException {
        byte[] bytes = in.bytes();
        int length = in.limit() - from;
        int before = nameTo - length - 1;
        boolean ends =
                before >= nameFrom
                        && bytes[before] == '_'
                        && Arrays.equals(bytes, before + 1, nameTo, bytes, from, in.limit());
        if (length > 0 && !ends) {
            throw new LineException(
                    LineFault.SYNTAX, "the unit is not the end of the metric's name", from);
        }
    }

    private void setUnit(int from) {
        int offset = text.length();
        text.put(in.bytes(), from, in.limit() - from);
        metadata.setUnit(offset, in.limit() - from);
    }

    private boolean isWord(String wanted, int from, int to) {
        return ExpositionText.is(wanted, in.bytes(), from, to);
    }
}
