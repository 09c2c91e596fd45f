package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A directory of this machine.
///
/// Paths are checked by their words (`..` may not lead out of the root); symbolic links inside the
/// root are followed wherever an operator made them point.
///
/// Locks are POSIX record locks, and closing *any* descriptor of a locked file gives the process'
/// lock away. So locks of this process are kept in a table that is asked before the file is
/// touched, and a lock file is never to be opened by other means while it is held.
public final class LocalDisk implements Disk {
    /// Lock files held by this process.
    private static final Set<Path> LOCKED = new HashSet<>();

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path root;
    private final Refusals refusals;

    private LocalDisk(Path root) {
        this.root = root;
        this.refusals = new Refusals(root);
    }

    /// The tree under `root`, which is made where it does not exist.
    public static LocalDisk open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Refusals refusals = new Refusals(absolute);
        try {
            Files.createDirectories(absolute);
            return new LocalDisk(absolute.toRealPath());
        } catch (IOException e) {
            throw refusals.explain("cannot open directory " + absolute, 0, e);
        }
    }

    /// The tree under `root`, which exists; nothing is made.
    static LocalDisk openExisting(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        String what = "cannot open directory " + absolute;
        try {
            Path real = absolute.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new NotDirectoryException("it is a file");
            }
            return new LocalDisk(real);
        } catch (NotDirectoryException e) {
            throw new IOException(what + ": not a directory", e);
        } catch (IOException e) {
            throw new Refusals(absolute).explain(what, e);
        }
    }

    @Override
    public DiskFile open(Path file, Mode mode) throws IOException {
        Path path = resolve(file);
        try {
            return new LocalFile(path, channel(path, mode), refusals);
        } catch (IOException e) {
            String what = "cannot " + words(mode) + " " + path;
            throw creates(mode) ? refusals.explain(what, 0, e) : refusals.explain(what, e);
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Path path = resolve(directory);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw refusals.explain("cannot create directory " + path, 0, e);
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        Path path = resolve(directory);
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (NotDirectoryException e) {
            throw new IOException("cannot list " + path + ": not a directory", e);
        } catch (IOException e) {
            throw refusals.explain("cannot list " + path, e);
        }
    }

    @Override
    public boolean exists(Path file) throws IOException {
        Path path = resolve(file);
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw refusals.explain("cannot look for " + path, e);
        }
    }

    @Override
    public void rename(Path source, Path target) throws IOException {
        Path from = resolve(source);
        Path to = resolve(target);
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw refusals.explain("cannot rename " + from + " to " + to, 0, e);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Path path = resolve(file);
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw refusals.explain("cannot delete " + path, e);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        Path path = resolve(directory);
        try (var channel =
                AsynchronousFileChannel.open(
                        path, Set.of(StandardOpenOption.READ), CallerRuns.SHARED)) {
            channel.force(true);
        } catch (IOException e) {
            throw refusals.explain("cannot sync directory " + path, e);
        }
    }

    @Override
    public Optional<AutoCloseable> lock(Path file) throws IOException {
        return lock(file, LocalDisk::lockFree);
    }

    /// Takes a file that exists as a lock against owners that {@link #lock} it, and together with
    /// other processes that do the same as this; nothing is written.
    ///
    /// @throws NoSuchFileException if it does not exist
    Optional<AutoCloseable> lockShared(Path file) throws IOException {
        return lock(file, LocalDisk::shareFree);
    }

    private interface Lock {
        Optional<AutoCloseable> take(Path path) throws IOException;
    }

    private Optional<AutoCloseable> lock(Path file, Lock lock) throws IOException {
        Path path = resolve(file);
        synchronized (LOCKED) {
            if (LOCKED.contains(path)) {
                return Optional.empty();
            }
            try {
                return lock.take(path);
            } catch (IOException e) {
                throw refusals.explain("cannot lock " + path, 0, e);
            }
        }
    }

    @Override
    public long freeBytes() throws IOException {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw refusals.explain("cannot ask for free space of " + root, e);
        }
    }

    @Override
    public String description() {
        return root.toString();
    }

    /// Takes the lock of a file that nobody in this process holds, and writes our process id into
    /// it.
    private static Optional<AutoCloseable> lockFree(Path path) throws IOException {
        AsynchronousFileChannel channel =
                AsynchronousFileChannel.open(
                        path, options(Mode.CREATE_OR_WRITE), CallerRuns.SHARED);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return Optional.empty();
            }
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0);
            CallerRuns.result(
                    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0));
            LOCKED.add(path);
            locked = true;
            return Optional.of(() -> unlock(path, channel));
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static Optional<AutoCloseable> shareFree(Path path) throws IOException {
        AsynchronousFileChannel channel =
                AsynchronousFileChannel.open(path, options(Mode.READ), CallerRuns.SHARED);
        boolean locked = false;
        try {
            if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
                return Optional.empty();
            }
            LOCKED.add(path);
            locked = true;
            return Optional.of(() -> unlock(path, channel));
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static void unlock(Path path, AsynchronousFileChannel channel) throws IOException {
        synchronized (LOCKED) {
            if (channel.isOpen()) {
                LOCKED.remove(path);
                channel.close();
            }
        }
    }

    /// Whether there is a directory of that name.
    boolean isDirectory(Path file) {
        return Files.isDirectory(resolve(file));
    }

    /// The one spelling of a path that stays in the tree.
    Path normal(Path path) {
        return root.relativize(resolve(path));
    }

    private Path resolve(Path path) {
        Path resolved = root.resolve(path).normalize();
        if (path.isAbsolute() || !resolved.startsWith(root)) {
            throw new IllegalArgumentException("BUG: path " + path + " leaves " + root);
        }
        return resolved;
    }

    private static AsynchronousFileChannel channel(Path path, Mode mode) throws IOException {
        if (mode == Mode.WRITE_DIRECT) {
            Optional<AsynchronousFileChannel> direct = DirectChannels.open(path);
            if (direct.isPresent()) {
                return direct.get();
            }
        }
        return AsynchronousFileChannel.open(
                path, options(mode), CallerRuns.SHARED, attributes(path, mode));
    }

    private static FileAttribute<?>[] attributes(Path path, Mode mode) {
        boolean owned = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return mode == Mode.CREATE_PRIVATE && owned
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static Set<OpenOption> options(Mode mode) {
        return switch (mode) {
            case READ -> Set.of(StandardOpenOption.READ);
            case WRITE, WRITE_DIRECT -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            case CREATE, CREATE_PRIVATE ->
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE_NEW);
            case CREATE_OR_WRITE ->
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE);
        };
    }

    private static boolean creates(Mode mode) {
        return mode.isNew() || mode == Mode.CREATE_OR_WRITE;
    }

    private static String words(Mode mode) {
        return switch (mode) {
            case READ -> "open for reading";
            case WRITE, WRITE_DIRECT -> "open for writing";
            case CREATE, CREATE_PRIVATE -> "create";
            case CREATE_OR_WRITE -> "open or create";
        };
    }
}
