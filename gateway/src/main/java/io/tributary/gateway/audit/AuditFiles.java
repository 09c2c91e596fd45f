package io.tributary.gateway.audit;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The files of the stream: one that is written, those before it, and which of them goes next.
///
/// ```
/// audit-00000003.jsonl   audit-00000004.jsonl   audit-00000005.jsonl
/// the oldest: deleted     full, or of another day   written at its end
///   by bytes or by age
/// ```
///
/// A write that fails leaves nothing: it is cut off, and written over by the next. After a sync
/// that failed the file is left for a new one, as nobody knows what of it is on the disk. A file's
/// deletion stands in the stream before it is done; done twice, it stands there twice.
///
/// Not safe for several threads. Invariant: all files together take `bytesMax` at most.
final class AuditFiles implements AutoCloseable {
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final Disk.Mode MADE = Disk.Mode.CREATE_OR_WRITE;

    /// Ends a line that was not ended; it is about no time.
    private static final Line BREAK = new Line(Long.MAX_VALUE, Long.MIN_VALUE, new byte[] {'\n'});

    private static final String BY_BYTES = "bytes";
    private static final String BY_AGE = "age";

    private final Disk disk;
    private final Path directory;
    private final AuditSettings settings;
    private final Clock clock;
    private final Deque<StoredFile> closed = new ArrayDeque<>();
    private StoredFile current;
    private Optional<DiskFile> file = Optional.empty();

    /// Whether nothing stands in the current file but its first line.
    private boolean bare;

    /// Bytes behind the last whole line of the current file.
    private long tornBytes;

    /// Tells of a line that was not ended, until it is written.
    private Optional<Line> tornNote = Optional.empty();

    private boolean unsynced;

    /// The file whose deletion was told of last: where that fails, it is tried again untold.
    private long toldNumber;

    private AuditFiles(
            Disk disk, Path directory, AuditSettings settings, Clock clock, FileSpans found) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
        closed.addAll(found.files());
        current = closed.isEmpty() ? StoredFile.none() : closed.removeLast();
        tornBytes = found.tornBytes();
        if (tornBytes > 0) {
            tornNote = Optional.of(AuditLines.torn(clock.wallMillis(), current.name(), tornBytes));
        }
    }

    /// Finds the files of a directory, which is made where it is not there.
    ///
    /// @param clock is trusted: what it says is too old is deleted
    /// @throws IOException if they cannot be read
    static AuditFiles open(Disk disk, Path directory, AuditSettings settings, Clock clock)
            throws IOException {
        disk.createDirectories(directory);
        disk.syncDirectory(Optional.ofNullable(directory.getParent()).orElse(Path.of("")));
        FileSpans found = FileSpans.find(disk, directory, clock.wallMillis());
        AuditFiles files = new AuditFiles(disk, directory, settings, clock, found);
        if (files.current.exists()) {
            files.file = Optional.of(disk.open(files.current.path(directory), Disk.Mode.WRITE));
        }
        return files;
    }

    /// Writes lines: all of them or, where it throws, none.
    void append(List<Line> lines) throws IOException {
        put(lines, false);
    }

    /// Likewise, and they are durable.
    void appendDurably(List<Line> lines) throws IOException {
        put(lines, true);
    }

    /// Makes durable what was written.
    void sync() throws IOException {
        if (!unsynced || file.isEmpty()) {
            return;
        }
        try {
            file.get().sync();
            unsynced = false;
        } catch (IOException e) {
            leave();
            throw e;
        }
    }

    /// Ends a line that was not ended, begins a new file where the last one is of another day, and
    /// deletes what is too old or too much.
    void tidy() throws IOException {
        if (tornNote.isPresent()) {
            put(List.of(), true);
        }
        if (current.exists() && !bare && isOfAnotherDay()) {
            begin();
        }
        long keptFrom = clock.wallMillis() - settings.keepMillis();
        long room = settings.bytesMax() - 2 * settings.fileBytesMax();
        while (!closed.isEmpty()) {
            boolean tooMuch = closed.stream().mapToLong(StoredFile::sizeBytes).sum() > room;
            if (!tooMuch && closed.getFirst().toMillis() >= keptFrom) {
                return;
            }
            delete(closed.getFirst(), tooMuch ? BY_BYTES : BY_AGE);
        }
    }

    /// All files, the oldest first, with what of each is whole lines.
    List<StoredFile> all() {
        List<StoredFile> all = new ArrayList<>(closed);
        if (current.exists()) {
            all.add(current);
        }
        return all;
    }

    /// Bytes of all files.
    long sizeBytes() {
        return all().stream().mapToLong(StoredFile::sizeBytes).sum();
    }

    @Override
    public void close() throws IOException {
        Optional<DiskFile> open = file;
        file = Optional.empty();
        if (open.isPresent()) {
            open.get().close();
        }
    }

    private void delete(StoredFile oldest, String reason) throws IOException {
        if (toldNumber != oldest.number()) {
            appendDurably(List.of(AuditLines.deleted(clock.wallMillis(), oldest, reason)));
            toldNumber = oldest.number();
        }
        try {
            disk.delete(oldest.path(directory));
        } catch (NoSuchFileException e) {
            // Somebody took it away: it is gone all the same.
        }
        disk.syncDirectory(directory);
        closed.removeFirst();
    }

    private void put(List<Line> lines, boolean durably) throws IOException {
        makeRoom(lines.stream().mapToLong(line -> line.bytes().length).sum());
        List<Line> all = new ArrayList<>();
        if (tornBytes > 0) {
            all.add(BREAK);
        }
        tornNote.ifPresent(all::add);
        all.addAll(lines);
        StoredFile before = current;
        write(all);
        if (durably) {
            syncOr(before);
        }
        tornBytes = 0;
        tornNote = Optional.empty();
        bare = false;
    }

    private void makeRoom(long bytes) throws IOException {
        boolean full = current.sizeBytes() + tornBytes + bytes > settings.fileBytesMax();
        if (file.isEmpty() || full || isOfAnotherDay()) {
            begin();
        }
    }

    private boolean isOfAnotherDay() {
        return Math.floorDiv(current.toMillis(), DAY_MILLIS)
                != Math.floorDiv(clock.wallMillis(), DAY_MILLIS);
    }

    /// Begins the next file; one of its number that is there already was begun in vain. What is
    /// open is synced as well as can be: who wanted to be sure of it has synced it before.
    private void begin() throws IOException {
        long now = clock.wallMillis();
        long number = current.number() + 1;
        Line first = AuditLines.file(now, number, Optional.of(current).filter(StoredFile::exists));
        DiskFile begun = disk.open(directory.resolve(StoredFile.name(number)), MADE);
        try {
            begun.truncate(0);
            begun.write(ByteBuffer.wrap(first.bytes()), 0);
            begun.sync();
            disk.syncDirectory(directory);
        } catch (IOException e) {
            begun.close();
            throw e;
        }
        Optional<DiskFile> full = file;
        if (current.exists()) {
            closed.addLast(current);
        }
        current = StoredFile.empty(number).with(first);
        file = Optional.of(begun);
        bare = true;
        tornBytes = 0;
        unsynced = false;
        if (full.isPresent()) {
            try (DiskFile old = full.get()) {
                old.sync();
            }
        }
    }

    /// Writes behind what there is; where it fails, what it wrote is cut off.
    private void write(List<Line> lines) throws IOException {
        long end = current.sizeBytes() + tornBytes;
        StoredFile after = current.grownTo(end);
        for (Line line : lines) {
            after = after.with(line);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) (after.sizeBytes() - end));
        lines.forEach(line -> bytes.put(line.bytes()));
        DiskFile open = file.orElseThrow();
        try {
            open.write(bytes.flip(), end);
        } catch (IOException e) {
            try {
                open.truncate(end);
            } catch (IOException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
        unsynced = true;
        current = after;
    }

    private void syncOr(StoredFile before) throws IOException {
        try {
            file.orElseThrow().sync();
            unsynced = false;
        } catch (IOException e) {
            current = before;
            leave();
            throw e;
        }
    }

    /// Closes the file as long as it is known to be, for a new one to be begun.
    private void leave() {
        try (DiskFile left = file.orElseThrow()) {
            left.truncate(current.sizeBytes());
            left.sync();
        } catch (IOException e) {
            // What stands behind may be read once more; the caller knows that it is not durable.
        }
        file = Optional.empty();
        tornBytes = 0;
        unsynced = false;
    }
}
