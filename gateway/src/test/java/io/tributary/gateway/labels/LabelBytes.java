package io.tributary.gateway.labels;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes label sections as a remote write 1.0 sender does.
final class LabelBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// `name, value, name, value …`
    static byte[] of(String... namesAndValues) {
        LabelBytes bytes = new LabelBytes();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            bytes.add(
                    namesAndValues[i].getBytes(StandardCharsets.UTF_8),
                    namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return bytes.bytes();
    }

    LabelBytes add(byte[] name, byte[] value) {
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        field(label, 0x0a, name);
        field(label, 0x12, value);
        field(out, 0x0a, label.toByteArray());
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream into, int tag, byte[] content) {
        into.write(tag);
        int length = content.length;
        while (length >= 0x80) {
            into.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        into.write(length);
        into.writeBytes(content);
    }
}
