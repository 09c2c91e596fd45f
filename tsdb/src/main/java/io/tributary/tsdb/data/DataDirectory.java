package io.tributary.tsdb.data;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.tsdb.series.Hash128;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The top of a data directory: who owns it, which format it has, and the secret of its hashes.
///
/// ```
/// lock       held by the one process that has the directory open
/// version    "tributary data 1\n", written last: without it the directory holds nothing yet
/// hash-key   8 secret longs, little-endian, and the CRC32C of these 64 bytes (Hash128)
/// wal/       see tsdb/docs/wal.md
/// series/    see tsdb/docs/series.md
/// chunks/    see tsdb/docs/chunk-files.md
/// losses/    see tsdb/docs/losses.md
/// ```
public final class DataDirectory implements AutoCloseable {
    /// Where the write-ahead log lies.
    public static final Path WAL = Path.of("wal");

    /// Where definitions of tenants, label pairs and series lie.
    public static final Path SERIES = Path.of("series");

    /// Where sealed chunks lie.
    public static final Path CHUNKS = Path.of("chunks");

    /// Where stands what was lost.
    public static final Path LOSSES = Path.of("losses");

    /// The format this program writes and reads.
    public static final int VERSION = 1;

    private static final Path LOCK = Path.of("lock");
    private static final Path VERSION_FILE = Path.of("version");
    private static final Path HASH_KEY = Path.of("hash-key");
    private static final Path ROOT = Path.of("");
    private static final String VERSION_PREFIX = "tributary data ";
    private static final int VERSION_BYTES_MAX = 64;
    private static final int KEY_BYTES = Hash128.KEY_WORDS * Long.BYTES;

    private final AutoCloseable lock;
    private final long[] hashKey;

    private DataDirectory(AutoCloseable lock, long[] hashKey) {
        this.lock = lock;
        this.hashKey = hashKey;
    }

    /// Takes the directory, making what a new one needs.
    ///
    /// @throws DataDirectoryException if it is in use, of another version, or not a data directory
    public static DataDirectory open(Disk disk) throws IOException {
        disk.createDirectories(WAL);
        disk.createDirectories(SERIES);
        disk.createDirectories(CHUNKS);
        disk.createDirectories(LOSSES);
        disk.syncDirectory(ROOT);
        Optional<AutoCloseable> lock = disk.lock(LOCK);
        if (lock.isEmpty()) {
            throw new DataDirectoryException(
                    "data directory %s is in use by another process (its file \"lock\" is held); stop that one, or use another directory"
                            .formatted(disk.description()));
        }
        try {
            return new DataDirectory(lock.get(), openKey(disk));
        } catch (IOException | RuntimeException e) {
            release(lock.get());
            throw e;
        }
    }

    /// Takes a directory that has been one before; on a disk that keeps writes to itself nothing of
    /// it changes.
    ///
    /// @throws DataDirectoryException as {@link #open}
    public static DataDirectory openExisting(Disk disk) throws IOException {
        if (!disk.exists(VERSION_FILE)) {
            throw new DataDirectoryException(
                    "%s has no file \"version\": not a data directory, or one that lost files"
                            .formatted(disk.description()));
        }
        return open(disk);
    }

    /// The secret words of its hashes.
    public long[] hashKey() {
        return hashKey.clone();
    }

    @Override
    public void close() throws IOException {
        release(lock);
    }

    private static long[] openKey(Disk disk) throws IOException {
        if (!disk.exists(VERSION_FILE)) {
            create(disk);
        }
        checkVersion(disk);
        return readKey(disk);
    }

    /// Writes key, then version; each durable before the next, so a crash leaves a directory that
    /// is made anew.
    private static void create(Disk disk) throws IOException {
        if (!disk.list(WAL).isEmpty()) {
            throw new DataDirectoryException(
                    "%s has a wal but no file \"version\": not a data directory, or one that lost files"
                            .formatted(disk.description()));
        }
        SecureRandom random = new SecureRandom();
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES + 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < Hash128.KEY_WORDS; i++) {
            key.putLong(random.nextLong());
        }
        key.putInt(crc(key.array()));
        write(disk, HASH_KEY, key.flip());
        write(
                disk,
                VERSION_FILE,
                ByteBuffer.wrap(
                        (VERSION_PREFIX + VERSION + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static void checkVersion(Disk disk) throws IOException {
        byte[] bytes = read(disk, VERSION_FILE, VERSION_BYTES_MAX);
        String text = new String(bytes, StandardCharsets.UTF_8);
        String expected = VERSION_PREFIX + VERSION + "\n";
        if (!text.equals(expected)) {
            throw new DataDirectoryException(
                    "data directory %s: file \"version\" says \"%s\", this program reads \"%s\"; a newer format needs a newer program"
                            .formatted(disk.description(), text.strip(), expected.strip()));
        }
    }

    private static long[] readKey(Disk disk) throws IOException {
        byte[] bytes = read(disk, HASH_KEY, KEY_BYTES + 4);
        ByteBuffer key = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length != KEY_BYTES + 4 || key.getInt(KEY_BYTES) != crc(bytes)) {
            throw new DataDirectoryException(
                    "data directory %s: file \"hash-key\" is damaged (%d bytes, checksum wrong)"
                            .formatted(disk.description(), bytes.length));
        }
        long[] words = new long[Hash128.KEY_WORDS];
        key.asLongBuffer().get(words);
        return words;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, Math.min(bytes.length, KEY_BYTES));
        return (int) crc.getValue();
    }

    /// Under another name first: a crash leaves all of the file or none.
    private static void write(Disk disk, Path path, ByteBuffer bytes) throws IOException {
        Path fresh = Path.of(path + ".new");
        try (DiskFile file = disk.open(fresh, Disk.Mode.CREATE_OR_WRITE)) {
            file.truncate(0);
            file.write(bytes, 0);
            file.sync();
        }
        disk.rename(fresh, path);
        disk.syncDirectory(ROOT);
    }

    private static byte[] read(Disk disk, Path path, int bytesMax) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(bytesMax);
            int length = file.read(buffer, 0);
            byte[] bytes = new byte[length];
            buffer.flip().get(bytes);
            return bytes;
        }
    }

    private static void release(AutoCloseable lock) throws IOException {
        try {
            lock.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot release the lock of the data directory", e);
        }
    }
}
