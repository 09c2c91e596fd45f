package io.tributary.format.protobuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// Reads protobuf wire format from a range of a byte array, one message inside another.
///
/// `position` never passes `limit`, and `limit` never passes the range given to `reset`: each read
/// checks first, so malformed bytes end in an exception and never in one of the JVM's. Reused;
/// owned by one thread at a time.
public final class ProtoCursor {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH_DELIMITED = 2;
    public static final int FIXED32 = 5;

    /// A varint has at most this many bytes (64 bits, 7 a byte).
    private static final int VARINT_BYTES_MAX = 10;

    private static final int START_GROUP = 3;
    private static final int END_GROUP = 4;
    private static final int WIRE_TYPE_BITS = 3;

    private static final byte[] NO_BYTES = {};
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final String protocol;
    private byte[] bytes = NO_BYTES;
    private int start;
    private int position;
    private int limit;

    /// @param protocol whose requests are read, in words, for errors
    public ProtoCursor(String protocol) {
        this.protocol = protocol;
    }

    public static int fieldNumber(int tag) {
        return tag >>> WIRE_TYPE_BITS;
    }

    private static int wireType(int tag) {
        return tag & ((1 << WIRE_TYPE_BITS) - 1);
    }

    /// Whether a field of numbers holds any count of them, one behind the other, not just one.
    public static boolean isPacked(int tag) {
        return wireType(tag) == LENGTH_DELIMITED;
    }

    /// The signed number of a varint, of 32 bits; what a writer sent beyond them does not count.
    public static int zigzag32(long varint) {
        int zigzag = (int) varint;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    /// The signed number of a varint.
    public static long zigzag64(long varint) {
        return (varint >>> 1) ^ -(varint & 1);
    }

    public void reset(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        bytes = source;
        start = offset;
        position = offset;
        limit = offset + length;
    }

    public int position() {
        return position;
    }

    public int limit() {
        return limit;
    }

    /// Whether the innermost message entered has been read to its end.
    public boolean atEnd() {
        return position == limit;
    }

    /// Goes to a place inside the innermost message entered.
    public void moveTo(int target) {
        position = Objects.checkFromToIndex(target, limit, bytes.length);
    }

    /// {@link #enter()}, of a field of `message`.
    ///
    /// @throws MalformedRequestException also if the field is of another wire type
    public int enter(int tag, String message) throws MalformedRequestException {
        expect(LENGTH_DELIMITED, tag, message);
        return enter();
    }

    /// Reads the length of a message and makes it the innermost one.
    ///
    /// @return what `leave` wants
    public int enter() throws MalformedRequestException {
        int length = readLength();
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /// Makes the message `[start .. end)`, which lies inside the innermost one, the innermost one.
    ///
    /// @return what `leave` wants
    public int moveInto(int start, int end) {
        int outer = limit;
        position = Objects.checkFromToIndex(start, end, limit);
        limit = end;
        return outer;
    }

    /// Goes on with the message around, of which `outer` was the limit.
    public void leave(int outer) {
        limit = outer;
    }

    /// The next field's number and wire type, the latter one that can be skipped.
    public int readTag() throws MalformedRequestException {
        int at = position;
        long tag = readVarint();
        if (tag >>> Integer.SIZE != 0 || tag >>> WIRE_TYPE_BITS == 0) {
            throw malformed("field number " + Long.toUnsignedString(tag >>> WIRE_TYPE_BITS), at);
        }
        int wireType = wireType((int) tag);
        if (wireType == START_GROUP || wireType == END_GROUP) {
            throw malformed("field " + (tag >>> WIRE_TYPE_BITS) + " is a group", at);
        }
        if (wireType > FIXED32) {
            throw malformed("wire type " + wireType, at);
        }
        return (int) tag;
    }

    /// Checks the wire type of the field just begun.
    ///
    /// @throws MalformedRequestException if it is another than `want`
    public void expect(int want, int tag, String message) throws MalformedRequestException {
        if (wireType(tag) != want) {
            throw malformed(
                    "field "
                            + fieldNumber(tag)
                            + " of "
                            + message
                            + " has wire type "
                            + wireType(tag)
                            + ", want "
                            + want
                            + ",",
                    position);
        }
    }

    /// The field just begun, of `message`, as a varint.
    public long readVarint(int tag, String message) throws MalformedRequestException {
        expect(VARINT, tag, message);
        return readVarint();
    }

    /// The field just begun, of `message`, as eight bytes.
    public long readFixed64(int tag, String message) throws MalformedRequestException {
        expect(FIXED64, tag, message);
        return readFixed64();
    }

    public double readDouble(int tag, String message) throws MalformedRequestException {
        return Double.longBitsToDouble(readFixed64(tag, message));
    }

    /// The length of the field just begun, of `message`: that of a text, or of bytes.
    public int readLength(int tag, String message) throws MalformedRequestException {
        expect(LENGTH_DELIMITED, tag, message);
        return readLength();
    }

    public long readVarint() throws MalformedRequestException {
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        int at = position;
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            if (position == limit) {
                throw malformed("message ends inside a varint", at);
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("varint longer than " + VARINT_BYTES_MAX + " bytes", at);
    }

    public long readFixed64() throws MalformedRequestException {
        int at = position;
        advance(Long.BYTES);
        return (long) LONG.get(bytes, at);
    }

    /// A length that fits into the innermost message.
    public int readLength() throws MalformedRequestException {
        int at = position;
        long length = readVarint();
        if (length < 0 || length > limit - position) {
            throw malformed(
                    "length "
                            + Long.toUnsignedString(length)
                            + " where "
                            + (limit - position)
                            + " bytes are left",
                    at);
        }
        return (int) length;
    }

    /// Passes over the value of the field just begun.
    public void skip(int tag) throws MalformedRequestException {
        switch (wireType(tag)) {
            case VARINT -> readVarint();
            case FIXED64 -> advance(Long.BYTES);
            case LENGTH_DELIMITED -> advance(readLength());
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw new IllegalStateException("BUG: tag " + tag + " was not checked");
        }
    }

    private void advance(int count) throws MalformedRequestException {
        if (count > limit - position) {
            throw malformed(
                    "value of " + count + " bytes where " + (limit - position) + " are left",
                    position);
        }
        position += count;
    }

    private MalformedRequestException malformed(String what, int at) {
        return new MalformedRequestException(protocol, what, at - start);
    }
}
