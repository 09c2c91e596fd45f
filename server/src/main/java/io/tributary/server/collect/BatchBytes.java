package io.tributary.server.collect;

import io.tributary.model.Labels;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes series of one sample each as a batch, their labels as remote write 1.0 has them.
///
/// ```
/// label  0a LEN (0a LEN name 12 LEN value)
/// ```
final class BatchBytes {
    private static final int LABEL_TAG = 0x0a;
    private static final int NAME_TAG = 0x0a;
    private static final int VALUE_TAG = 0x12;

    private record Sample(int keyOffset, int keyLength, long bits) {}

    private final long timeMillis;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    private final List<Sample> samples = new ArrayList<>();

    /// A batch of samples that are all of one time.
    BatchBytes(long timeMillis) {
        this.timeMillis = timeMillis;
    }

    void add(Labels series, long bits) {
        int start = bytes.size();
        for (int i = 0; i < series.size(); i++) {
            byte[] name = series.name(i).getBytes(StandardCharsets.UTF_8);
            byte[] value = series.value(i).getBytes(StandardCharsets.UTF_8);
            bytes.write(LABEL_TAG);
            writeVarint(fieldBytes(name) + fieldBytes(value));
            writeField(NAME_TAG, name);
            writeField(VALUE_TAG, value);
        }
        samples.add(new Sample(start, bytes.size() - start, bits));
    }

    WriteBatch batch() {
        WriteBatch batch = new WriteBatch();
        batch.reset(bytes.toByteArray());
        for (Sample sample : samples) {
            batch.beginSeries(sample.keyOffset, sample.keyLength);
            batch.addSample(timeMillis, sample.bits);
        }
        return batch;
    }

    private void writeField(int tag, byte[] content) {
        bytes.write(tag);
        writeVarint(content.length);
        bytes.writeBytes(content);
    }

    private void writeVarint(int value) {
        int rest = value;
        while (rest >= 0x80) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }

    private static int fieldBytes(byte[] content) {
        int lengthBytes = 1;
        for (int rest = content.length >>> 7; rest != 0; rest >>>= 7) {
            lengthBytes++;
        }
        return 1 + lengthBytes + content.length;
    }
}
