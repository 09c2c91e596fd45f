package io.tributary.server.roundtrip;

import io.tributary.format.chunk.HistogramChunkReader;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.remotewrite.RemoteWrite1Decoder;
import io.tributary.model.Labels;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads answers of remote read to one query.
final class RemoteRead {
    private static final byte XOR = 1;

    private final SortedMap<String, SortedMap<Long, String>> all = new TreeMap<>();
    private final byte[] bytes;
    private final ProtoCursor in = new ProtoCursor("remote read");

    private RemoteRead(byte[] bytes) {
        this.bytes = bytes;
        in.reset(bytes, 0, bytes.length);
    }

    /// An answer of samples: its one result has the fields of a remote write.
    static SortedMap<String, SortedMap<Long, String>> samples(byte[] packed) throws Exception {
        byte[] raw = new byte[(int) SnappyBlock.rawLength(packed, 0, packed.length)];
        SnappyBlock.decode(packed, 0, packed.length, raw, 0);
        ProtoCursor in = new ProtoCursor("remote read");
        in.reset(raw, 0, raw.length);
        in.readTag();
        int length = in.readLength();
        WriteBatch batch = new WriteBatch();
        new RemoteWrite1Decoder().decode(raw, in.position(), length, batch);
        return BatchRead.ofLabels(batch);
    }

    /// An answer of frames of chunks.
    static SortedMap<String, SortedMap<Long, String>> chunks(byte[] frames) throws Exception {
        RemoteRead read = new RemoteRead(frames);
        while (!read.in.atEnd()) {
            int length = (int) read.in.readVarint();
            int start = read.in.position() + Integer.BYTES;
            read.in.moveTo(start);
            while (read.in.position() < start + length) {
                read.in.readTag();
                read.series();
            }
        }
        return read.all;
    }

    private void series() throws Exception {
        int outer = in.enter();
        Labels.Builder labels = new Labels.Builder();
        while (!in.atEnd()) {
            if (ProtoCursor.fieldNumber(in.readTag()) == 1) {
                int label = in.enter();
                in.readTag();
                String name = text();
                in.readTag();
                labels.set(name, text());
                in.leave(label);
            } else {
                chunk(labels.build());
            }
        }
        in.leave(outer);
    }

    private void chunk(Labels labels) throws Exception {
        int outer = in.enter();
        for (int field = 1; field <= 2; field++) {
            in.readTag();
            in.readVarint();
        }
        in.readTag();
        byte encoding = (byte) in.readVarint();
        in.readTag();
        int length = in.readLength();
        if (encoding == XOR) {
            XorChunkReader reader = new XorChunkReader();
            reader.reset(bytes, in.position(), length);
            while (reader.next()) {
                Value value = new Value.FloatBits(reader.valueBits());
                BatchRead.add(all, labels, new Sample(reader.timeMillis(), value, 0));
            }
        } else {
            HistogramChunkReader reader = new HistogramChunkReader();
            reader.reset(encoding, bytes, in.position(), length);
            while (reader.next()) {
                Value value =
                        new Value.Distribution(Histogram.of(reader.parts()), reader.resetHint());
                BatchRead.add(all, labels, new Sample(reader.timeMillis(), value, 0));
            }
        }
        in.moveTo(in.position() + length);
        in.leave(outer);
    }

    private String text() throws Exception {
        int length = in.readLength();
        String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
        in.moveTo(in.position() + length);
        return text;
    }
}
