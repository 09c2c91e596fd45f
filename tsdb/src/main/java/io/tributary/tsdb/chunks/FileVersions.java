package io.tributary.tsdb.chunks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// The newest set of files, and how one follows another. Any thread; changes take turns, and a set
/// is given up without the lock, since its last files may go with it.
final class FileVersions {
    private final LongConsumer unlink;
    private volatile FileSet current;

    /// @param stored what was found, oldest first
    /// @param unlink told of files that were removed and that no set holds any longer
    FileVersions(List<StoredFile> stored, LongConsumer unlink) {
        this.unlink = unlink;
        long newest = stored.isEmpty() ? 0 : stored.getLast().number();
        this.current = new FileSet(stored, List.of(), newest, unlink);
    }

    /// The newest set, held for the caller.
    FileSet hold() {
        FileSet set = current;
        while (!set.hold()) {
            FileSet next = current;
            if (next == set) {
                throw new IllegalStateException("BUG: the store of chunks is closed");
            }
            set = next;
        }
        return set;
    }

    /// The newest set, for a glance: its files may be closed any time.
    FileSet peek() {
        return current;
    }

    /// A new file is filled.
    void begin(FillingFile file) {
        FileSet before;
        synchronized (this) {
            before = current;
            List<FillingFile> filling = new ArrayList<>(before.filling());
            filling.add(file);
            current = new FileSet(before.stored(), filling, file.number(), unlink);
        }
        before.release();
    }

    /// The oldest file being filled has its footer.
    void close(StoredFile file) {
        FileSet before;
        synchronized (this) {
            before = current;
            List<FillingFile> filling = before.filling();
            if (filling.getFirst().number() != file.number()) {
                throw new IllegalStateException("BUG: closed out of order: " + file.number());
            }
            List<StoredFile> stored = new ArrayList<>(before.stored());
            stored.add(file);
            filling = filling.subList(1, filling.size());
            current = new FileSet(stored, filling, before.newest(), unlink);
        }
        before.release();
    }

    /// A stored file goes when the last set that has it does.
    void remove(long number) {
        FileSet before;
        synchronized (this) {
            before = current;
            StoredFile gone = before.storedFile(number);
            gone.file().remove();
            List<StoredFile> stored = new ArrayList<>(before.stored());
            stored.remove(gone);
            current = new FileSet(stored, before.filling(), before.newest(), unlink);
        }
        before.release();
    }

    /// Gives the newest set up. Those who hold it go on; there is none for newcomers.
    void end() {
        current.release();
    }
}
