package io.tributary.tsdb.chunks;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The files of one moment. Immutable, and counted: it holds its files as long as somebody holds
/// it.
///
/// Invariants: numbers ascend; every stored file is older than every filling one, and the numbers
/// of those follow one another.
final class FileSet {
    private final List<StoredFile> stored;
    private final List<FillingFile> filling;
    private final long newest;
    private final LongConsumer unlink;
    private final AtomicInteger holders = new AtomicInteger(1);

    /// A set held once, by its maker.
    ///
    /// @param newest the highest number of any file there was so far
    /// @param unlink told of files that were removed and are held no longer
    FileSet(List<StoredFile> stored, List<FillingFile> filling, long newest, LongConsumer unlink) {
        this.stored = List.copyOf(stored);
        this.filling = List.copyOf(filling);
        this.newest = newest;
        this.unlink = unlink;
        files(ChunkFile::hold);
    }

    List<StoredFile> stored() {
        return stored;
    }

    List<FillingFile> filling() {
        return filling;
    }

    /// The highest number that a handle in this set may name.
    long newest() {
        return newest;
    }

    /// The number from which on files are followed by handles; above all others if there is none.
    long firstFilling() {
        return filling.isEmpty() ? newest + 1 : filling.getFirst().number();
    }

    /// The filling file of a number from {@link #firstFilling} on.
    FillingFile fillingFile(long number) {
        return filling.get(Math.toIntExact(number - firstFilling()));
    }

    /// The stored file of a number, which there is.
    StoredFile storedFile(long number) {
        int low = 0;
        int high = stored.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = stored.get(middle).number();
            if (found == number) {
                return stored.get(middle);
            }
            if (found < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IllegalArgumentException("BUG: no closed chunk file " + number);
    }

    /// Holds the set once more, unless nobody does any longer.
    boolean hold() {
        int now = holders.get();
        while (now > 0 && !holders.compareAndSet(now, now + 1)) {
            now = holders.get();
        }
        return now > 0;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            files(file -> file.release(unlink));
        }
    }

    private void files(Consumer<ChunkFile> each) {
        stored.forEach(file -> each.accept(file.file()));
        filling.forEach(file -> each.accept(file.file()));
    }
}
