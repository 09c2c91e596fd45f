package io.tributary.tsdb.wal;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// Makes and removes the files of segments.
///
/// A segment is zeroed before it is used, in writes of one page (larger ones count many times over
/// in the kernel's accounting of written bytes), then synced, then its name: afterwards a commit
/// changes no metadata and cannot run out of space.
final class SegmentFiles {
    /// So that commits, which share the disk, never wait behind one large flush.
    private static final int SYNC_EVERY_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final SecureRandom random = new SecureRandom();

    SegmentFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// Makes a segment that is ready for frames. What is left of a failed attempt is removed.
    Segment create(long number, long capacityBytes) throws IOException {
        Path path = path(number);
        DiskFile file = disk.open(path, Disk.Mode.CREATE_OR_WRITE);
        try {
            SegmentHeader header = new SegmentHeader(number, random.nextLong(), capacityBytes);
            file.write(header.page(), 0);
            ByteBuffer zeros = ByteBuffer.allocateDirect(Frame.PAGE_BYTES);
            long last = capacityBytes - Frame.PAGE_BYTES;
            for (long at = Frame.PAGE_BYTES; at < last; at += Frame.PAGE_BYTES) {
                file.write(zeros.rewind(), at);
                if (at % SYNC_EVERY_BYTES == 0) {
                    file.sync();
                }
            }
            file.write(header.page(), last);
            file.sync();
            disk.syncDirectory(directory);
            return new Segment(number, header.nonce(), capacityBytes, file);
        } catch (IOException e) {
            discard(file, path, e);
            throw e;
        }
    }

    /// Makes durable what a killed process left in the page cache of a segment: what recovery has
    /// read and will go on from.
    void sync(long number) throws IOException {
        try (DiskFile file = disk.open(path(number), Disk.Mode.WRITE)) {
            file.sync();
        }
        disk.syncDirectory(directory);
    }

    /// Writes the last frame that recovery found once more, before it is vouched for: where a sync
    /// had failed, the page cache may hold what the disk does not, and no later sync would write
    /// it.
    void rewrite(long number, long from, long to) throws IOException {
        try (DiskFile file = disk.open(path(number), Disk.Mode.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(Frame.PAGE_BYTES);
            for (long at = from; at < to; at += Frame.PAGE_BYTES) {
                file.read(page.clear(), at);
                file.write(page.flip(), at);
            }
            file.sync();
        }
    }

    void delete(long number) throws IOException {
        disk.delete(path(number));
        disk.syncDirectory(directory);
    }

    /// The numbers of the segments there are, ascending.
    static List<Long> numbers(Disk disk, Path directory) throws IOException {
        return disk.list(directory).stream()
                .filter(name -> name.length() == 8 && name.chars().allMatch(Character::isDigit))
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    static Path path(Path directory, long number) {
        return directory.resolve("%08d".formatted(number));
    }

    private Path path(long number) {
        return path(directory, number);
    }

    private void discard(DiskFile file, Path path, IOException cause) {
        try {
            file.close();
            disk.delete(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
