package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;

/// Reads remote write 2.0 into a batch whose series name symbols, in place: texts stay where they
/// are in the request, histograms and exemplar labels are copied.
///
/// Symbols are read first, wherever they stand; the fields of a series may come in any order, as
/// protobuf allows.
///
/// Reused; owned by one thread at a time.
public final class RemoteWrite2Decoder {
    private static final int SYMBOLS = 4;
    private static final int TIME_SERIES = 5;

    private static final int LABEL_REFS = 1;
    private static final int SAMPLES = 2;
    private static final int HISTOGRAMS = 3;
    private static final int EXEMPLARS = 4;
    private static final int METADATA = 5;

    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIMESTAMP = 2;
    private static final int SAMPLE_START = 3;

    private static final String REQUEST = "Request";
    private static final String SERIES = "TimeSeries";

    private final ProtoCursor in = new ProtoCursor("remote write");
    private final HistogramMessage histogram = new HistogramMessage();
    private final SymbolicExemplar exemplar = new SymbolicExemplar();
    private final SymbolicMetadata metadata = new SymbolicMetadata();

    /// Decodes `bytes[offset .. offset + length)` into `into`, emptied first.
    ///
    /// @throws MalformedRequestException if they are no `Request`, or its first symbol is not empty
    ///   as the specification demands; the batch then means nothing
    public void decode(byte[] bytes, int offset, int length, WriteBatch into)
            throws MalformedRequestException {
        into.reset(bytes);
        in.reset(bytes, offset, length);
        readSymbols(into.symbols(), offset);
        metadata.begin(bytes, into.symbols().count());
        in.reset(bytes, offset, length);
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) == TIME_SERIES) {
                int outer = in.enter(tag, REQUEST);
                decodeSeries(bytes, into);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }

    private void readSymbols(SymbolColumns symbols, int start) throws MalformedRequestException {
        while (!in.atEnd()) {
            int at = in.position();
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != SYMBOLS) {
                in.skip(tag);
                continue;
            }
            int size = in.readLength(tag, REQUEST);
            if (symbols.count() == 0 && size > 0) {
                throw new MalformedRequestException(
                        "remote write", "the first symbol is not empty", at - start);
            }
            symbols.add(in.position(), size);
            in.moveTo(in.position() + size);
        }
    }

    private void decodeSeries(byte[] bytes, WriteBatch into) throws MalformedRequestException {
        SymbolColumns symbols = into.symbols();
        int key = symbols.refCount();
        into.beginSeries(key, 0);
        metadata.beginSeries();
        in.moveTo(PlainFields.readRefs(bytes, in.position(), in.limit(), symbols));
        while (!in.atEnd()) {
            in.moveTo(PlainFields.readSamples(bytes, in.position(), in.limit(), into));
            if (!in.atEnd()) {
                decodeField(into);
            }
        }
        into.endKey(symbols.refCount() - key);
        metadata.endSeries(into);
    }

    private void readRefs(int tag, SymbolColumns symbols) throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            symbols.addRef((int) in.readVarint(tag, SERIES));
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            symbols.addRef((int) in.readVarint());
        }
        in.leave(outer);
    }

    private void decodeField(WriteBatch into) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case LABEL_REFS -> readRefs(tag, into.symbols());
            case SAMPLES -> {
                int outer = in.enter(tag, SERIES);
                decodeSample(into);
                in.leave(outer);
            }
            case HISTOGRAMS -> {
                int outer = in.enter(tag, SERIES);
                histogram.decode(in, into);
                in.leave(outer);
            }
            case EXEMPLARS -> {
                int outer = in.enter(tag, SERIES);
                exemplar.decode(in, into);
                in.leave(outer);
            }
            case METADATA -> {
                int outer = in.enter(tag, SERIES);
                metadata.decode(in);
                in.leave(outer);
            }
            default -> in.skip(tag);
        }
    }

    private void decodeSample(WriteBatch into) throws MalformedRequestException {
        long timeMillis = 0;
        long valueBits = 0;
        long startMillis = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case SAMPLE_VALUE -> valueBits = in.readFixed64(tag, "Sample");
                case SAMPLE_TIMESTAMP -> timeMillis = in.readVarint(tag, "Sample");
                case SAMPLE_START -> startMillis = in.readVarint(tag, "Sample");
                default -> in.skip(tag);
            }
        }
        into.addSample(timeMillis, valueBits);
        if (startMillis != 0) {
            into.startLast(startMillis);
        }
    }
}
