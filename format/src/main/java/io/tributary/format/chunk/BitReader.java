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

    /// Bits of an aligned long that are there wherever in its first byte one begins.
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
