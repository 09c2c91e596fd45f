package io.tributary.format.protobuf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes protobuf into an array that grows.
///
/// Room for a length is left before what it is of; what turns out to be shorter than 128 bytes is
/// moved up to it, before all else its length is a varint of five bytes. Reused; owned by one
/// thread at a time.
public final class ProtoWriter {
    private static final int START = 4_096;
    private static final int LENGTH_BYTES = 5;

    /// The least length that does not fit a varint of one byte.
    private static final int SHORT_END = 1 << 7;

    private static final int KEPT_BYTES_MAX = 4 << 20;

    private byte[] bytes = new byte[START];
    private int size;

    public void clear() {
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[START];
        }
        size = 0;
    }

    /// What was written, from its start on, for {@link #size} bytes; another array after a write.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    private void put(byte b) {
        reserve(1);
        bytes[size++] = b;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// Writes a field of text or bytes.
    public void bytes(int field, byte[] content) {
        tag(field, ProtoCursor.LENGTH_DELIMITED);
        varint(content.length);
        reserve(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
    }

    public void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    public void varint(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    public void fixed64(long value) {
        reserve(Long.BYTES);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size, value);
        size += Long.BYTES;
    }

    /// Begins what has a length.
    ///
    /// @return what `end` wants
    public int begin(int field) {
        tag(field, ProtoCursor.LENGTH_DELIMITED);
        reserve(LENGTH_BYTES);
        size += LENGTH_BYTES;
        return size;
    }

    /// Ends what `begin` began.
    public void end(int start) {
        int length = size - start;
        int at = start - LENGTH_BYTES;
        if (length < SHORT_END) {
            bytes[at] = (byte) length;
            System.arraycopy(bytes, start, bytes, at + 1, length);
            size = at + 1 + length;
            return;
        }
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int more = i < LENGTH_BYTES - 1 ? SHORT_END : 0;
            bytes[at + i] = (byte) (((length >>> (7 * i)) & (SHORT_END - 1)) | more);
        }
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
