package io.tributary.format.chunk;

import java.util.Arrays;

/// Writes bits, the highest first, into a byte array that grows. Reused; owned by one thread at a
/// time.
final class BitWriter {
    private static final int START = 128;

    /// Zero behind the last bit written, so that the padding is.
    private byte[] bytes = new byte[START];

    private int bits;

    void reset() {
        Arrays.fill(bytes, 0, sizeBytes(), (byte) 0);
        bits = 0;
    }

    /// Appends the low `count` bits of `value`, 1 to 64.
    void write(long value, int count) {
        reserve(count);
        int left = count;
        while (left > 0) {
            int free = Byte.SIZE - (bits & 7);
            int taken = Math.min(free, left);
            long piece = (value >>> (left - taken)) & ((1L << taken) - 1);
            bytes[bits >>> 3] |= (byte) (piece << (free - taken));
            bits += taken;
            left -= taken;
        }
    }

    void writeUnsignedVarint(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            write((rest & 0x7F) | 0x80, Byte.SIZE);
            rest >>>= 7;
        }
        write(rest, Byte.SIZE);
    }

    /// Replaces the two bytes at `index`, which were written before.
    void setShort(int index, int value) {
        bytes[index] = (byte) (value >>> Byte.SIZE);
        bytes[index + 1] = (byte) value;
    }

    byte[] bytes() {
        return bytes;
    }

    int sizeBytes() {
        return (bits + 7) >>> 3;
    }

    private void reserve(int count) {
        int needed = (bits + count + 7) >>> 3;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, needed));
        }
    }
}
