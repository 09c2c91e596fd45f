package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.flow.LabelPairs;

/// Reads the label section of a series, as a {@link RemoteWrite1Decoder} left it: `0a LEN label`
/// fields, one behind the other.
///
/// Reused, and then owned by one thread at a time; {@link #decode} is safe from any.
public final class RemoteWrite1Labels {
    private static final int LABELS = 1;
    private static final int NAME = 1;
    private static final int VALUE = 2;

    private final ProtoCursor in = new ProtoCursor("remote write");

    /// Decodes `bytes[offset .. offset + length)` into `into`, emptied first: names and values as
    /// they were sent, in that order, unchecked; one that is missing is empty.
    ///
    /// @throws MalformedRequestException if the bytes are no label section
    public static void decode(byte[] bytes, int offset, int length, LabelPairs into)
            throws MalformedRequestException {
        new RemoteWrite1Labels().read(bytes, offset, length, into);
    }

    /// The same, without an object for it.
    ///
    /// @throws MalformedRequestException if the bytes are no label section
    public void read(byte[] bytes, int offset, int length, LabelPairs into)
            throws MalformedRequestException {
        in.reset(bytes, offset, length);
        into.clear();
        while (!in.atEnd()) {
            int fieldStart = in.position();
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != LABELS) {
                throw new MalformedRequestException(
                        "remote write",
                        "field " + ProtoCursor.fieldNumber(tag) + " among labels",
                        fieldStart - offset);
            }
            int outer = in.enter(tag, "TimeSeries");
            decodeLabel(in, bytes, into);
            in.leave(outer);
        }
    }

    private static void decodeLabel(ProtoCursor in, byte[] bytes, LabelPairs into)
            throws MalformedRequestException {
        int nameOffset = in.position();
        int nameLength = 0;
        int valueOffset = in.position();
        int valueLength = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            int number = ProtoCursor.fieldNumber(tag);
            if (number != NAME && number != VALUE) {
                in.skip(tag);
                continue;
            }
            int length = in.readLength(tag, "Label");
            if (number == NAME) {
                nameOffset = in.position();
                nameLength = length;
            } else {
                valueOffset = in.position();
                valueLength = length;
            }
            in.moveTo(in.position() + length);
        }
        into.add(bytes, nameOffset, nameLength, valueOffset, valueLength);
    }
}
