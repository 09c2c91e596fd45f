package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the `Metadata` of a remote write 2.0 series into columns, as that of its metric family:
/// what remote write 1.0 says once a family, 2.0 repeats with each series. One that says what the
/// one before said, or the one before with its name, by the same symbols, is left out, and so is
/// one that says nothing or names no symbol. Where series of one family contradict each other, one
/// of them holds.
///
/// The family is the metric's name; where the series is one of a classic histogram or a summary,
/// less `_bucket`, `_count` or `_sum`. A series that comes with native histograms is of none.
///
/// Reused; owned by one thread at a time.
final class SymbolicMetadata {
    private static final int TYPE = 1;
    private static final int HELP_REF = 3;
    private static final int UNIT_REF = 4;

    private static final String MESSAGE = "Metadata";

    private static final int HISTOGRAM = 3;
    private static final int GAUGE_HISTOGRAM = 4;
    private static final int SUMMARY = 5;

    private static final byte[] METRIC_NAME = "__name__".getBytes(StandardCharsets.UTF_8);
    private static final byte[][] NO_SUFFIXES = {};
    private static final byte[][] SUMMARY_SUFFIXES = suffixes("_count", "_sum");
    private static final byte[][] HISTOGRAM_SUFFIXES = suffixes("_bucket", "_count", "_sum");

    /// A name may be as long as the request, and each series may have it: longer ones are not
    /// compared with the one before.
    private static final int COMPARED_BYTES_MAX = 1_024;

    private static final int NONE = -1;

    private byte[] bytes = {};

    /// The symbol that last was the label of the metric's name; nearly always the only one.
    private int metricName;

    private final SaidOfNames said = new SaidOfNames();

    // Of the last entry.
    private int lastFamily;
    private int lastFamilyLength;
    private int lastType;
    private int lastHelp;
    private int lastUnit;

    // Of the series being read.
    private int type;
    private int help;
    private int unit;

    /// Forgets the request before.
    ///
    /// @param symbols how many this one has
    void begin(byte[] ofRequest, int symbols) {
        bytes = ofRequest;
        said.begin(symbols);
        metricName = NONE;
        lastFamilyLength = NONE;
    }

    /// Forgets the series before.
    void beginSeries() {
        type = 0;
        help = 0;
        unit = 0;
    }

    /// Reads the innermost message of `in` to its end. Several of a series are one in pieces, as
    /// protobuf has it: of each field the last counts.
    void decode(ProtoCursor in) throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case TYPE -> type = readNumber(in, tag);
                case HELP_REF -> help = readNumber(in, tag);
                case UNIT_REF -> unit = readNumber(in, tag);
                default -> in.skip(tag);
            }
        }
    }

    /// Adds what was said with the series begun last, all of which has been read.
    void endSeries(WriteBatch into) {
        SymbolColumns symbols = into.symbols();
        boolean isSaid = type != 0 || help != 0 || unit != 0;
        if (isSaid && symbols.has(help) && symbols.has(unit)) {
            int name = name(into);
            if (name != NONE) {
                add(into, name);
            }
        }
    }

    private void add(WriteBatch into, int name) {
        int series = into.seriesCount() - 1;
        boolean isNative = into.histogramStart(series) < into.histogramEnd(series);
        if (said.repeats(name, type, help, unit, isNative)) {
            return;
        }
        SymbolColumns symbols = into.symbols();
        int family = symbols.offset(name);
        int nameLength = symbols.length(name);
        int length = isNative ? nameLength : familyLength(family, nameLength);
        if (type == lastType && help == lastHelp && unit == lastUnit && isLast(family, length)) {
            return;
        }
        MetadataColumns metadata = into.metadata();
        metadata.begin();
        metadata.setType(type);
        metadata.setFamily(family, length);
        metadata.setHelp(symbols.offset(help), symbols.length(help));
        metadata.setUnit(symbols.offset(unit), symbols.length(unit));
        lastFamily = family;
        lastFamilyLength = length;
        lastType = type;
        lastHelp = help;
        lastUnit = unit;
    }

    /// The symbol that is the metric's name; {@link #NONE} where there is none.
    private int name(WriteBatch into) {
        SymbolColumns symbols = into.symbols();
        int series = into.seriesCount() - 1;
        int from = into.keyOffset(series);
        int to = from + into.keyLength(series) - 1;
        for (int i = from; i < to; i += 2) {
            int name = symbols.refs()[i];
            if (symbols.has(name) && (name == metricName || isText(symbols, name, METRIC_NAME))) {
                metricName = name;
                int value = symbols.refs()[i + 1];
                return symbols.has(value) ? value : NONE;
            }
        }
        return NONE;
    }

    private boolean isText(SymbolColumns symbols, int symbol, byte[] text) {
        int offset = symbols.offset(symbol);
        int length = symbols.length(symbol);
        return length == text.length
                && Arrays.equals(bytes, offset, offset + length, text, 0, length);
    }

    private boolean isLast(int family, int length) {
        return length == lastFamilyLength
                && length <= COMPARED_BYTES_MAX
                && Arrays.equals(
                        bytes, family, family + length, bytes, lastFamily, lastFamily + length);
    }

    private int familyLength(int offset, int length) {
        byte[][] suffixes =
                switch (type) {
                    case HISTOGRAM, GAUGE_HISTOGRAM -> HISTOGRAM_SUFFIXES;
                    case SUMMARY -> SUMMARY_SUFFIXES;
                    default -> NO_SUFFIXES;
                };
        int end = offset + length;
        for (byte[] suffix : suffixes) {
            int from = end - suffix.length;
            if (from > offset && Arrays.equals(bytes, from, end, suffix, 0, suffix.length)) {
                return from - offset;
            }
        }
        return length;
    }

    private static int readNumber(ProtoCursor in, int tag) throws MalformedRequestException {
        return (int) in.readVarint(tag, MESSAGE);
    }

    private static byte[][] suffixes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
