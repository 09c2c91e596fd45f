package io.tributary.tsdb.chunks;

import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/// The name and the handle of one file, held by the sets of files that name it. Any thread.
final class ChunkFile {
    private static final int HALF = 32;

    private final long number;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile Optional<DiskFile> opened = Optional.empty();
    private volatile boolean removed;

    ChunkFile(long number) {
        this.number = number;
    }

    /// The number of the file that a handle or a place is in.
    static long numberOf(long handle) {
        return handle >> HALF;
    }

    /// A handle of an ordinal, or a place of an offset, in a file.
    static long in(long number, int lower) {
        return number << HALF | lower;
    }

    long number() {
        return number;
    }

    /// There is a file on the disk now.
    void opened(DiskFile file) {
        opened = Optional.of(file);
    }

    /// Empty until the first bytes are written.
    Optional<DiskFile> onDisk() {
        return opened;
    }

    /// The file on the disk, which there is.
    DiskFile disk() {
        return opened.orElseThrow(
                () -> new IllegalStateException("BUG: chunk file " + number + " is not open"));
    }

    void hold() {
        holders.incrementAndGet();
    }

    /// Closes the file when nobody holds it any more.
    ///
    /// @param unlink told of the number if it was removed
    void release(LongConsumer unlink) {
        if (holders.decrementAndGet() > 0) {
            return;
        }
        close();
        if (removed) {
            unlink.accept(number);
        }
    }

    /// Wants the file unlinked when nobody holds it any more.
    void remove() {
        removed = true;
    }

    void close() {
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (IOException e) {
            // What was to be durable is synced, so nothing is lost with the handle.
            return;
        }
    }
}
