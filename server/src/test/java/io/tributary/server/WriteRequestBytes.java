package io.tributary.server;

import io.tributary.model.Label;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xerial.snappy.Snappy;

/// Writes remote write 1.0 requests as a sender does, field by field.
public final class WriteRequestBytes {
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();

    /// A series with one sample; `labels` are `name, value, name, value …`.
    public WriteRequestBytes sample(long timeMillis, double value, String... labels) {
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        labels(series, labels);
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        fixed(sample, 0x09, Double.doubleToRawLongBits(value));
        sample.write(0x10);
        varint(sample, timeMillis);
        field(series, 0x12, sample.toByteArray());
        field(request, 0x0a, series.toByteArray());
        return this;
    }

    /// A series with one exemplar, which has labels of its own.
    public WriteRequestBytes exemplar(Exemplar exemplar, String... labels) {
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        labels(series, labels);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Label label : exemplar.labels().asList()) {
            labels(message, label.name(), label.value());
        }
        fixed(message, 0x11, exemplar.valueBits());
        message.write(0x18);
        varint(message, exemplar.timeMillis());
        field(series, 0x1a, message.toByteArray());
        field(request, 0x0a, series.toByteArray());
        return this;
    }

    public WriteRequestBytes metadata(FamilyMetadata metadata) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(0x08);
        varint(message, metadata.type().number());
        field(message, 0x12, metadata.family().getBytes(StandardCharsets.UTF_8));
        field(message, 0x22, metadata.help().getBytes(StandardCharsets.UTF_8));
        field(message, 0x2a, metadata.unit().getBytes(StandardCharsets.UTF_8));
        field(request, 0x1a, message.toByteArray());
        return this;
    }

    /// A series with one native histogram, each bucket in a span of its own.
    public WriteRequestBytes histogram(
            long timeMillis, ResetHint hint, Histogram histogram, String... labels) {
        ByteArrayOutputStream series = new ByteArrayOutputStream();
        labels(series, labels);
        field(series, 0x22, message(timeMillis, hint, histogram).toByteArray());
        field(request, 0x0a, series.toByteArray());
        return this;
    }

    /// A histogram as a message, to which fields may be added.
    static ByteArrayOutputStream message(long timeMillis, ResetHint hint, Histogram histogram) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean floats = histogram.kind() == Histogram.Kind.FLOAT;
        count(message, floats, 0x08, histogram.count());
        fixed(message, 0x19, histogram.sumBits());
        message.write(0x20);
        varint(message, zigzag(histogram.schema()));
        fixed(message, 0x29, histogram.zeroThresholdBits());
        count(message, floats, 0x30, histogram.zeroCount());
        buckets(message, floats, 0x42, histogram.negative());
        buckets(message, floats, 0x5a, histogram.positive());
        message.write(0x70);
        varint(message, hint.number());
        message.write(0x78);
        varint(message, timeMillis);
        for (long bound : histogram.boundBits()) {
            varint(message, 0x81);
            message.writeBytes(littleEndian(bound));
        }
        return message;
    }

    /// A series with one native histogram that counted nothing.
    public WriteRequestBytes histogram(long timeMillis, String... labels) {
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

    public static byte[] snappy(byte[] raw) {
        try {
            return Snappy.compress(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A count of integers in this field, or of floats in the next.
    private static void count(ByteArrayOutputStream message, boolean floats, int tag, long count) {
        if (floats) {
            fixed(message, tag + 0x09, count);
        } else {
            message.write(tag);
            varint(message, count);
        }
    }

    /// Spans in this field, then deltas of integers in the next, or counts of floats in the one
    /// behind it.
    private static void buckets(
            ByteArrayOutputStream message,
            boolean floats,
            int tag,
            List<Histogram.Bucket> buckets) {
        ByteArrayOutputStream counts = new ByteArrayOutputStream();
        int end = 0;
        long before = 0;
        for (Histogram.Bucket bucket : buckets) {
            ByteArrayOutputStream span = new ByteArrayOutputStream();
            span.write(0x08);
            varint(span, zigzag(bucket.index() - end));
            span.write(0x10);
            varint(span, 1);
            field(message, tag, span.toByteArray());
            if (floats) {
                counts.writeBytes(littleEndian(bucket.count()));
            } else {
                varint(counts, zigzag(bucket.count() - before));
            }
            end = bucket.index() + 1;
            before = bucket.count();
        }
        field(message, floats ? tag + 0x10 : tag + 0x08, counts.toByteArray());
    }

    private static void labels(ByteArrayOutputStream series, String... labels) {
        for (int i = 0; i < labels.length; i += 2) {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            field(label, 0x0a, labels[i].getBytes(StandardCharsets.UTF_8));
            field(label, 0x12, labels[i + 1].getBytes(StandardCharsets.UTF_8));
            field(series, 0x0a, label.toByteArray());
        }
    }

    static void field(ByteArrayOutputStream into, int tag, byte[] content) {
        into.write(tag);
        varint(into, content.length);
        into.writeBytes(content);
    }

    /// A field of 8 bytes.
    static void fixed(ByteArrayOutputStream into, int tag, long bits) {
        into.write(tag);
        into.writeBytes(littleEndian(bits));
    }

    private static byte[] littleEndian(long bits) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array();
    }

    private static long zigzag(long number) {
        return (number << 1) ^ (number >> 63);
    }

    static void varint(ByteArrayOutputStream into, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            into.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        into.write((int) rest);
    }
}
