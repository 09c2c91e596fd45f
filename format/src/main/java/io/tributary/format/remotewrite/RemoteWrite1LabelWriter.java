package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.Utf8Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes labels as remote write 1.0 has them, one behind the other: what {@link
/// RemoteWrite1Labels} reads.
///
/// ```
/// label  0a LEN (0a LEN name 12 LEN value)
/// ```
///
/// Reused; owned by one thread at a time.
public final class RemoteWrite1LabelWriter {
    /// Most {@link #characters} of an exemplar's labels; one that has more is not kept.
    public static final int EXEMPLAR_CHARACTERS_MAX = ExemplarMessage.LABEL_CHARACTERS_MAX;

    private static final int LABEL_TAG = 0x0a;
    private static final int NAME_TAG = 0x0a;
    private static final int VALUE_TAG = 0x12;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Of the labels so far, or -1 once one of them is not what it should be.
    private int characters;

    /// Lets go what was written.
    public void clear() {
        bytes.reset();
        characters = 0;
    }

    /// Adds a label; its text is written as UTF-8.
    public void add(String name, String value) {
        add(name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a label; its text is written as it is.
    public void add(byte[] nameBytes, byte[] valueBytes) {
        int ofName = Utf8Text.characters(nameBytes, 0, nameBytes.length);
        int ofValue = Utf8Text.characters(valueBytes, 0, valueBytes.length);
        boolean wrong = characters < 0 || ofName <= 0 || ofValue < 0;
        characters = wrong ? -1 : characters + ofName + ofValue;
        bytes.write(LABEL_TAG);
        writeVarint(bytes, fieldBytes(nameBytes) + fieldBytes(valueBytes));
        writeField(NAME_TAG, nameBytes);
        writeField(VALUE_TAG, valueBytes);
    }

    /// Characters of all names and values, or -1 where a name is empty or a text is not UTF-8.
    public int characters() {
        return characters;
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
