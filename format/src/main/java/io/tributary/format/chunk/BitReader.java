package io.tributary.format.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads bits, the highest first, from a range of a byte array. Who reads asks {@link #has} first:
/// nothing here checks. Reused; owned by one thread at a time.
final class BitReader {
    private static final byte[] NO_BYTES = {};
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// From so many bits on, one load is not enough wherever in a byte they begin.
    private static final int UNALIGNED_BITS = Long.SIZE - Byte.SIZE + 1;

    private byte[] bytes = NO_BYTES;

    /// In bits; a byte array has more of them than an int counts.
    private long position;

    private long limit;

    void reset(byte[] source, int offset, int length) {
        bytes = source;
        position = (long) offset * Byte.SIZE;
        limit = (long) (offset + length) * Byte.SIZE;
    }

    boolean has(int count) {
        return count <= limit - position;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Of the next bit, from the array's begin.
    long position() {
        return position;
    }

    void position(long next) {
        position = next;
    }

    /// One behind the last bit, from the array's begin.
    long limit() {
        return limit;
    }

    /// At positions before this one, and up to `span` bits on, {@link #load} stays inside the
    /// array.
    long loadableBefore(int span) {
        return (long) (bytes.length - Long.BYTES + 1) * Byte.SIZE - span;
    }

    /// The bits from `position` on, left-aligned; the first 57 at least.
    static long load(byte[] bytes, long position) {
        return (long) LONG.get(bytes, (int) (position >>> 3)) << (int) (position & 7);
    }

    /// The `count` bits, 1 to 64, from `position` on, right-aligned; from 58 on by two loads, the
    /// second 32 bits on.
    static long load(byte[] bytes, long position, int count) {
        if (count < UNALIGNED_BITS) {
            return load(bytes, position) >>> (Long.SIZE - count);
        }
        int low = count - Integer.SIZE;
        long high = load(bytes, position) >>> Integer.SIZE;
        return (high << low) | (load(bytes, position + Integer.SIZE) >>> (Long.SIZE - low));
    }

    int readBit() {
        int bit = (bytes[(int) (position >>> 3)] >>> (7 - (int) (position & 7))) & 1;
        position++;
        return bit;
    }

    /// The next `count` bits, 1 to 64, right-aligned.
    long read(int count) {
        if (count >= UNALIGNED_BITS) {
            int half = count - Integer.SIZE;
            return (read(half) << Integer.SIZE) | read(Integer.SIZE);
        }
        int index = (int) (position >>> 3);
        long aligned =
                index + Long.BYTES <= bytes.length ? (long) LONG.get(bytes, index) : tail(index);
        long value = (aligned << (int) (position & 7)) >>> (Long.SIZE - count);
        position += count;
        return value;
    }

    /// Fewer than eight bytes are left in the array.
    private long tail(int index) {
        long aligned = 0;
        for (int i = 0; i < bytes.length - index; i++) {
            aligned |= (bytes[index + i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i + 1));
        }
        return aligned;
    }
}
