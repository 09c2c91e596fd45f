package io.tributary.server;

import io.tributary.model.Label;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes remote write 2.0 requests as a sender does, field by field.
public final class WriteRequest2Bytes {
    /// What a sender says in `Content-Type`.
    public static final String TYPE = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    private final List<String> symbols = new ArrayList<>(List.of(""));
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private ByteArrayOutputStream series = new ByteArrayOutputStream();

    /// Begins a series; `labels` are `name, value, name, value …`. What is added from now on is its
    /// own.
    public WriteRequest2Bytes series(String... labels) {
        int[] refs = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            refs[i] = symbol(labels[i]);
        }
        return seriesOfRefs(refs);
    }

    /// Likewise by refs, which may be wrong.
    public WriteRequest2Bytes seriesOfRefs(int... refs) {
        endSeries();
        WriteRequestBytes.field(series, 0x0a, packed(refs));
        return this;
    }

    /// A sample of the series begun last.
    ///
    /// @param startMillis 0 where it is unknown
    public WriteRequest2Bytes sample(long timeMillis, double value, long startMillis) {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        WriteRequestBytes.fixed(sample, 0x09, Double.doubleToRawLongBits(value));
        sample.write(0x10);
        WriteRequestBytes.varint(sample, timeMillis);
        if (startMillis != 0) {
            sample.write(0x18);
            WriteRequestBytes.varint(sample, startMillis);
        }
        WriteRequestBytes.field(series, 0x12, sample.toByteArray());
        return this;
    }

    public WriteRequest2Bytes sample(long timeMillis, double value) {
        return sample(timeMillis, value, 0);
    }

    public WriteRequest2Bytes histogram(
            long timeMillis, ResetHint hint, Histogram histogram, long startMillis) {
        ByteArrayOutputStream message = WriteRequestBytes.message(timeMillis, hint, histogram);
        if (startMillis != 0) {
            WriteRequestBytes.varint(message, 0x88);
            WriteRequestBytes.varint(message, startMillis);
        }
        WriteRequestBytes.field(series, 0x1a, message.toByteArray());
        return this;
    }

    public WriteRequest2Bytes exemplar(Exemplar exemplar) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        List<Label> labels = exemplar.labels().asList();
        int[] refs = new int[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            refs[2 * i] = symbol(labels.get(i).name());
            refs[2 * i + 1] = symbol(labels.get(i).value());
        }
        WriteRequestBytes.field(message, 0x0a, packed(refs));
        WriteRequestBytes.fixed(message, 0x11, exemplar.valueBits());
        message.write(0x18);
        WriteRequestBytes.varint(message, exemplar.timeMillis());
        WriteRequestBytes.field(series, 0x22, message.toByteArray());
        return this;
    }

    /// Type, help and unit of the series begun last; its family follows from its name.
    public WriteRequest2Bytes metadata(FamilyMetadata metadata) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(0x08);
        WriteRequestBytes.varint(message, metadata.type().number());
        message.write(0x18);
        WriteRequestBytes.varint(message, symbol(metadata.help()));
        message.write(0x20);
        WriteRequestBytes.varint(message, symbol(metadata.unit()));
        WriteRequestBytes.field(series, 0x2a, message.toByteArray());
        return this;
    }

    public byte[] raw() {
        endSeries();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String symbol : symbols) {
            WriteRequestBytes.field(all, 0x22, symbol.getBytes(StandardCharsets.UTF_8));
        }
        all.writeBytes(request.toByteArray());
        return all.toByteArray();
    }

    public byte[] snappy() {
        return WriteRequestBytes.snappy(raw());
    }

    private int symbol(String text) {
        int known = symbols.indexOf(text);
        if (known >= 0) {
            return known;
        }
        symbols.add(text);
        return symbols.size() - 1;
    }

    private void endSeries() {
        if (series.size() > 0) {
            WriteRequestBytes.field(request, 0x2a, series.toByteArray());
            series = new ByteArrayOutputStream();
        }
    }

    private static byte[] packed(int... refs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int ref : refs) {
            WriteRequestBytes.varint(bytes, ref);
        }
        return bytes.toByteArray();
    }
}
