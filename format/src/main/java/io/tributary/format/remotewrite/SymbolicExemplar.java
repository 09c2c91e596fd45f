package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.Utf8Text;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;

/// Reads one `Exemplar` of remote write 2.0 into columns, or drops it: where its labels name no
/// symbol, have no name, are not UTF-8 or longer than Prometheus keeps.
///
/// A symbol may be as long as the request, and every exemplar may name it. So no text is read that
/// is longer than labels may be, and a request's exemplars take {@link #LABEL_BYTES_MAX} bytes at
/// most: those behind are dropped.
///
/// Reused; owned by one thread at a time.
final class SymbolicExemplar {
    private static final int LABEL_REFS = 1;
    private static final int VALUE = 2;
    private static final int TIMESTAMP = 3;

    /// Bytes of one name or value: longer is longer in characters, too, or not UTF-8.
    private static final int TEXT_BYTES_MAX = 4 * ExemplarMessage.LABEL_CHARACTERS_MAX;

    /// Bytes of the labels of a request's exemplars, but for those of the last.
    static final int LABEL_BYTES_MAX = 16 * 1024 * 1024;

    private static final String NAME = "Exemplar";
    private static final int NONE = -1;

    // The exemplar being read.
    private int name = NONE;
    private boolean open;
    private boolean wrong;
    private int characters;

    /// Reads the innermost message of `in`, which belongs to the series begun last, to its end.
    void decode(ProtoCursor in, WriteBatch into) throws MalformedRequestException {
        long timeMillis = 0;
        long valueBits = 0;
        open = false;
        wrong = false;
        characters = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case LABEL_REFS -> readRefs(in, tag, into);
                case VALUE -> valueBits = in.readFixed64(tag, NAME);
                case TIMESTAMP -> timeMillis = in.readVarint(tag, NAME);
                default -> in.skip(tag);
            }
        }
        ExemplarColumns exemplars = into.exemplars();
        boolean isFull = exemplars.labelsOffset(exemplars.count()) > LABEL_BYTES_MAX;
        if (wrong || open || isFull) {
            exemplars.drop();
        } else {
            exemplars.end(into.seriesCount() - 1, timeMillis, valueBits);
        }
    }

    private void readRefs(ProtoCursor in, int tag, WriteBatch into)
            throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            add((int) in.readVarint(tag, NAME), into);
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            add((int) in.readVarint(), into);
        }
        in.leave(outer);
    }

    private void add(int ref, WriteBatch into) {
        SymbolColumns symbols = into.symbols();
        if (wrong || !symbols.has(ref)) {
            wrong = true;
        } else if (!open) {
            open = true;
            name = ref;
        } else {
            open = false;
            addLabel(into, name, ref);
        }
    }

    private void addLabel(WriteBatch into, int nameRef, int valueRef) {
        SymbolColumns symbols = into.symbols();
        ExemplarColumns exemplars = into.exemplars();
        byte[] bytes = into.bytes();
        int nameLength = symbols.length(nameRef);
        int valueLength = symbols.length(valueRef);
        if (nameLength > TEXT_BYTES_MAX || valueLength > TEXT_BYTES_MAX) {
            wrong = true;
            return;
        }
        int ofName = Utf8Text.characters(bytes, symbols.offset(nameRef), nameLength);
        int ofValue = Utf8Text.characters(bytes, symbols.offset(valueRef), valueLength);
        characters += ofName + ofValue;
        wrong = ofName <= 0 || ofValue < 0 || characters > ExemplarMessage.LABEL_CHARACTERS_MAX;
        if (!wrong) {
            exemplars.addLabel(
                    bytes,
                    symbols.offset(nameRef),
                    nameLength,
                    symbols.offset(valueRef),
                    valueLength);
        }
    }
}
