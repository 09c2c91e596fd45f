package io.tributary.tsdb.chunks.file;

/// Reads numbers of seven bits a byte, the lowest first, from a stretch of bytes; and writes them.
///
/// A number that runs beyond the stretch does not throw, since a scan of damaged bytes expects it:
/// {@link #failed} tells. Owned by one thread at a time.
final class Varints {
    /// The longest varint, in bytes.
    static final int BYTES_MAX = 10;

    private byte[] bytes = {};
    private int position;
    private int limit;
    private boolean failed;

    /// Begins to read at `from`, up to `to` (exclusive).
    void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        limit = to;
        failed = false;
    }

    int position() {
        return position;
    }

    /// Whether something was read that was not there; it is 0 then.
    boolean failed() {
        return failed;
    }

    int u8() {
        if (position >= limit) {
            failed = true;
            return 0;
        }
        return bytes[position++] & 0xFF;
    }

    long unsigned() {
        if (position < limit && bytes[position] >= 0) {
            return bytes[position++];
        }
        long value = 0;
        for (int shift = 0; shift < 7 * BYTES_MAX && position < limit; shift += 7) {
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        failed = true;
        return 0;
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /// An unsigned number of 31 bits; failed if it is larger.
    int small() {
        long value = unsigned();
        if (value < 0 || value > Integer.MAX_VALUE) {
            failed = true;
            return 0;
        }
        return (int) value;
    }

    /// Writes an unsigned number and answers where it ends.
    static int putUnsigned(byte[] into, int at, long value) {
        int end = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            into[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[end++] = (byte) rest;
        return end;
    }

    /// Writes a signed number, zigzag, and answers where it ends.
    static int putSigned(byte[] into, int at, long value) {
        return putUnsigned(into, at, (value << 1) ^ (value >> 63));
    }
}
