package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;

/// Where name and value of a `LabelPair` stand. Reused; owned by one thread at a time.
final class LabelPair {
    private static final int NAME = 1;
    private static final int VALUE = 2;

    private static final String MESSAGE = "LabelPair";

    private final TextRange name = new TextRange();
    private final TextRange value = new TextRange();

    /// Reads one whose length is to come, a field of `message`.
    void read(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        int outer = in.enter(tag, message);
        name.clear();
        value.clear();
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case NAME -> name.read(in, field, MESSAGE);
                case VALUE -> value.read(in, field, MESSAGE);
                default -> in.skip(field);
            }
        }
        in.leave(outer);
    }

    TextRange name() {
        return name;
    }

    TextRange value() {
        return value;
    }
}
