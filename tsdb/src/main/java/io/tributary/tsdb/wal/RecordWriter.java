package io.tributary.tsdb.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growing run of bytes that records are written to. Little-endian; not safe for several threads.
///
/// ```text
/// varint   unsigned LEB128: seven bits a byte, lowest first, 1 to 10 bytes
/// zigzag   a varint of (v << 1) ^ (v >> 63): small for small values of either sign
/// ```
///
/// Grows by doubling and keeps what it has, so steady use allocates nothing.
public final class RecordWriter {
    /// The longest varint.
    static final int VARINT_BYTES_MAX = 10;

    private static final int FIRST_BYTES = 1024;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int position;

    /// Where the next byte goes. A writer lent by {@link Wal#begin} need not begin at 0.
    public int position() {
        return position;
    }

    /// Forgets everything from `position` on.
    public void truncate(int position) {
        if (position < 0 || position > this.position) {
            throw new IllegalArgumentException(
                    "BUG: cannot truncate to " + position + " of " + this.position);
        }
        this.position = position;
    }

    /// Writes the lowest eight bits.
    public void u8(int value) {
        ensure(1);
        bytes[position++] = (byte) value;
    }

    /// Writes an unsigned LEB128 number; a negative one is taken as unsigned and needs ten bytes.
    public void varint(long value) {
        ensure(VARINT_BYTES_MAX);
        byte[] target = bytes;
        int at = position;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        position = at;
    }

    /// Writes a signed number so that small magnitudes are short.
    public void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    public void fixed32(int value) {
        ensure(Integer.BYTES);
        INT.set(bytes, position, value);
        position += Integer.BYTES;
    }

    public void fixed64(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, position, value);
        position += Long.BYTES;
    }

    public void bytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, position, length);
        position += length;
    }

    /// Writes all that another writer holds.
    public void bytes(RecordWriter source) {
        bytes(source.bytes, 0, source.position);
    }

    /// Begins a record: its type, and room for its length. Its body follows, then {@link
    /// #endRecord} with what this answers.
    public int beginRecord(int type) {
        u8(type);
        fixed32(0);
        return position;
    }

    /// Ends the record whose body began at `from`: puts its length before it.
    public void endRecord(int from) {
        if (from < Integer.BYTES || from > position) {
            throw new IllegalArgumentException(
                    "BUG: no record's body begins at " + from + " of " + position);
        }
        INT.set(bytes, from - Integer.BYTES, position - from);
    }

    /// The bytes written so far, not a copy: `[0, position())`. Changes with the next write.
    public byte[] array() {
        return bytes;
    }

    /// Forgets everything, and the memory too where one large record made it grow beyond
    /// `keptBytesMax`.
    void reset(int keptBytesMax) {
        position = 0;
        if (bytes.length > keptBytesMax) {
            bytes = new byte[FIRST_BYTES];
        }
    }

    private void ensure(int more) {
        if (more > bytes.length - position) {
            grow(more);
        }
    }

    private void grow(int more) {
        long wanted = Math.max((long) position + more, 2L * bytes.length);
        long bounded = Math.min(wanted, Integer.MAX_VALUE - 8L);
        if (more < 0 || bounded < (long) position + more) {
            throw new IllegalStateException(
                    "BUG: a record beyond 2 GiB: " + position + " + " + more);
        }
        bytes = Arrays.copyOf(bytes, (int) bounded);
    }
}
