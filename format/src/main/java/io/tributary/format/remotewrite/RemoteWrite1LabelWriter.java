package io.tributary.format.remotewrite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes labels as remote write 1.0 has them, one behind the other: what {@link
/// RemoteWrite1Labels} reads.
///
/// ```
/// label  0a LEN (0a LEN name 12 LEN value)
/// ```
///
/// Owned by one thread at a time.
public final class RemoteWrite1LabelWriter {
    private static final int LABEL_TAG = 0x0a;
    private static final int NAME_TAG = 0x0a;
    private static final int VALUE_TAG = 0x12;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Adds a label; its text is written as UTF-8.
    public void add(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        bytes.write(LABEL_TAG);
        writeVarint(bytes, fieldBytes(nameBytes) + fieldBytes(valueBytes));
        writeField(NAME_TAG, nameBytes);
        writeField(VALUE_TAG, valueBytes);
    }

    /// Bytes written so far.
    public int size() {
        return bytes.size();
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private void writeField(int tag, byte[] content) {
        bytes.write(tag);
        writeVarint(bytes, content.length);
        bytes.writeBytes(content);
    }

    private static int fieldBytes(byte[] content) {
        int lengthBytes = 1;
        for (int rest = content.length >>> 7; rest != 0; rest >>>= 7) {
            lengthBytes++;
        }
        return 1 + lengthBytes + content.length;
    }
}
