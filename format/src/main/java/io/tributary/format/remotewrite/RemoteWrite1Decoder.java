package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
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

    private final ProtoCursor in = new ProtoCursor("remote write");
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
                    int outer = in.enter(tag, "WriteRequest");
                    decodeSeries(bytes, into);
                    in.leave(outer);
                }
                case METADATA -> {
                    int outer = in.enter(tag, "WriteRequest");
                    MetadataMessage.decode(in, into.metadata());
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
    }

    private void decodeSeries(byte[] bytes, WriteBatch into) throws MalformedRequestException {
        int start = in.position();
        in.moveTo(PlainFields.skipLabels(bytes, start, in.limit()));
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
        int rest = labelsFirst ? start + keyLength : start;
        in.moveTo(PlainFields.readSamples(bytes, rest, in.limit(), into));
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
                    int outer = in.enter(tag, "TimeSeries");
                    decodeSample(into);
                    in.leave(outer);
                }
                case EXEMPLARS -> {
                    int outer = in.enter(tag, "TimeSeries");
                    exemplar.decode(in, bytes, into.seriesCount() - 1, into.exemplars());
                    in.leave(outer);
                }
                case HISTOGRAMS -> {
                    int outer = in.enter(tag, "TimeSeries");
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
                case SAMPLE_VALUE -> valueBits = in.readFixed64(tag, "Sample");
                case SAMPLE_TIMESTAMP -> timeMillis = in.readVarint(tag, "Sample");
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

    private void checkLabel(int tag) throws MalformedRequestException {
        int outer = in.enter(tag, "TimeSeries");
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
}
