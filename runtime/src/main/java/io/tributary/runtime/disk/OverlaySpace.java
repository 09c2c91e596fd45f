package io.tributary.runtime.disk;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// The pages of an {@link OverlayDisk}, all files together: outside the heap, so that a program
/// needs no larger one, bounded, and never given back before the disk is let go. Any thread.
final class OverlaySpace {
    private final Arena arena = Arena.ofAuto();
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    OverlaySpace(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// A page of zeros.
    ///
    /// @throws NoSpaceException if that would be more than all may take
    ByteBuffer page() throws NoSpaceException {
        if (taken.addAndGet(Disk.PAGE_BYTES) > bytesMax) {
            taken.addAndGet(-Disk.PAGE_BYTES);
            throw new NoSpaceException(
                    "more than %d bytes written to a directory that is only read: they are kept in memory"
                            .formatted(bytesMax));
        }
        return arena.allocate(Disk.PAGE_BYTES).asByteBuffer();
    }

    long freeBytes() {
        return Math.max(0, bytesMax - taken.get());
    }
}
