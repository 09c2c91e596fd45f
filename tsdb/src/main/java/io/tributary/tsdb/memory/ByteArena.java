package io.tributary.tsdb.memory;

import java.util.Arrays;

/// Byte runs, each in one piece, in append-only slabs of 1 MiB. An address is slab number and
/// offset in one long.
///
/// Bound: runs of at most 1 MiB, 2^31 slabs. One writer; a run never changes once its address was
/// published.
public final class ByteArena {
    /// The longest run, in bytes.
    public static final int RUN_MAX = 1 << 20;

    private static final int OFFSET_BITS = 20;
    private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;

    private volatile byte[][] slabs = new byte[0][];
    private int used = RUN_MAX;

    /// Sets aside `length` bytes in one piece and returns their address.
    public long allocate(int length) {
        if (length < 0 || length > RUN_MAX) {
            throw new IllegalArgumentException("BUG: run of " + length + " bytes");
        }
        if (used + length > RUN_MAX) {
            byte[][] grown = Arrays.copyOf(slabs, slabs.length + 1);
            grown[slabs.length] = new byte[RUN_MAX];
            slabs = grown;
            used = 0;
        }
        long address = ((long) (slabs.length - 1) << OFFSET_BITS) | used;
        used += length;
        return address;
    }

    /// Copies a run in and returns its address.
    public long add(byte[] source, int offset, int length) {
        long address = allocate(length);
        System.arraycopy(source, offset, slab(address), offset(address), length);
        return address;
    }

    public byte[] slab(long address) {
        return slabs[(int) (address >>> OFFSET_BITS)];
    }

    public static int offset(long address) {
        return (int) address & OFFSET_MASK;
    }

    /// Bytes held.
    public long sizeBytes() {
        return (long) slabs.length * RUN_MAX;
    }
}
