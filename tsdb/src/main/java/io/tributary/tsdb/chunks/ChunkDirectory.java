package io.tributary.tsdb.chunks;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The names of chunk files. Any thread.
final class ChunkDirectory {
    private static final int DIGITS_MIN = 6;
    private static final int DIGITS_MAX = 9;

    private final Disk disk;
    private final Path directory;

    /// The directory, made where it does not exist.
    ChunkDirectory(Disk disk, Path directory) throws IOException {
        this.disk = disk;
        this.directory = directory;
        disk.createDirectories(directory);
    }

    /// The numbers of the files there are, ascending. Other names are passed over.
    List<Long> numbers() throws IOException {
        return disk.list(directory).stream()
                .filter(ChunkDirectory::isNumber)
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /// Opens a file that there is.
    DiskFile open(long number) throws IOException {
        return disk.open(path(number), Disk.Mode.WRITE);
    }

    /// Makes a file, or takes what a failed attempt has left.
    DiskFile create(long number) throws IOException {
        return disk.open(path(number), Disk.Mode.CREATE_OR_WRITE);
    }

    /// Removes files and makes that durable.
    void unlink(List<Long> numbers) throws IOException {
        for (long number : numbers) {
            if (disk.exists(path(number))) {
                disk.delete(path(number));
            }
        }
        sync();
    }

    /// Makes all names durable.
    void sync() throws IOException {
        disk.syncDirectory(directory);
    }

    private Path path(long number) {
        return directory.resolve("%06d".formatted(number));
    }

    private static boolean isNumber(String name) {
        return name.length() >= DIGITS_MIN
                && name.length() <= DIGITS_MAX
                && (name.length() == DIGITS_MIN || name.charAt(0) != '0')
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(name) > 0;
    }
}
