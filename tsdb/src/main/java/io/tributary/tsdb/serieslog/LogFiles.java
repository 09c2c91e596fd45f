package io.tributary.tsdb.serieslog;

import io.tributary.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// The files of a log's directory: one generation, and while it is rewritten the next one under
/// another name.
final class LogFiles {
    private static final String FRESH_SUFFIX = ".new";

    private final Disk disk;
    private final Path directory;
    private final int reserveBytes;
    private final SecureRandom random = new SecureRandom();

    /// @param reserveBytes see {@link LogFile}
    LogFiles(Disk disk, Path directory, int reserveBytes) {
        this.disk = disk;
        this.directory = directory;
        this.reserveBytes = reserveBytes;
    }

    /// Reads the newest generation, or makes the first. Older ones, which a crash left behind, are
    /// removed once the newest has its name for good; so is what was never finished.
    LogReader.Opened open(RecordVisitor found) throws IOException {
        List<String> names = disk.list(directory);
        List<Long> generations =
                names.stream().filter(LogFiles::isGeneration).map(Long::valueOf).sorted().toList();
        if (generations.isEmpty()) {
            return new LogReader.Opened(first(), new SeriesLogReport(0, 0, 0, List.of()));
        }
        disk.syncDirectory(directory);
        LogReader.Opened newest =
                LogReader.open(disk, path(generations.getLast()), reserveBytes, found);
        try {
            for (long generation : generations.subList(0, generations.size() - 1)) {
                disk.delete(path(generation));
            }
            for (String name : names) {
                if (name.endsWith(FRESH_SUFFIX)) {
                    disk.delete(directory.resolve(name));
                }
            }
            disk.syncDirectory(directory);
            return newest;
        } catch (IOException e) {
            newest.file().close();
            throw e;
        }
    }

    private LogFile first() throws IOException {
        LogFile first = create(1);
        try {
            first.sync();
            publish(first);
            return first;
        } catch (IOException e) {
            first.close();
            throw e;
        }
    }

    /// Makes a file that no reader sees until it is published.
    LogFile create(long generation) throws IOException {
        return LogFile.create(
                disk,
                freshPath(generation),
                new FileHeader(generation, random.nextLong()),
                reserveBytes);
    }

    /// Gives a synced file its name, durably: from now on it is the log.
    void publish(LogFile file) throws IOException {
        disk.rename(freshPath(file.generation()), path(file.generation()));
        disk.syncDirectory(directory);
    }

    /// Removes a file that was not published.
    void discard(LogFile file, Exception cause) {
        try {
            file.close();
            disk.delete(freshPath(file.generation()));
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Removes an earlier generation.
    void remove(LogFile file) throws IOException {
        file.close();
        disk.delete(path(file.generation()));
        disk.syncDirectory(directory);
    }

    static Path path(Path directory, long generation) {
        return directory.resolve("%08d".formatted(generation));
    }

    private Path path(long generation) {
        return path(directory, generation);
    }

    private Path freshPath(long generation) {
        return Path.of(path(generation) + FRESH_SUFFIX);
    }

    private static boolean isGeneration(String name) {
        return name.length() == 8 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
