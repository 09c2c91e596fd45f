package io.tributary.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.xerial.snappy.Snappy;

/// Writes remote write 1.0 requests as a sender does, field by field.
public final class WriteRequestBytes {
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();

    /// A series with one sample; `labels` are `name, value, name, value …`.
    public WriteRequestBytes sample(long timeMillis, double value, String... labels) {
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        labels(series, labels);
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        sample.write(0x09);
        sample.writeBytes(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(Double.doubleToRawLongBits(value))
                        .array());
        sample.write(0x10);
        varint(sample, timeMillis);
        field(series, 0x12, sample.toByteArray());
        field(request, 0x0a, series.toByteArray());
        return this;
    }

    /// A series with one native histogram.
    WriteRequestBytes histogram(long timeMillis, String... labels) {
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        labels(series, labels);
        ByteArrayOutputStream histogram = new ByteArrayOutputStream();
        histogram.write(0x78);
        varint(histogram, timeMillis);
        field(series, 0x22, histogram.toByteArray());
        field(request, 0x0a, series.toByteArray());
        return this;
    }

    public byte[] raw() {
        return request.toByteArray();
    }

    public byte[] snappy() {
        return snappy(raw());
    }

    static byte[] snappy(byte[] raw) {
        try {
            return Snappy.compress(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void labels(ByteArrayOutputStream series, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            field(label, 0x0a, labels[i].getBytes(StandardCharsets.UTF_8));
            field(label, 0x12, labels[i + 1].getBytes(StandardCharsets.UTF_8));
            field(series, 0x0a, label.toByteArray());
        }
    }

    private static void field(ByteArrayOutputStream into, int tag, byte[] content) {
        into.write(tag);
        varint(into, content.length);
        into.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream into, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            into.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        into.write((int) rest);
    }
}
