package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A directory of this machine as it is, and over it, in memory, whatever is done to it here: files
/// are read, written, renamed and deleted as on any disk, and nothing of that reaches the
/// directory.
///
/// ```
/// names here    a file's pages │ a directory │ gone      what is not here …
/// the directory                                          … is read there, never written
/// ```
///
/// The directory may be without permission to write. Who writes to it meanwhile confuses us, which
/// is what {@link #lock} is for: it shares the lock file with others that only read, and is refused
/// while a {@link LocalDisk} has it. A lock file that is not there locks nothing.
///
/// Bound: pages of 4 KiB of what is written, together at most what was said when it was opened;
/// above, a write meets a {@link NoSpaceException}. They are let go with the disk. Syncs do
/// nothing.
public final class OverlayDisk implements Disk {
    private static final Path ROOT = Path.of("");

    private final LocalDisk below;
    private final OverlaySpace space;
    private final Map<Path, Entry> entries = new HashMap<>();
    private final Set<Path> locked = new HashSet<>();

    /// What a name means here, whatever it means below.
    private sealed interface Entry {
        record File(OverlayContent content) implements Entry {}

        record Directory() implements Entry {}

        record Gone() implements Entry {}
    }

    private OverlayDisk(LocalDisk below, long bytesMax) {
        this.below = below;
        this.space = new OverlaySpace(bytesMax);
    }

    /// The tree under `root`, which exists.
    ///
    /// @param bytesMax of all pages
    public static OverlayDisk open(Path root, long bytesMax) throws IOException {
        return new OverlayDisk(LocalDisk.openExisting(root), bytesMax);
    }

    @Override
    public synchronized DiskFile open(Path file, Mode mode) throws IOException {
        Path path = below.normal(file);
        String what = "cannot open " + path;
        Entry entry =
                switch (look(path)) {
                    case Entry.Gone() -> made(path, mode, what);
                    case Entry.Directory() -> throw new IOException(what + ": is a directory");
                    case Entry.File found when mode.isNew() ->
                            throw new FileAlreadyExistsException(what, null, "file exists");
                    case Entry.File found -> found;
                };
        if (!(entry instanceof Entry.File(var content))) {
            throw new IllegalStateException("BUG: opened what is no file: " + entry);
        }
        entries.put(path, entry);
        return new OverlayFile(path, content, content.openBelow(below), mode != Mode.READ);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        Path path = below.normal(directory);
        for (int names = 1; names <= path.getNameCount(); names++) {
            Path part = path.subpath(0, names);
            switch (look(part)) {
                case Entry.Directory() -> {}
                case Entry.File(var _) ->
                        throw new IOException(
                                "cannot create directory " + path + ": a file is there");
                case Entry.Gone() -> entries.put(part, new Entry.Directory());
            }
        }
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        Path path = below.normal(directory);
        return switch (look(path)) {
            case Entry.Gone() -> List.of();
            case Entry.File(var _) ->
                    throw new IOException("cannot list " + path + ": not a directory");
            case Entry.Directory() -> names(path);
        };
    }

    @Override
    public synchronized boolean exists(Path file) throws IOException {
        return !(look(below.normal(file)) instanceof Entry.Gone);
    }

    @Override
    public synchronized void rename(Path source, Path target) throws IOException {
        Path from = below.normal(source);
        Path to = below.normal(target);
        String what = "cannot rename %s to %s".formatted(from, to);
        switch (look(from)) {
            case Entry.Gone() -> throw missing(what);
            case Entry.File file -> entries.put(to, file);
            case Entry.Directory() -> {
                createDirectories(to);
                for (String name : names(from)) {
                    rename(from.resolve(name), to.resolve(name));
                }
            }
        }
        entries.put(from, new Entry.Gone());
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        Path path = below.normal(file);
        String what = "cannot delete " + path;
        switch (look(path)) {
            case Entry.Gone() -> throw missing(what);
            case Entry.Directory() when !names(path).isEmpty() ->
                    throw new IOException(what, new DirectoryNotEmptyException(path.toString()));
            case Entry.File(var _), Entry.Directory() -> entries.put(path, new Entry.Gone());
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        Path path = below.normal(directory);
        if (!(look(path) instanceof Entry.Directory)) {
            throw missing("cannot sync directory " + path);
        }
    }

    @Override
    public synchronized Optional<AutoCloseable> lock(Path file) throws IOException {
        Path path = below.normal(file);
        if (locked.contains(path)) {
            return Optional.empty();
        }
        AutoCloseable inner = () -> {};
        if (below.exists(path)) {
            Optional<AutoCloseable> shared = below.lockShared(path);
            if (shared.isEmpty()) {
                return Optional.empty();
            }
            inner = shared.get();
        }
        locked.add(path);
        return Optional.of(new Held(path, inner));
    }

    @Override
    public long freeBytes() {
        return space.freeBytes();
    }

    @Override
    public String description() {
        return below.description();
    }

    /// A lock until it is first closed.
    private final class Held implements AutoCloseable {
        private final Path path;
        private final AutoCloseable inner;
        private boolean closed;

        Held(Path path, AutoCloseable inner) {
            this.path = path;
            this.inner = inner;
        }

        @Override
        public void close() throws IOException {
            synchronized (OverlayDisk.this) {
                if (!closed) {
                    closed = true;
                    locked.remove(path);
                    release();
                }
            }
        }

        private void release() throws IOException {
            try {
                inner.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("cannot unlock " + path, e);
            }
        }
    }

    /// What a name means: as it stands here, else as it is below.
    private Entry look(Path path) throws IOException {
        Entry here = entries.get(path);
        if (here != null) {
            return here;
        }
        if (path.equals(ROOT) || below.isDirectory(path)) {
            return new Entry.Directory();
        }
        return below.exists(path)
                ? new Entry.File(OverlayContent.of(path, below, space))
                : new Entry.Gone();
    }

    /// The names in a directory, sorted. All that was below a directory that is gone is gone name
    /// by name.
    private List<String> names(Path directory) throws IOException {
        TreeSet<String> names = new TreeSet<>(below.list(directory));
        entries.forEach((path, entry) -> {
            if (!path.equals(ROOT) && parent(path).equals(directory)) {
                String name = path.getFileName().toString();
                if (entry instanceof Entry.Gone) {
                    names.remove(name);
                } else {
                    names.add(name);
                }
            }
        });
        return List.copyOf(names);
    }

    private Entry made(Path path, Mode mode, String what) throws IOException {
        boolean makes = mode.isNew() || mode == Mode.CREATE_OR_WRITE;
        if (!makes || !(look(parent(path)) instanceof Entry.Directory)) {
            throw missing(what);
        }
        return new Entry.File(OverlayContent.empty(space));
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent()).orElse(ROOT);
    }

    private static NoSuchFileException missing(String what) {
        return new NoSuchFileException(what, null, "no such file");
    }
}
