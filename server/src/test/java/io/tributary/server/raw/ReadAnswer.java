package io.tributary.server.raw;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.format.chunk.HistogramChunkReader;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads answers of remote read, as lines: `query labels: time bits, …`.
final class ReadAnswer {
    private final List<String> lines = new ArrayList<>();
    private final byte[] bytes;
    private final ProtoCursor in = new ProtoCursor("remote read");

    private ReadAnswer(byte[] bytes) {
        this.bytes = bytes;
        in.reset(bytes, 0, bytes.length);
    }

    /// Of an answer of samples; of histograms, how many there are.
    static List<String> ofSamples(byte[] packed)
            throws CompressionException, MalformedRequestException {
        byte[] raw = new byte[(int) SnappyBlock.rawLength(packed, 0, packed.length)];
        SnappyBlock.decode(packed, 0, packed.length, raw, 0);
        ReadAnswer answer = new ReadAnswer(raw);
        for (int query = 0; !answer.in.atEnd(); query++) {
            answer.in.readTag();
            int result = answer.in.enter();
            while (!answer.in.atEnd()) {
                answer.in.readTag();
                answer.series(query);
            }
            answer.in.leave(result);
        }
        return answer.lines;
    }

    /// Of an answer of chunks.
    static List<String> ofChunks(byte[] frames)
            throws MalformedRequestException, CorruptChunkException {
        ReadAnswer answer = new ReadAnswer(frames);
        while (!answer.in.atEnd()) {
            int length = (int) answer.in.readVarint();
            int start = answer.in.position() + Integer.BYTES;
            answer.in.moveTo(start);
            answer.frame(start + length);
        }
        return answer.lines;
    }

    private void series(int query) throws MalformedRequestException {
        int outer = in.enter();
        Labels.Builder labels = new Labels.Builder();
        List<String> samples = new ArrayList<>();
        int histograms = 0;
        while (!in.atEnd()) {
            switch (ProtoCursor.fieldNumber(in.readTag())) {
                case 1 -> label(labels);
                case 2 -> samples.add(sample());
                default -> {
                    in.moveTo(in.readLength() + in.position());
                    histograms++;
                }
            }
        }
        in.leave(outer);
        line(query, labels, samples);
        if (histograms > 0) {
            lines.add(histograms + " histograms");
        }
    }

    private String sample() throws MalformedRequestException {
        int outer = in.enter();
        in.readTag();
        long bits = in.readFixed64();
        in.readTag();
        long time = in.readVarint();
        in.leave(outer);
        return time + " " + HexFormat.of().toHexDigits(bits);
    }

    private void frame(int end) throws MalformedRequestException, CorruptChunkException {
        Labels.Builder labels = new Labels.Builder();
        List<String> samples = new ArrayList<>();
        int query = 0;
        while (in.position() < end) {
            if (ProtoCursor.fieldNumber(in.readTag()) == 2) {
                query = (int) in.readVarint();
                continue;
            }
            int outer = in.enter();
            while (!in.atEnd()) {
                if (ProtoCursor.fieldNumber(in.readTag()) == 1) {
                    label(labels);
                } else {
                    chunk(samples);
                }
            }
            in.leave(outer);
        }
        line(query, labels, samples);
    }

    private void chunk(List<String> samples)
            throws MalformedRequestException, CorruptChunkException {
        int outer = in.enter();
        for (int field = 1; field <= 2; field++) {
            in.readTag();
            in.readVarint();
        }
        in.readTag();
        byte encoding = (byte) in.readVarint();
        in.readTag();
        int length = in.readLength();
        if (encoding == 1) {
            XorChunkReader reader = new XorChunkReader();
            reader.reset(bytes, in.position(), length);
            while (reader.next()) {
                samples.add(
                        reader.timeMillis() + " " + HexFormat.of().toHexDigits(reader.valueBits()));
            }
        } else {
            HistogramChunkReader reader = new HistogramChunkReader();
            reader.reset(encoding, bytes, in.position(), length);
            while (reader.next()) {
                samples.add(
                        "%d %s %s"
                                .formatted(
                                        reader.timeMillis(),
                                        reader.resetHint(),
                                        Histogram.of(reader.parts())));
            }
        }
        in.moveTo(in.position() + length);
        in.leave(outer);
    }

    private void label(Labels.Builder labels) throws MalformedRequestException {
        int outer = in.enter();
        String[] pair = new String[2];
        for (int i = 0; i < 2; i++) {
            in.readTag();
            int length = in.readLength();
            pair[i] = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
            in.moveTo(in.position() + length);
        }
        in.leave(outer);
        labels.set(pair[0], pair[1]);
    }

    private void line(int query, Labels.Builder labels, List<String> samples) {
        lines.add(query + " " + labels.build() + ": " + String.join(", ", samples));
    }
}
