package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.columns.MetadataColumns;

/// Reads one `MetricMetadata` into columns, its texts as ranges of the request. Stateless.
final class MetadataMessage {
    private static final int TYPE = 1;
    private static final int FAMILY = 2;
    private static final int HELP = 4;
    private static final int UNIT = 5;

    private static final String NAME = "MetricMetadata";

    private MetadataMessage() {}

    /// Reads the innermost message of `in` to its end.
    static void decode(ProtoCursor in, MetadataColumns into) throws MalformedRequestException {
        into.begin();
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case TYPE -> into.setType((int) in.readVarint(tag, NAME));
                case FAMILY -> {
                    int length = readText(in, tag);
                    into.setFamily(in.position() - length, length);
                }
                case HELP -> {
                    int length = readText(in, tag);
                    into.setHelp(in.position() - length, length);
                }
                case UNIT -> {
                    int length = readText(in, tag);
                    into.setUnit(in.position() - length, length);
                }
                default -> in.skip(tag);
            }
        }
    }

    /// Passes over a text.
    ///
    /// @return how long it is
    private static int readText(ProtoCursor in, int tag) throws MalformedRequestException {
        int length = in.readLength(tag, NAME);
        in.moveTo(in.position() + length);
        return length;
    }
}
