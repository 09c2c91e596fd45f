package io.tributary.tsdb.chunks.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A stretch of a footer's index: for up to 128 blocks, the ref each begins with, where it begins,
/// and its checksum. A view; reused; owned by one thread at a time.
///
/// ```text
/// entry = ref of the first chunk (8) | offset from the first block of the file (4) | checksum (4)
/// ```
final class IndexPage {
    /// Blocks a page.
    static final int BLOCKS = 128;

    static final int ENTRY_BYTES = 16;

    /// No page.
    static final int NONE = -1;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Room for a page that is read from a file.
    final byte[] room = new byte[BLOCKS * ENTRY_BYTES];

    private byte[] bytes = room;
    private int base;
    private int count;
    private int end;
    private int number = NONE;

    /// Looks at other bytes.
    ///
    /// @param newCount of blocks
    /// @param newEnd where the last of them ends
    void set(int newNumber, byte[] source, int from, int newCount, int newEnd) {
        number = newNumber;
        bytes = source;
        base = from;
        count = newCount;
        end = newEnd;
    }

    void forget() {
        number = NONE;
    }

    /// Which page of the footer this is, or {@link #NONE}.
    int number() {
        return number;
    }

    /// The last block that begins with a ref below `ref`; the first if none does.
    int find(long ref) {
        return find(bytes, base, count, ref);
    }

    int offset(int block) {
        return offset(bytes, base, block);
    }

    /// Where a block ends.
    int endOf(int block) {
        return block + 1 < count ? offset(block + 1) : end;
    }

    int checksum(int block) {
        return checksum(bytes, base, block);
    }

    /// The last of `count` entries whose ref is below `ref`; 0 if none is.
    static int find(byte[] bytes, int base, int count, long ref) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((long) LONG.get(bytes, base + middle * ENTRY_BYTES) < ref) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    static int offset(byte[] bytes, int base, int entry) {
        return (int) INT.get(bytes, base + entry * ENTRY_BYTES + 8);
    }

    static int checksum(byte[] bytes, int base, int entry) {
        return (int) INT.get(bytes, base + entry * ENTRY_BYTES + 12);
    }
}
