package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A remote write 1.0 message as a sender of 2.0 would send it: each text once, and the type and
/// help of its metric with every series.
final class SymbolMessage {
    private static final int SYMBOL_TAG = 0x22;
    private static final int SERIES_TAG = 0x2a;
    private static final int REFS_TAG = 0x0a;
    private static final int SAMPLE_TAG = 0x12;
    private static final int VALUE_TAG = 0x09;
    private static final int TIME_TAG = 0x10;
    private static final int METADATA_TAG = 0x2a;
    private static final int TYPE_TAG = 0x08;
    private static final int HELP_TAG = 0x18;
    private static final int COUNTER = 1;

    private final Map<String, Integer> symbols = new LinkedHashMap<>(Map.of("", 0));
    private final ByteArrayOutputStream series = new ByteArrayOutputStream();

    private SymbolMessage() {}

    /// The series and samples of a message of 1.0.
    static byte[] of(byte[] message) {
        WriteBatch batch = new WriteBatch();
        SymbolMessage own = new SymbolMessage();
        LabelPairs labels = new LabelPairs();
        try {
            new RemoteWrite1Decoder().decode(message, 0, message.length, batch);
            for (int i = 0; i < batch.seriesCount(); i++) {
                RemoteWrite1Labels.decode(
                        batch.bytes(), batch.keyOffset(i), batch.keyLength(i), labels);
                own.add(labels, batch, i);
            }
        } catch (MalformedRequestException e) {
            throw new IllegalStateException("BUG: a message of ours", e);
        }
        return own.toByteArray();
    }

    private void add(LabelPairs labels, WriteBatch batch, int number) {
        ByteArrayOutputStream refs = new ByteArrayOutputStream();
        for (int i = 0; i < labels.count(); i++) {
            writeRef(refs, labels.name(i));
            writeRef(refs, labels.value(i));
        }
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        writeField(one, REFS_TAG, refs.toByteArray());
        for (int i = batch.sampleStart(number); i < batch.sampleEnd(number); i++) {
            writeField(one, SAMPLE_TAG, sample(batch.timeMillis(i), batch.valueBits(i)));
        }
        ByteArrayOutputStream metadata = new ByteArrayOutputStream();
        metadata.write(TYPE_TAG);
        metadata.write(COUNTER);
        metadata.write(HELP_TAG);
        writeRef(metadata, "What " + labels.value(0) + " counts.");
        writeField(one, METADATA_TAG, metadata.toByteArray());
        writeField(series, SERIES_TAG, one.toByteArray());
    }

    private static byte[] sample(long timeMillis, long valueBits) {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        sample.write(VALUE_TAG);
        sample.writeBytes(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(valueBits)
                        .array());
        sample.write(TIME_TAG);
        long rest = timeMillis;
        while (rest > 0x7f) {
            sample.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        sample.write((int) rest);
        return sample.toByteArray();
    }

    private byte[] toByteArray() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (String symbol : symbols.keySet()) {
            writeField(message, SYMBOL_TAG, symbol.getBytes(StandardCharsets.UTF_8));
        }
        message.writeBytes(series.toByteArray());
        return message.toByteArray();
    }

    private void writeRef(ByteArrayOutputStream out, String text) {
        RemoteWrite1LabelWriter.writeVarint(
                out, symbols.computeIfAbsent(text, _ -> symbols.size()));
    }

    private static void writeField(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        RemoteWrite1LabelWriter.writeVarint(out, content.length);
        out.writeBytes(content);
    }
}
