package io.tributary.tsdb.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads what a {@link RecordWriter} wrote, from a range of an array; every step is checked against
/// the range's end. Allocates nothing; not safe for several threads.
///
/// Offsets are counted from the range's start.
public final class RecordReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int start;
    private int end;
    private int at;

    /// Reads `bytes[from, to)`.
    public RecordReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        reset(bytes, from, to);
    }

    /// Begins anew, at another range.
    public void reset(byte[] bytes, int from, int to) {
        if (from < 0 || to < from || to > bytes.length) {
            throw new IndexOutOfBoundsException(
                    "BUG: range " + from + " to " + to + " of " + bytes.length);
        }
        this.bytes = bytes;
        this.start = from;
        this.at = from;
        this.end = to;
    }

    /// Where in {@link #array} the range begins.
    public int start() {
        return start;
    }

    /// How far reading has come, from the range's start.
    public int position() {
        return at - start;
    }

    public int remaining() {
        return end - at;
    }

    public int u8() throws CorruptRecordException {
        need(1, "byte");
        return bytes[at++] & 0xff;
    }

    /// Reads an unsigned LEB128 number. Ten bytes at most, the tenth 0 or 1; longer is corrupt.
    public long varint() throws CorruptRecordException {
        byte[] source = bytes;
        int from = at;
        int limit = Math.min(end, from + RecordWriter.VARINT_BYTES_MAX);
        long value = 0;
        int shift = 0;
        for (int i = from; i < limit; i++) {
            byte b = source[i];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                if (shift == 63 && b > 1) {
                    throw corrupt("varint beyond 64 bits");
                }
                at = i + 1;
                return value;
            }
            shift += 7;
        }
        throw corrupt(limit == end ? "varint beyond the end" : "varint beyond 64 bits");
    }

    public long zigzag() throws CorruptRecordException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /// Reads a varint that counts or measures something in this payload.
    ///
    /// @throws CorruptRecordException if it is beyond `max`
    public int count(int max, String what) throws CorruptRecordException {
        int from = at;
        long value = varint();
        if (value < 0 || value > max) {
            at = from;
            throw corrupt(what + " is " + Long.toUnsignedString(value) + ", at most " + max);
        }
        return (int) value;
    }

    public int fixed32() throws CorruptRecordException {
        need(Integer.BYTES, "four bytes");
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    public long fixed64() throws CorruptRecordException {
        need(Long.BYTES, "eight bytes");
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    public void bytes(byte[] into, int offset, int length) throws CorruptRecordException {
        need(length, "bytes");
        System.arraycopy(bytes, at, into, offset, length);
        at += length;
    }

    /// Passes over `length` bytes and says where in {@link #array} they begin: reading without a
    /// copy.
    public int take(int length) throws CorruptRecordException {
        need(length, "bytes");
        int from = at;
        at += length;
        return from;
    }

    /// Sets another reader on the next `length` bytes and passes over them.
    public void slice(int length, RecordReader into) throws CorruptRecordException {
        int from = take(length);
        into.reset(bytes, from, from + length);
    }

    /// What {@link #take} points into. Not to be changed.
    public byte[] array() {
        return bytes;
    }

    /// An exception that names where reading stands.
    public CorruptRecordException corrupt(String what) {
        return new CorruptRecordException(what, position());
    }

    private void need(int length, String what) throws CorruptRecordException {
        if (length < 0 || length > end - at) {
            throw corrupt(what + " beyond the end: " + length + " of " + remaining() + " left");
        }
    }
}
