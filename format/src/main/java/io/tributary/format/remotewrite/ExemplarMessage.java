package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.Utf8Text;
import io.tributary.model.columns.ExemplarColumns;

/// Reads one `Exemplar` into columns, or drops it: where a label has no name, where text is not
/// UTF-8, and where labels are longer than Prometheus keeps. Reused; owned by one thread at a time.
final class ExemplarMessage {
    /// Characters of all names and values of an exemplar, as OpenMetrics has it.
    static final int LABEL_CHARACTERS_MAX = 128;

    private static final int LABELS = 1;
    private static final int VALUE = 2;
    private static final int TIMESTAMP = 3;

    private static final int LABEL_NAME = 1;
    private static final int LABEL_VALUE = 2;

    private static final String NAME = "Exemplar";

    /// Of the labels so far, or -1 once one of them is not what it should be.
    private int characters;

    /// Reads the innermost message of `in`, which belongs to `series`, to its end.
    void decode(ProtoCursor in, byte[] bytes, int series, ExemplarColumns into)
            throws MalformedRequestException {
        long timeMillis = 0;
        long valueBits = 0;
        characters = 0;
        while (!in.atEnd()) {
            int fieldStart = in.position();
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case LABELS -> {
                    decodeLabel(in, tag, bytes);
                    into.addLabel(bytes, fieldStart, in.position() - fieldStart);
                }
                case VALUE -> valueBits = in.readFixed64(tag, NAME);
                case TIMESTAMP -> timeMillis = in.readVarint(tag, NAME);
                default -> in.skip(tag);
            }
        }
        if (characters < 0 || characters > LABEL_CHARACTERS_MAX) {
            into.drop();
        } else {
            into.end(series, timeMillis, valueBits);
        }
    }

    private void decodeLabel(ProtoCursor in, int tag, byte[] bytes)
            throws MalformedRequestException {
        int outer = in.enter(tag, NAME);
        int name = 0;
        int value = 0;
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case LABEL_NAME -> name = decodeText(in, field, bytes);
                case LABEL_VALUE -> value = decodeText(in, field, bytes);
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        boolean wrong = characters < 0 || name <= 0 || value < 0;
        characters = wrong ? -1 : characters + name + value;
    }

    /// @return the text's characters, or -1 if it is not UTF-8
    private static int decodeText(ProtoCursor in, int tag, byte[] bytes)
            throws MalformedRequestException {
        int length = in.readLength(tag, "Label");
        int start = in.position();
        in.moveTo(start + length);
        return Utf8Text.characters(bytes, start, length);
    }
}
