package io.tributary.gateway.registry.journal;

import io.tributary.gateway.registry.journal.JournalLine.Changes;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The objects that were declared by the API, and who changed them, in one file that is appended to
/// (`gateway/docs/registry-journal.md`).
///
/// ```
/// append: line ─ sync ─ its end ─ sync ─ in force        fold: new file ─ sync ─ rename ─ sync
/// ```
///
/// *Invariants*: what {@link #append} returned from is found again after any crash; a line that has
/// its end was synced before, so that one which does not fit its checksum is damage and never the
/// trace of a crash. After a write that failed nothing is known of the file's end: the next change
/// writes a new file first.
///
/// Nothing is made on disk before the first change. Safe from any thread.
public final class RegistryJournal implements AutoCloseable {
    /// The file, in the registry's directory.
    static final String FILE = "changes.log";

    private static final String NEW_FILE = "changes.new";
    private static final String LOCK = "lock";

    /// Below this many bytes beyond what it comes to, a journal is not folded.
    private static final long FOLD_BYTES_MIN = 16L * 1024 * 1024;

    private static final int OBJECTS_SHARE = 2;

    private final Disk disk;
    private final Path directory;
    private final Path path;
    private final JournalState state = new JournalState();
    private final List<String> warnings = new ArrayList<>();
    private final long foldBytesMin;
    private Optional<DiskFile> file = Optional.empty();
    private Optional<AutoCloseable> lock = Optional.empty();
    private long sizeBytes;
    private boolean suspect;

    private RegistryJournal(Disk disk, Path directory, long foldBytesMin) {
        this.disk = disk;
        this.directory = directory;
        this.path = directory.resolve(FILE);
        this.foldBytesMin = foldBytesMin;
    }

    /// Reads what there is.
    ///
    /// @param directory on `disk`; made by the first change
    /// @throws IOException if it cannot be read, another process has it, or a line is damaged,
    ///   which the message names
    public static RegistryJournal open(Disk disk, Path directory) throws IOException {
        return open(disk, directory, FOLD_BYTES_MIN);
    }

    static RegistryJournal open(Disk disk, Path directory, long foldBytesMin) throws IOException {
        RegistryJournal journal = new RegistryJournal(disk, directory, foldBytesMin);
        if (disk.exists(journal.path)) {
            try {
                journal.take();
                journal.read();
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        }
        return journal;
    }

    /// Of the newest set; 0 where there never was one.
    public synchronized long version() {
        return state.version();
    }

    /// The objects there are now, in the order in which they came.
    public synchronized Map<ObjectKey, StoredObject> objects() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(state.objects()));
    }

    /// The newest changes, newest first; of the last 10,000.
    public synchronized List<HistoryEntry> history(Predicate<HistoryEntry> of, int limit) {
        return state.history().filter(of).limit(limit).toList();
    }

    /// What an operator should know.
    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// How the history would tell of changes, were they made.
    public synchronized List<HistoryEntry> preview(ChangeSet set) {
        return set.changes().stream()
                .map(change -> state.entry(state.version() + 1, set, change))
                .toList();
    }

    /// Makes changes durable.
    ///
    /// @return how the history tells of them
    /// @throws IOException if they are not known to be durable: they are not in force then, though
    ///   they may come to be by a start before the next change
    public synchronized List<HistoryEntry> append(ChangeSet set) throws IOException {
        List<HistoryEntry> entries = preview(set);
        List<Optional<String>> objects = new ArrayList<>();
        for (Change change : set.changes()) {
            objects.add(
                    switch (change) {
                        case Change.Put(_, _, var json) -> Optional.of(json);
                        case Change.Delete _ -> Optional.empty();
                    });
        }
        Changes line = new Changes(state.version() + 1, entries, objects);
        byte[] bytes = line.encode();
        if (bytes.length > JournalLine.BYTES_MAX) {
            throw new IllegalArgumentException("BUG: a line of " + bytes.length + " bytes");
        }
        write(bytes);
        state.apply(line);
        if (sizeBytes > foldBytesMin + OBJECTS_SHARE * state.sizeBytes()) {
            foldIfPossible();
        }
        return entries;
    }

    /// All of it, as the bytes of a journal that comes to the same. Empty where nothing was ever
    /// declared.
    public synchronized byte[] copy() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JournalLine line : state.folded()) {
            bytes.writeBytes(line.encode());
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /// Whether these objects beside those that stay would be more than a journal holds.
    public synchronized boolean isFullWith(long moreBytes) {
        return state.sizeBytes() + moreBytes > JournalState.BYTES_MAX;
    }

    @Override
    public synchronized void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            file = Optional.empty();
        }
        if (lock.isPresent()) {
            try {
                lock.get().close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("cannot unlock " + directory, e);
            }
            lock = Optional.empty();
        }
    }

    private void write(byte[] line) throws IOException {
        try {
            if (file.isEmpty()) {
                begin();
            }
            if (suspect) {
                fold();
            }
            DiskFile open = file.orElseThrow();
            open.write(ByteBuffer.wrap(line), sizeBytes);
            open.sync();
            open.write(ByteBuffer.wrap(new byte[] {'\n'}), sizeBytes + line.length);
            open.sync();
            sizeBytes += line.length + 1L;
        } catch (IOException e) {
            suspect = true;
            throw e;
        }
    }

    /// Makes the file.
    private void begin() throws IOException {
        disk.createDirectories(directory);
        Path above = directory.getParent();
        disk.syncDirectory(above == null ? Path.of("") : above);
        take();
        Disk.Mode mode = disk.exists(path) ? Disk.Mode.WRITE : Disk.Mode.CREATE_PRIVATE;
        file = Optional.of(disk.open(path, mode));
        disk.syncDirectory(directory);
    }

    private void take() throws IOException {
        if (lock.isEmpty()) {
            lock = disk.lock(directory.resolve(LOCK));
        }
        if (lock.isEmpty()) {
            throw new IOException(
                    "cannot open the registry in %s: another process has it"
                            .formatted(disk.description()));
        }
    }

    private void read() throws IOException {
        Path unfinished = directory.resolve(NEW_FILE);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        DiskFile open = disk.open(path, Disk.Mode.WRITE);
        file = Optional.of(open);
        LineScan.End end =
                LineScan.scan(
                        path.toString(),
                        open,
                        (number, line) -> {
                            String name = name(number);
                            state.take(name, JournalLine.decode(name, line));
                        });
        sizeBytes = end.sizeBytes();
        if (end.rest().length > 0) {
            mend(open, end);
        }
        state.end(name(end.lines()));
    }

    /// Sees to what stands behind the last line that has its end: a line whose end alone is missing
    /// is taken; one that is not whole was never answered for, and is cut off.
    private void mend(DiskFile open, LineScan.End end) throws IOException {
        byte[] rest = end.rest();
        int length = rest.length;
        while (length > 0 && rest[length - 1] == 0) {
            length--;
        }
        Optional<byte[]> whole =
                List.of(Arrays.copyOf(rest, length), Arrays.copyOf(rest, rest.length - 1)).stream()
                        .filter(JournalLine::isWhole)
                        .findFirst();
        if (whole.isEmpty()) {
            open.truncate(sizeBytes);
            open.sync();
            warnings.add(
                    "registry: the last line of %s had not been written to its end; its %d bytes, which no change was answered for, were cut off"
                            .formatted(path, rest.length));
            return;
        }
        String name = name(end.lines() + 1);
        state.take(name, JournalLine.decode(name, whole.get()));
        open.truncate(sizeBytes + whole.get().length);
        open.sync();
        open.write(ByteBuffer.wrap(new byte[] {'\n'}), sizeBytes + whole.get().length);
        open.sync();
        sizeBytes += whole.get().length + 1L;
    }

    /// Where it cannot be folded now, what is appended next has to.
    private void foldIfPossible() {
        try {
            fold();
        } catch (IOException e) {
            suspect = true;
        }
    }

    private void fold() throws IOException {
        Path target = directory.resolve(NEW_FILE);
        if (disk.exists(target)) {
            disk.delete(target);
        }
        DiskFile next = disk.open(target, Disk.Mode.CREATE_PRIVATE);
        long written = 0;
        try {
            for (JournalLine line : state.folded()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(line.encode());
                bytes.write('\n');
                next.write(ByteBuffer.wrap(bytes.toByteArray()), written);
                written += bytes.size();
            }
            next.sync();
            disk.rename(target, path);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        DiskFile old = file.orElseThrow();
        file = Optional.of(next);
        sizeBytes = written;
        suspect = true;
        disk.syncDirectory(directory);
        suspect = false;
        old.close();
    }

    private String name(int line) {
        return "%s: line %d".formatted(path, line);
    }
}
