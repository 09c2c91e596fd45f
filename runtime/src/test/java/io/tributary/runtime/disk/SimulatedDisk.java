package io.tributary.runtime.disk;

import io.tributary.runtime.disk.SimulatedNames.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A disk in memory that does on purpose what real ones do rarely: crash, tear, fill up, fail and
/// rot.
///
/// {@link #crash} ends this disk and gives the one the machine would find: synced content exactly;
/// every unsynced write, cut and name kept, lost or torn, as the seed has it. The rules are the
/// strict reading of POSIX: a file's sync makes no name durable, unsynced changes survive in any
/// combination, and what a failed sync did not write no later sync will. Same seed and same calls,
/// same outcome.
///
/// A file of a removed name goes on as long as it is open, and takes no space. Safe from any thread
/// (one lock).
public final class SimulatedDisk implements Disk {
    private final Random random;
    private final SimulatedNames root;
    private final Map<Path, Object> locks = new HashMap<>();
    private long quotaBytes = Long.MAX_VALUE;
    private long usedBytes;
    private long writeCount;
    private long syncCount;
    private long failingWrite = -1;
    private long failingSync = -1;
    private long openCount;
    private long changeCount;
    private long lastChange = -1;
    private boolean crashed;

    public SimulatedDisk(long seed) {
        this(new Random(seed), new SimulatedNames(), Long.MAX_VALUE);
    }

    private SimulatedDisk(Random random, SimulatedNames root, long quotaBytes) {
        this.random = random;
        this.root = root;
        this.quotaBytes = quotaBytes;
        this.usedBytes = bytesOf(root);
    }

    /// Ends this disk: every later call on it and its files fails. Locks are gone, planned failures
    /// forgotten (unreadable ranges too), the quota stays.
    ///
    /// @return what the machine finds
    public synchronized SimulatedDisk crash() {
        crashed = true;
        return new SimulatedDisk(new Random(random.nextLong()), root.survivors(random), quotaBytes);
    }

    /// Lets all files together be `bytes` long at most.
    public synchronized void limitBytes(long bytes) {
        quotaBytes = bytes;
    }

    /// Lets the `nth` write from now on fail (1: the next), after a part of it was written.
    public synchronized void failWrite(int nth) {
        failingWrite = writeCount + nth;
    }

    /// Lets the `nth` sync from now on fail (1: the next), of a file or a directory.
    public synchronized void failSync(int nth) {
        failingSync = syncCount + nth;
    }

    /// Stops the machine before the `nth` change from now on (1: the next): a write, cut, sync, new
    /// file, rename or removal. That one and every later call fail; {@link #crash} then tells what
    /// the machine finds.
    public synchronized void stopBefore(int nth) {
        lastChange = changeCount + nth;
    }

    /// Lets every read that touches `[from, to)` of a file fail.
    public synchronized void failReads(Path file, long from, long to) throws IOException {
        file(file, "make unreadable").failReads(from, to);
    }

    /// Turns one stored bit over.
    ///
    /// @param bit 0 to 7, the lowest first
    public synchronized void flipBit(Path file, int offset, int bit) throws IOException {
        file(file, "flip a bit of").flip(offset, bit);
    }

    /// Writes so far, failed ones too.
    public synchronized long writeCount() {
        return writeCount;
    }

    /// Syncs of files and directories so far, failed ones too.
    public synchronized long syncCount() {
        return syncCount;
    }

    /// Files open now, locks not counted.
    public synchronized long openCount() {
        return openCount;
    }

    @Override
    public synchronized DiskFile open(Path file, Mode mode) throws IOException {
        String what = "cannot open (" + mode + ") " + file;
        SimulatedNames names = parent(file, what);
        Node node = names.seen().get(name(file));
        if (node == null && !mode.isNew() && mode != Mode.CREATE_OR_WRITE) {
            throw new NoSuchFileException(what);
        }
        if (node != null && mode.isNew()) {
            throw new FileAlreadyExistsException(what);
        }
        if (node == null) {
            node = create(names, file, what);
        }
        return switch (node) {
            case Node.File(var bytes) -> {
                openCount++;
                yield new SimulatedFile(this, file, bytes, mode);
            }
            case Node.Directory _ -> throw new IOException(what + ": is a directory");
        };
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        String what = "cannot create directory " + directory;
        if (find(directory, what).orElse(new Node.Directory(root)) instanceof Node.File) {
            throw new FileAlreadyExistsException(what);
        }
        SimulatedNames names = root;
        for (Path part : directory.normalize()) {
            if (part.toString().isEmpty()) {
                continue;
            }
            Node node = names.seen().get(part.toString());
            if (node == null) {
                node = new Node.Directory(new SimulatedNames());
                names.put(part.toString(), node);
            }
            names = directory(node, what);
        }
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        String what = "cannot list " + directory;
        Optional<Node> node = find(directory, what);
        return node.isEmpty()
                ? List.of()
                : List.copyOf(directory(node.get(), what).seen().keySet());
    }

    @Override
    public synchronized boolean exists(Path file) throws IOException {
        Optional<Node> node = Optional.of(start(file, "cannot look for " + file));
        for (Path part : file.normalize()) {
            node = node.flatMap(above -> child(above, part));
        }
        return node.isPresent();
    }

    @Override
    public synchronized void rename(Path source, Path target) throws IOException {
        String what = "cannot rename " + source + " to " + target;
        change(what);
        SimulatedNames from = parent(source, what);
        SimulatedNames to = parent(target, what);
        Node node = existing(from, source, what);
        Node replaced = to.seen().get(name(target));
        if (node.equals(replaced)) {
            return;
        }
        boolean directory = node instanceof Node.Directory;
        if (directory && target.normalize().startsWith(source.normalize())) {
            throw new IOException(what + ": would stand in itself");
        }
        if (replaced != null) {
            if (directory != replaced instanceof Node.Directory) {
                throw new IOException(what + ": one is a directory, the other is not");
            }
            forget(replaced, what);
        }
        if (from == to) {
            from.move(name(source), name(target), node);
        } else {
            to.put(name(target), node);
            from.remove(name(source), node);
        }
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        String what = "cannot delete " + file;
        change(what);
        SimulatedNames names = parent(file, what);
        Node node = existing(names, file, what);
        forget(node, what);
        names.remove(name(file), node);
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        String what = "cannot sync directory " + directory;
        change(what);
        Node node = find(directory, what).orElseThrow(() -> new NoSuchFileException(what));
        SimulatedNames names = directory(node, what);
        if (++syncCount == failingSync) {
            throw new IOException(what + ": simulated failure");
        }
        names.sync();
    }

    @Override
    public synchronized Optional<AutoCloseable> lock(Path file) throws IOException {
        Path path = file.normalize();
        if (locks.containsKey(path)) {
            return Optional.empty();
        }
        open(path, Mode.CREATE_OR_WRITE).close();
        Object owner = new Object();
        locks.put(path, owner);
        return Optional.of(() -> unlock(path, owner));
    }

    @Override
    public synchronized long freeBytes() throws IOException {
        alive("cannot ask for free space");
        return Math.max(0, quotaBytes - usedBytes);
    }

    @Override
    public String description() {
        return "simulated disk";
    }

    synchronized void closed() {
        openCount--;
    }

    synchronized byte[] read(SimulatedBytes bytes, long position, int length, String what)
            throws IOException {
        alive(what);
        if (bytes.isUnreadable(position, length)) {
            throw new IOException(what + ": simulated unreadable sector");
        }
        return bytes.read(position, length);
    }

    /// Writes what fits and does not fail.
    synchronized void write(SimulatedBytes bytes, int position, byte[] from, String what)
            throws IOException {
        change(what);
        writeCount++;
        if (writeCount == failingWrite) {
            int written = random.nextInt(from.length + 1);
            put(bytes, position, ByteBuffer.wrap(from, 0, written), what);
            throw new IOException(what + ": simulated failure");
        }
        put(bytes, position, ByteBuffer.wrap(from), what);
    }

    synchronized void sync(SimulatedBytes bytes, String what) throws IOException {
        change(what);
        if (++syncCount == failingSync) {
            bytes.failSync(random);
            throw new IOException(what + ": simulated failure");
        }
        bytes.sync();
    }

    synchronized int size(SimulatedBytes bytes, String what) throws IOException {
        alive(what);
        return bytes.size();
    }

    synchronized void cut(SimulatedBytes bytes, int sizeBytes, String what) throws IOException {
        change(what);
        int before = bytes.size();
        if (sizeBytes < before) {
            bytes.cut(sizeBytes);
            usedBytes -= bytes.named ? before - sizeBytes : 0;
        }
    }

    private void put(SimulatedBytes bytes, int position, ByteBuffer from, String what)
            throws IOException {
        long room = Math.max(0, quotaBytes - usedBytes);
        int wanted = from.remaining();
        long fitting = bytes.named ? Math.max(0, bytes.size() - (long) position + room) : wanted;
        byte[] written = new byte[(int) Math.min(wanted, fitting)];
        from.get(written);
        int before = bytes.size();
        bytes.write(position, written);
        usedBytes += bytes.named ? bytes.size() - before : 0;
        if (written.length < wanted) {
            throw new NoSpaceException(
                    what + ": simulated disk of " + quotaBytes + " bytes is full");
        }
    }

    private Node create(SimulatedNames names, Path file, String what) throws IOException {
        change(what);
        if (usedBytes >= quotaBytes) {
            throw new NoSpaceException(
                    what + ": simulated disk of " + quotaBytes + " bytes is full");
        }
        SimulatedBytes bytes = new SimulatedBytes(new byte[0]);
        bytes.named = true;
        Node node = new Node.File(bytes);
        names.put(name(file), node);
        return node;
    }

    /// Takes note that a name of `node` goes.
    private void forget(Node node, String what) throws IOException {
        switch (node) {
            case Node.File(var bytes) -> {
                usedBytes -= bytes.size();
                bytes.named = false;
            }
            case Node.Directory(var names) -> {
                if (!names.seen().isEmpty()) {
                    throw new IOException(what + ": directory is not empty");
                }
            }
        }
    }

    private synchronized void unlock(Path path, Object owner) {
        locks.remove(path, owner);
    }

    private SimulatedBytes file(Path file, String what) throws IOException {
        Node node = find(file, what).orElseThrow(() -> new NoSuchFileException(what + " " + file));
        return switch (node) {
            case Node.File(var bytes) -> bytes;
            case Node.Directory _ -> throw new IOException(what + " " + file + ": is a directory");
        };
    }

    /// What a path leads to; a path through a file is an error.
    private Optional<Node> find(Path path, String what) throws IOException {
        Optional<Node> node = Optional.of(start(path, what));
        for (Path part : path.normalize()) {
            if (node.isPresent() && !part.toString().isEmpty()) {
                directory(node.get(), what);
            }
            node = node.flatMap(above -> child(above, part));
        }
        return node;
    }

    private static Optional<Node> child(Node node, Path part) {
        if (part.toString().isEmpty()) {
            return Optional.of(node);
        }
        return switch (node) {
            case Node.Directory(var names) ->
                    Optional.ofNullable(names.seen().get(part.toString()));
            case Node.File _ -> Optional.empty();
        };
    }

    /// The directory that has, or would have, the name.
    private SimulatedNames parent(Path path, String what) throws IOException {
        Node above = start(path, what);
        Path parent = path.normalize().getParent();
        if (parent != null) {
            above = find(parent, what).orElseThrow(() -> new NoSuchFileException(what));
        }
        return directory(above, what);
    }

    private Node start(Path path, String what) throws IOException {
        alive(what);
        if (path.isAbsolute() || path.normalize().startsWith("..")) {
            throw new IllegalArgumentException("BUG: path " + path + " leaves the disk");
        }
        return new Node.Directory(root);
    }

    private void change(String what) throws IOException {
        alive(what);
        if (++changeCount == lastChange) {
            crashed = true;
            alive(what);
        }
    }

    private void alive(String what) throws IOException {
        if (crashed) {
            throw new IOException(what + ": the machine has crashed");
        }
    }

    private static Node existing(SimulatedNames names, Path path, String what)
            throws NoSuchFileException {
        Node node = names.seen().get(name(path));
        if (node == null) {
            throw new NoSuchFileException(what);
        }
        return node;
    }

    private static SimulatedNames directory(Node node, String what) throws IOException {
        return switch (node) {
            case Node.Directory(var names) -> names;
            case Node.File _ -> throw new IOException(what + ": not a directory");
        };
    }

    private static String name(Path path) {
        return String.valueOf(path.normalize().getFileName());
    }

    private static long bytesOf(SimulatedNames names) {
        long total = 0;
        for (Node node : names.seen().values()) {
            total +=
                    switch (node) {
                        case Node.File(var bytes) -> bytes.size();
                        case Node.Directory(var inner) -> bytesOf(inner);
                    };
        }
        return total;
    }
}
