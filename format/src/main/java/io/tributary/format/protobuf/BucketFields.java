package io.tributary.format.protobuf;

import io.tributary.model.histogram.RawHistogram;

/// Reads the fields by which messages of native histograms tell the buckets of one side, under
/// whatever numbers they have them. A repeated number may stand alone or packed with others into
/// one field.
///
/// ```
/// BucketSpan*  1 sint32 offset  2 uint32 length      sint64 delta*      double count*
/// ```
public final class BucketFields {
    private static final int SPAN_OFFSET = 1;
    private static final int SPAN_LENGTH = 2;

    private static final String SPAN = "BucketSpan";

    private BucketFields() {}

    /// Reads a span.
    ///
    /// @param message whose field it is
    public static void readSpan(ProtoCursor in, int tag, String message, RawHistogram.Side into)
            throws MalformedRequestException {
        int outer = in.enter(tag, message);
        int offset = 0;
        int length = 0;
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case SPAN_OFFSET -> offset = ProtoCursor.zigzag32(in.readVarint(field, SPAN));
                case SPAN_LENGTH -> length = (int) in.readVarint(field, SPAN);
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        into.addSpan(offset, length);
    }

    /// Reads counts of integers, each less the one before it.
    public static void readDeltas(ProtoCursor in, int tag, String message, RawHistogram.Side into)
            throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            into.addDelta(ProtoCursor.zigzag64(in.readVarint(tag, message)));
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            into.addDelta(ProtoCursor.zigzag64(in.readVarint()));
        }
        in.leave(outer);
    }

    /// Reads counts of floats.
    public static void readCounts(ProtoCursor in, int tag, String message, RawHistogram.Side into)
            throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            into.addCount(in.readFixed64(tag, message));
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            into.addCount(in.readFixed64());
        }
        in.leave(outer);
    }
}
