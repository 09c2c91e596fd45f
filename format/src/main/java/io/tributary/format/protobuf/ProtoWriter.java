package io.tributary.format.protobuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf's wire format, one message inside another. Reused; owned by one thread at a
/// time.
///
/// ```
/// int series = out.begin(1);     a message in field 1 …
/// out.text(1, "name");
/// out.end(series);               … up to here
/// ```
///
/// A message's length is put before it when it ends, which moves its bytes once for each message
/// around it.
public final class ProtoWriter {
    private static final int START = 256;
    private static final int LENGTH_MAX = Integer.MAX_VALUE - 64;
    private static final int WIRE_TYPE_BITS = 3;

    /// An array that grew beyond is not kept from message to message.
    private static final int KEPT_BYTES_MAX = 4 << 20;

    /// A varint has at most this many bytes.
    private static final int VARINT_BYTES_MAX = 10;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[START];
    private int size;

    /// How many bytes a varint takes.
    public static int varintBytes(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    /// Begins anew.
    public void clear() {
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[START];
        }
        size = 0;
    }

    /// A whole number; one that is negative takes ten bytes.
    public void varint(int field, long value) {
        tag(field, ProtoCursor.VARINT);
        rawVarint(value);
    }

    /// A whole number of a `sint` field.
    public void zigzag(int field, long value) {
        varint(field, (value << 1) ^ (value >> 63));
    }

    /// The bits of a double.
    public void fixed64(int field, long bits) {
        tag(field, ProtoCursor.FIXED64);
        rawFixed64(bits);
    }

    /// A text, as UTF-8.
    public void text(int field, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes(field, encoded, encoded.length);
    }

    /// The first `length` bytes of an array.
    public void bytes(int field, byte[] from, int length) {
        tag(field, ProtoCursor.LENGTH_DELIMITED);
        rawVarint(length);
        ensure(length);
        System.arraycopy(from, 0, bytes, size, length);
        size += length;
    }

    public void bytes(int field, byte[] content) {
        bytes(field, content, content.length);
    }

    /// Begins a message, or a packed list of raw numbers.
    ///
    /// @return what {@link #end} wants
    public int begin(int field) {
        tag(field, ProtoCursor.LENGTH_DELIMITED);
        return size;
    }

    /// Ends the message that was begun last.
    public void end(int begun) {
        int length = size - begun;
        int lengthBytes = varintBytes(length);
        ensure(lengthBytes);
        System.arraycopy(bytes, begun, bytes, begun + lengthBytes, length);
        size = begun;
        rawVarint(length);
        size += length;
    }

    /// A number with no tag before it.
    public void rawVarint(long value) {
        ensure(VARINT_BYTES_MAX);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /// The bits of a double with no tag before them.
    public void rawFixed64(long bits) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, bits);
        size += Long.BYTES;
    }

    /// What was written is the first {@link #size} of these; another array after more is written.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /// Bytes held, for budgets.
    public int capacity() {
        return bytes.length;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// The number of a field and how its value is written, which is to follow raw.
    public void tag(int field, int wireType) {
        rawVarint((long) field << WIRE_TYPE_BITS | wireType);
    }

    private void ensure(int more) {
        if (more > bytes.length - size) {
            if (more > LENGTH_MAX - size) {
                throw new IllegalStateException("BUG: a message of more than 2 GiB");
            }
            long doubled = Math.min(2L * bytes.length, LENGTH_MAX);
            bytes = Arrays.copyOf(bytes, (int) Math.max(size + more, doubled));
        }
    }
}
