package io.tributary.tsdb.wal;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Makes, reuses and removes the files of segments.
///
/// A segment is zeroed before it is used, in writes of one page (larger ones count many times over
/// in the kernel's accounting of written bytes), then synced, then its name: afterwards a commit
/// changes no metadata and cannot run out of space.
///
/// A file that is needed no more gets a name that is no segment's, durably, before anything in it
/// changes; its new headers are durable before it gets a segment's name again. So a reader never
/// sees a segment that is half one life and half another.
final class SegmentFiles {
    /// So that commits, which share the disk, never wait behind one large flush.
    private static final int SYNC_EVERY_BYTES = 1 << 20;

    private static final String SPARE_PREFIX = "spare-";

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
            SegmentHeader header =
                    new SegmentHeader(number, random.nextLong(), capacityBytes, false);
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
            return segment(header, path, file);
        } catch (IOException e) {
            discard(file, path, e);
            throw e;
        }
    }

    /// Writes the last frame of a segment once more, as it was read, and makes it durable.
    void rewriteLastFrame(RecoveredWal.SegmentSummary found) throws IOException {
        try (DiskFile file = disk.open(path(found.number()), Disk.Mode.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(Frame.PAGE_BYTES);
            for (long at = found.lastFrameOffset();
                    at < found.usedBytes();
                    at += Frame.PAGE_BYTES) {
                file.read(page.clear(), at);
                file.write(page.flip(), at);
            }
            file.sync();
        }
    }

    /// Makes a spare file a segment that is ready for frames: its old frames have another nonce and
    /// do not count. Where that fails the file is removed.
    Segment recycle(SegmentStock.Spare spare, long number) throws IOException {
        Path source = sparePath(spare.number());
        Path target = path(number);
        long capacityBytes = spare.capacityBytes();
        DiskFile file = disk.open(source, Disk.Mode.WRITE);
        try {
            SegmentHeader header =
                    new SegmentHeader(number, random.nextLong(), capacityBytes, true);
            file.write(header.page(), 0);
            file.write(header.page(), capacityBytes - Frame.PAGE_BYTES);
            file.sync();
            disk.rename(source, target);
            disk.syncDirectory(directory);
            return segment(header, target, file);
        } catch (IOException e) {
            discard(file, disk.exists(target) ? target : source, e);
            throw e;
        }
    }

    /// Makes a segment a spare file, durably. Done again after a failure it goes on.
    void retire(long number) throws IOException {
        if (disk.exists(path(number))) {
            disk.rename(path(number), sparePath(number));
        }
        disk.syncDirectory(directory);
    }

    /// Removes a segment, durably. Done again after a failure it goes on.
    void delete(long number) throws IOException {
        remove(path(number));
    }

    void deleteSpare(long number) throws IOException {
        remove(sparePath(number));
    }

    /// The spare files there are.
    List<SegmentStock.Spare> spares() throws IOException {
        List<SegmentStock.Spare> spares = new ArrayList<>();
        for (String name : disk.list(directory)) {
            if (name.startsWith(SPARE_PREFIX) && isNumber(name.substring(SPARE_PREFIX.length()))) {
                long number = Long.parseLong(name.substring(SPARE_PREFIX.length()));
                try (DiskFile file = disk.open(directory.resolve(name), Disk.Mode.READ)) {
                    spares.add(new SegmentStock.Spare(number, file.sizeBytes()));
                }
            }
        }
        return spares;
    }

    /// The numbers of the segments there are, ascending.
    static List<Long> numbers(Disk disk, Path directory) throws IOException {
        return disk.list(directory).stream()
                .filter(SegmentFiles::isNumber)
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    static Path path(Path directory, long number) {
        return directory.resolve("%08d".formatted(number));
    }

    /// Frames are written past the page cache: they are synced at once and read by nobody.
    private Segment segment(SegmentHeader header, Path path, DiskFile made) throws IOException {
        made.close();
        return new Segment(
                header.number(),
                header.nonce(),
                header.capacityBytes(),
                disk.open(path, Disk.Mode.WRITE_DIRECT));
    }

    private static boolean isNumber(String name) {
        return name.length() == 8 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Path path(long number) {
        return path(directory, number);
    }

    private Path sparePath(long number) {
        return directory.resolve(SPARE_PREFIX + "%08d".formatted(number));
    }

    private void remove(Path path) throws IOException {
        if (disk.exists(path)) {
            disk.delete(path);
        }
        disk.syncDirectory(directory);
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
