package io.tributary.format.remoteread;

import io.tributary.format.chunk.HistogramChunkWriter;
import io.tributary.format.chunk.XorChunkWriter;
import io.tributary.format.chunk.XorEncoding;
import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/// Writes an answer of chunks, frame by frame. Memory is one frame. For one answer, on one thread.
///
/// Floats and histograms of a series stand in chunks of their own, in the order of their times; a
/// chunk ends at {@link #CHUNK_SAMPLES_MAX} samples, as Prometheus' do.
public final class ChunkFrameWriter {
    /// Samples of a chunk.
    static final int CHUNK_SAMPLES_MAX = 120;

    /// How long a frame becomes before the next is begun, its last chunk left out.
    public static final int FRAME_BYTES = 1024 * 1024;

    private static final int CHUNKED_SERIES = 1;
    private static final int QUERY_INDEX = 2;
    private static final int CHUNKS = 2;
    private static final int LENGTH_DELIMITED = 2;

    private final OutputStream out;
    private final int frameBytes;
    private final ProtoWriter labels = new ProtoWriter();
    private final ProtoWriter chunks = new ProtoWriter();
    private final ProtoWriter head = new ProtoWriter();
    private final ProtoWriter tail = new ProtoWriter();
    private final ProtoWriter length = new ProtoWriter();
    private final CRC32C checksum = new CRC32C();
    private final XorChunkWriter floats = new XorChunkWriter();
    private final HistogramChunkWriter histograms = new HistogramChunkWriter();
    private final HistogramParts parts = new HistogramParts();
    private int histogramCount;
    private long firstMillis;
    private long lastMillis;
    private int query;

    public ChunkFrameWriter(OutputStream out) {
        this(out, FRAME_BYTES);
    }

    ChunkFrameWriter(OutputStream out, int frameBytes) {
        this.out = out;
        this.frameBytes = frameBytes;
    }

    /// Writes a series, in one frame or several; one without samples is left out.
    ///
    /// @param queryIndex whose series it is; series of a query come one after the other, sorted
    /// @param samples {@link SampleColumn#ofStored}
    public void series(int queryIndex, Labels of, SampleColumn samples) throws IOException {
        query = queryIndex;
        labels.clear();
        LabelFields.write(of, labels);
        for (int i = 0; i < samples.size(); i++) {
            if (samples.isHistogram(i)) {
                endFloats();
                samples.stored(i).into(parts);
                add(samples.time(i), samples.histogram(i).hint());
            } else {
                endHistogramRun();
                add(samples.time(i), Double.doubleToRawLongBits(samples.value(i)));
            }
        }
        endFloats();
        endHistogramRun();
        endFrame();
    }

    private void add(long timeMillis, long bits) throws IOException {
        if (floats.count() == CHUNK_SAMPLES_MAX) {
            endFloats();
        }
        if (floats.count() == 0) {
            firstMillis = timeMillis;
        }
        floats.append(timeMillis, bits);
        lastMillis = timeMillis;
    }

    /// Adds what is in `parts`.
    private void add(long timeMillis, ResetHint hint) throws IOException {
        boolean fits =
                histogramCount > 0
                        && histogramCount < CHUNK_SAMPLES_MAX
                        && histograms.append(timeMillis, hint, parts);
        if (!fits) {
            // What the next chunk says of a reset is told from this one.
            endHistograms();
            histograms.begin(timeMillis, hint, parts);
            firstMillis = timeMillis;
        }
        histogramCount++;
        lastMillis = timeMillis;
    }

    private void endFloats() throws IOException {
        if (floats.count() > 0) {
            endChunk(XorEncoding.NUMBER, floats.bytes(), floats.sizeBytes());
            floats.reset();
        }
    }

    /// Nothing is known of a reset between this and the next histogram.
    private void endHistogramRun() throws IOException {
        if (histogramCount > 0) {
            endHistograms();
            histograms.reset();
        }
    }

    private void endHistograms() throws IOException {
        if (histogramCount > 0) {
            endChunk(histograms.encoding(), histograms.bytes(), histograms.sizeBytes());
            histogramCount = 0;
        }
    }

    private void endChunk(byte encoding, byte[] bytes, int size) throws IOException {
        if (labels.size() + chunks.size() >= frameBytes && chunks.size() > 0) {
            endFrame();
        }
        int chunk = chunks.begin(CHUNKS);
        chunks.varint(1, firstMillis);
        chunks.varint(2, lastMillis);
        chunks.varint(3, encoding);
        chunks.bytes(4, bytes, size);
        chunks.end(chunk);
    }

    private void endFrame() throws IOException {
        if (chunks.size() == 0) {
            return;
        }
        head.clear();
        head.rawVarint(CHUNKED_SERIES << 3 | LENGTH_DELIMITED);
        head.rawVarint(labels.size() + chunks.size());
        tail.clear();
        if (query > 0) {
            tail.varint(QUERY_INDEX, query);
        }
        length.clear();
        length.rawVarint(head.size() + labels.size() + chunks.size() + tail.size());
        out.write(length.bytes(), 0, length.size());
        checksum.reset();
        for (ProtoWriter part : new ProtoWriter[] {head, labels, chunks, tail}) {
            checksum.update(part.bytes(), 0, part.size());
        }
        int sum = (int) checksum.getValue();
        out.write(sum >>> 24);
        out.write(sum >>> 16);
        out.write(sum >>> 8);
        out.write(sum);
        for (ProtoWriter part : new ProtoWriter[] {head, labels, chunks, tail}) {
            out.write(part.bytes(), 0, part.size());
        }
        chunks.clear();
    }
}
