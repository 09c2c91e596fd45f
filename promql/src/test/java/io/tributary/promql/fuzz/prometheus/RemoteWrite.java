package io.tributary.promql.fuzz.prometheus;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Value;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;

/// Writes a dataset as a request of Prometheus' remote write 1.0: protobuf in a Snappy block of
/// literals only.
final class RemoteWrite {
    private static final int LITERAL_MAX = 1 << 16;

    /// A literal whose length less one stands in two bytes.
    private static final int LITERAL_TAG = 61 << 2;

    private static final int WIRE_VARINT = 0;
    private static final int WIRE_64_BIT = 1;
    private static final int WIRE_BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private RemoteWrite() {}

    static byte[] request(Dataset data) {
        RemoteWrite request = new RemoteWrite();
        data.series().forEach((labels, samples) -> request.bytes(1, series(labels, samples)));
        return snappy(request.out.toByteArray());
    }

    private static byte[] series(Labels labels, NavigableMap<Long, Value> samples) {
        RemoteWrite series = new RemoteWrite();
        for (Label label : labels.asList()) {
            RemoteWrite pair = new RemoteWrite();
            pair.bytes(1, label.name().getBytes(StandardCharsets.UTF_8));
            pair.bytes(2, label.value().getBytes(StandardCharsets.UTF_8));
            series.bytes(1, pair.out.toByteArray());
        }
        for (Map.Entry<Long, Value> sample : samples.entrySet()) {
            switch (sample.getValue()) {
                case Value.Real(var number) -> series.bytes(2, sample(sample.getKey(), number));
            }
        }
        return series.out.toByteArray();
    }

    private static byte[] sample(long timeMillis, double number) {
        RemoteWrite sample = new RemoteWrite();
        sample.varint(1 << 3 | WIRE_64_BIT);
        sample.out.writeBytes(
                ByteBuffer.allocate(Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(Double.doubleToRawLongBits(number))
                        .array());
        sample.varint(2 << 3 | WIRE_VARINT);
        sample.varint(timeMillis);
        return sample.out.toByteArray();
    }

    private void bytes(int field, byte[] content) {
        varint(field << 3 | WIRE_BYTES);
        varint(content.length);
        out.writeBytes(content);
    }

    private void varint(long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] snappy(byte[] content) {
        RemoteWrite block = new RemoteWrite();
        block.varint(content.length);
        for (int from = 0; from < content.length; from += LITERAL_MAX) {
            int length = Math.min(LITERAL_MAX, content.length - from);
            block.out.write(LITERAL_TAG);
            block.out.write((length - 1) & 0xff);
            block.out.write((length - 1) >>> 8);
            block.out.write(content, from, length);
        }
        return block.out.toByteArray();
    }
}
