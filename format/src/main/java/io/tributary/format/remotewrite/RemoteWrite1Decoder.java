package io.tributary.format.remotewrite;

import io.tributary.model.flow.WriteBatch;

/// Reads a remote write 1.0 `WriteRequest` into a batch, in place.
///
/// Each series is walked twice. The first walk finds (and checks) its labels; nearly always they
/// stand together, and their range in the request is the series' key. The second reads samples and
/// checks the rest. Where labels stand apart, they are then moved together at the start of the
/// series' message, over what has been read already: no copy of the request is needed, and the work
/// stays linear whatever the sender did.
///
/// So after a decode the request's bytes belong to the batch: its keys are whole, the rest need not
/// be a message any more. Reused; owned by one thread at a time.
public final class RemoteWrite1Decoder {
    private static final int TIME_SERIES = 1;
    private static final int METADATA = 3;

    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int EXEMPLARS = 3;
    private static final int HISTOGRAMS = 4;

    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIMESTAMP = 2;

    private static final int LABEL_NAME = 1;
    private static final int LABEL_VALUE = 2;

    private static final byte LABELS_TAG = (LABELS << 3) | ProtoCursor.LENGTH_DELIMITED;
    private static final byte LABEL_NAME_TAG = (LABEL_NAME << 3) | ProtoCursor.LENGTH_DELIMITED;
    private static final byte LABEL_VALUE_TAG = (LABEL_VALUE << 3) | ProtoCursor.LENGTH_DELIMITED;

    /// Tags and one-byte lengths of a name and a value.
    private static final int PLAIN_LABEL_OVERHEAD = 4;

    private final ProtoCursor in = new ProtoCursor();
    private final HistogramMessage histogram = new HistogramMessage();
    private final ExemplarMessage exemplar = new ExemplarMessage();

    /// Decodes the message `bytes[offset .. offset + length)` into `into`, emptied first.
    ///
    /// A histogram that contradicts itself is added as invalid, an exemplar with bad labels is
    /// dropped and counted: neither makes the request malformed.
    ///
    /// @throws MalformedRequestException if the bytes are no such message; what `into` holds then
    ///   means nothing
    public void decode(byte[] bytes, int offset, int length, WriteBatch into)
            throws MalformedRequestException {
        in.reset(bytes, offset, length);
        into.reset(bytes);
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case TIME_SERIES -> {
                    int outer = enter(tag, "WriteRequest");
                    decodeSeries(bytes, into);
                    in.leave(outer);
                }
                case METADATA -> {
                    int outer = enter(tag, "WriteRequest");
                    MetadataMessage.decode(in, into.metadata());
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    private void decodeSeries(byte[] bytes, WriteBatch into) throws MalformedRequestException {
        int start = in.position();
        in.moveTo(skipPlainLabels(bytes, start, in.limit()));
        int keyStart = start;
        int keyLength = in.position() - start;
        boolean apart = false;
        while (!in.atEnd()) {
            int fieldStart = in.position();
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != LABELS) {
                in.skip(tag);
                continue;
            }
            checkLabel(tag);
            if (keyLength == 0) {
                keyStart = fieldStart;
            }
            apart |= keyStart + keyLength != fieldStart;
            keyLength += in.position() - fieldStart;
        }
        into.beginSeries(apart ? start : keyStart, keyLength);
        boolean labelsFirst = !apart && keyStart == start;
        in.moveTo(labelsFirst ? start + keyLength : start);
        decodeSamples(bytes, into);
        if (apart) {
            in.moveTo(start);
            gatherLabels(bytes);
        }
    }

    private void decodeSamples(byte[] bytes, WriteBatch into) throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case SAMPLES -> {
                    int outer = enter(tag, "TimeSeries");
                    decodeSample(into);
                    in.leave(outer);
                }
                case EXEMPLARS -> {
                    int outer = enter(tag, "TimeSeries");
                    exemplar.decode(in, bytes, into.seriesCount() - 1, into.exemplars());
                    in.leave(outer);
                }
                case HISTOGRAMS -> {
                    int outer = enter(tag, "TimeSeries");
                    histogram.decode(in, into);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    private void decodeSample(WriteBatch into) throws MalformedRequestException {
        long timeMillis = 0;
        long valueBits = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case SAMPLE_VALUE -> {
                    in.expect(ProtoCursor.FIXED64, tag, "Sample");
                    valueBits = in.readFixed64();
                }
                case SAMPLE_TIMESTAMP -> {
                    in.expect(ProtoCursor.VARINT, tag, "Sample");
                    timeMillis = in.readVarint();
                }
                default -> in.skip(tag);
            }
        }
        into.addSample(timeMillis, valueBits);
    }

    /// Moves the label fields of the innermost message to its start, in their order. A field never
    /// moves up, so none is overwritten before it was moved.
    private void gatherLabels(byte[] bytes) throws MalformedRequestException {
        int target = in.position();
        while (!in.atEnd()) {
            int fieldStart = in.position();
            int tag = in.readTag();
            in.skip(tag);
            if (ProtoCursor.fieldNumber(tag) == LABELS) {
                int fieldLength = in.position() - fieldStart;
                System.arraycopy(bytes, fieldStart, bytes, target, fieldLength);
                target += fieldLength;
            }
        }
    }

    /// Passes over the plain labels that stand at `start`: nearly always all of a series' labels,
    /// in a loop with nothing else in it.
    private static int skipPlainLabels(byte[] bytes, int start, int limit) {
        int position = start;
        while (limit - position >= 2 && bytes[position] == LABELS_TAG && bytes[position + 1] >= 0) {
            int end = position + 2 + bytes[position + 1];
            if (end > limit || !isPlainLabel(bytes, position + 2, end)) {
                return position;
            }
            position = end;
        }
        return position;
    }

    /// Whether a message is a name, then a value, both shorter than 128 bytes, each of the three
    /// lengths in one byte.
    private static boolean isPlainLabel(byte[] bytes, int start, int end) {
        if (end - start < PLAIN_LABEL_OVERHEAD
                || bytes[start] != LABEL_NAME_TAG
                || bytes[start + 1] < 0) {
            return false;
        }
        int value = start + 2 + bytes[start + 1];
        return value + 2 <= end
                && bytes[value] == LABEL_VALUE_TAG
                && bytes[value + 1] >= 0
                && value + 2 + bytes[value + 1] == end;
    }

    private void checkLabel(int tag) throws MalformedRequestException {
        int outer = enter(tag, "TimeSeries");
        while (!in.atEnd()) {
            int field = in.readTag();
            int number = ProtoCursor.fieldNumber(field);
            if (number == LABEL_NAME || number == LABEL_VALUE) {
                in.expect(ProtoCursor.LENGTH_DELIMITED, field, "Label");
            }
            in.skip(field);
        }
        in.leave(outer);
    }

    private int enter(int tag, String parent) throws MalformedRequestException {
        in.expect(ProtoCursor.LENGTH_DELIMITED, tag, parent);
        return in.enter();
    }
}
