package io.tributary.runtime.http;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Byte arrays kept for the next request, by size class; what does not fit is left to the garbage
/// collector. Safe from any thread.
///
/// A class holds arrays of one power of two, from 4 KiB to 32 MiB. Arrays are not cleared: who
/// takes one reads only what it wrote.
///
/// *Invariant*: the pool never keeps more than its bound of bytes; arrays in use are counted by
/// whoever admitted the request, not here.
public final class BytePool {
    private static final int SMALLEST_SHIFT = 12;
    private static final int LARGEST_SHIFT = 25;

    private final long keptBytesMax;
    private final ArrayDeque<byte[]>[] classes;
    private long keptBytes;

    /// A pool that keeps at most `keptBytesMax`.
    public BytePool(long keptBytesMax) {
        this.keptBytesMax = keptBytesMax;
        this.classes = emptyClasses();
    }

    /// An array of at least `sizeBytes`, its content undefined.
    public byte[] take(int sizeBytes) {
        int shift = shift(sizeBytes);
        if (shift > LARGEST_SHIFT) {
            return new byte[sizeBytes];
        }
        byte[] kept = poll(shift);
        return kept != null ? kept : new byte[1 << shift];
    }

    /// Gives back an array that nobody uses any more.
    public void giveBack(byte[] array) {
        int shift = shift(array.length);
        if (shift > LARGEST_SHIFT || array.length != 1 << shift) {
            return;
        }
        synchronized (classes) {
            if (keptBytes + array.length <= keptBytesMax) {
                keptBytes += array.length;
                classes[shift - SMALLEST_SHIFT].push(array);
            }
        }
    }

    private byte @Nullable [] poll(int shift) {
        synchronized (classes) {
            byte[] kept = classes[shift - SMALLEST_SHIFT].poll();
            if (kept != null) {
                keptBytes -= kept.length;
            }
            return kept;
        }
    }

    private static int shift(int sizeBytes) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(sizeBytes, 1) - 1);
        return Math.max(bits, SMALLEST_SHIFT);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ArrayDeque<byte[]>[] emptyClasses() {
        ArrayDeque<byte[]>[] classes = new ArrayDeque[LARGEST_SHIFT - SMALLEST_SHIFT + 1];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new ArrayDeque<>();
        }
        return classes;
    }
}
