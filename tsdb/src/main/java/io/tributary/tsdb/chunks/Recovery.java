package io.tributary.tsdb.chunks;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.chunks.file.FileHeader;
import io.tributary.tsdb.chunks.file.FileScan;
import io.tributary.tsdb.chunks.file.Footer;
import io.tributary.tsdb.chunks.file.FooterCursor;
import io.tributary.tsdb.chunks.file.Trailer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens the files of an earlier run, closes those that were not, and tells of their chunks.
///
/// Entries are never written over, but for the newest batch of a file without a footer, with its
/// own bytes: after a sync that failed, the page cache may hold what the disk does not, and no
/// later sync would write it. A footer is written behind all there is, torn bytes included.
///
/// Used once, by one thread.
final class Recovery {
    private static final int COPY_BYTES = 1 << 20;
    private static final String ENTRIES = "no entry can be read";
    private static final String HEADER = "the header cannot be read; no entry is lost by that";
    private static final String FOOTER =
            "the footer cannot be read; another was made, and no entry is lost by that";

    private final ChunkDirectory directory;
    private final Clock clock;
    private final FooterMemory footers;
    private final ChunkVisitor found;
    private final ChunkRecovery.DamageVisitor damaged;
    private final List<StoredFile> files = new ArrayList<>();
    private final List<ChunkRecovery.Damage> damages = new ArrayList<>();
    private long newest;
    private long tornBytes;
    private long chunks;

    Recovery(
            ChunkDirectory directory,
            Clock clock,
            FooterMemory footers,
            ChunkVisitor found,
            ChunkRecovery.DamageVisitor damaged) {
        this.directory = directory;
        this.clock = clock;
        this.footers = footers;
        this.found = found;
        this.damaged = damaged;
    }

    /// Opens all files; on failure, none stays open.
    ///
    /// @return the files, oldest first, held by nobody
    List<StoredFile> run() throws IOException {
        try {
            List<Long> blank = new ArrayList<>();
            List<Long> numbers = directory.numbers();
            newest = numbers.isEmpty() ? 0 : numbers.getLast();
            for (long number : numbers) {
                open(number).ifPresentOrElse(files::add, () -> blank.add(number));
            }
            directory.unlink(blank);
            visit();
            return List.copyOf(files);
        } catch (IOException | RuntimeException e) {
            files.forEach(file -> file.file().close());
            throw e;
        }
    }

    ChunkRecovery report() {
        long bytes = files.stream().mapToLong(StoredFile::sizeBytes).sum();
        return new ChunkRecovery(files.size(), chunks, bytes, tornBytes, damages);
    }

    /// Opens a file; empty if nothing was ever written to it.
    private Optional<StoredFile> open(long number) throws IOException {
        ChunkFile file = new ChunkFile(number);
        DiskFile disk = directory.open(number);
        file.opened(disk);
        try {
            long sizeBytes = disk.sizeBytes();
            boolean hasHeader = hasHeader(disk, number);
            Optional<Trailer> trailer = StoredFile.trailer(disk, number, sizeBytes);
            if (trailer.isEmpty()) {
                if (!close(file, sizeBytes, hasHeader)) {
                    file.close();
                    return Optional.empty();
                }
            } else if (!hasHeader) {
                tell(List.of(new ChunkRecovery.Damage(number, 0, FileHeader.BYTES, HEADER)));
                disk.write(ByteBuffer.wrap(new FileHeader(number).bytes()), 0);
                disk.sync();
            }
            return Optional.of(stored(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private StoredFile stored(ChunkFile file) throws IOException {
        try {
            return StoredFile.open(file);
        } catch (CorruptChunkFileException e) {
            return replaceFooter(file);
        }
    }

    /// Whether all of a file was durable: a later one is begun only then.
    private boolean isProven(long number) {
        return number < newest;
    }

    /// Makes another footer for a file whose own is damaged, or was not written to its end. Its
    /// entries were durable before that was begun.
    private StoredFile replaceFooter(ChunkFile file) throws IOException {
        DiskFile disk = file.disk();
        long sizeBytes = disk.sizeBytes();
        Trailer trailer = StoredFile.trailer(disk, file.number(), sizeBytes).orElseThrow();
        long from = trailer.blocksOffset();
        List<ChunkRecovery.Damage> all = new ArrayList<>();
        if (isProven(file.number())) {
            all.add(new ChunkRecovery.Damage(file.number(), from, sizeBytes - from, FOOTER));
        } else {
            tornBytes += sizeBytes - from;
        }
        FileScan scan = FileScan.read(disk, file.number(), from, true, true);
        report(file.number(), scan, all);
        append(disk, scan.footer(sizeBytes, clock.wallMillis()), sizeBytes);
        return StoredFile.open(file);
    }

    /// Gives a file that was not closed its footer; false if there is nothing in it.
    private boolean close(ChunkFile file, long sizeBytes, boolean hasHeader) throws IOException {
        DiskFile disk = file.disk();
        long number = file.number();
        long limit = Math.min(sizeBytes, Integer.MAX_VALUE);
        FileScan scan = FileScan.read(disk, number, limit, hasHeader, isProven(number));
        if (scan.isBlank()) {
            return false;
        }
        report(number, scan, new ArrayList<>());
        if (!hasHeader) {
            disk.write(ByteBuffer.wrap(new FileHeader(number).bytes()), 0);
        }
        rewrite(disk, scan.lastBatchOffset(), scan.validTo());
        long footerOffset = Math.max(FileHeader.BYTES, sizeBytes);
        append(disk, scan.footer(footerOffset, clock.wallMillis()), footerOffset);
        return true;
    }

    /// Tells what a scan found, in addition to `all`.
    private void report(long number, FileScan scan, List<ChunkRecovery.Damage> all)
            throws IOException {
        tornBytes += scan.tornBytes();
        for (FileScan.Hole hole : scan.damages()) {
            String reason = hole.to() <= FileHeader.BYTES ? HEADER : ENTRIES;
            long length = hole.to() - hole.from();
            all.add(new ChunkRecovery.Damage(number, hole.from(), length, reason));
        }
        tell(all);
    }

    private void tell(List<ChunkRecovery.Damage> all) throws IOException {
        damages.addAll(all);
        if (!all.isEmpty()) {
            damaged.found(all);
        }
    }

    private static void rewrite(DiskFile disk, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.clamp(to - from, 0, COPY_BYTES));
        for (long at = from; at < to; at += bytes.capacity()) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), to - at));
            disk.read(bytes, at);
            disk.write(bytes.flip(), at);
        }
    }

    /// Writes a footer to a file's end and syncs all of the file; where there is no space, the file
    /// is as long as before.
    private static void append(DiskFile disk, byte[] footer, long offset) throws IOException {
        try {
            disk.write(ByteBuffer.wrap(footer), offset);
        } catch (NoSpaceException e) {
            disk.truncate(offset);
            throw e;
        }
        disk.sync();
    }

    private static boolean hasHeader(DiskFile disk, long number) throws IOException {
        byte[] first = new byte[FileHeader.BYTES];
        disk.read(ByteBuffer.wrap(first), 0);
        return new FileHeader(number).isIn(first);
    }

    private void visit() throws IOException {
        int oldestWhole = footers.oldestWhole(files);
        FooterCursor cursor = new FooterCursor();
        for (int i = 0; i < files.size(); i++) {
            Footer footer = footer(i);
            cursor.all(footer);
            long number = files.get(i).number();
            for (int ordinal = 0; cursor.next(); ordinal++) {
                found.chunk(cursor.chunk(), ChunkFile.in(number, ordinal), cursor.offset());
                chunks++;
            }
            if (i >= oldestWhole) {
                files.get(i).hold(footer);
            }
        }
    }

    /// The footer of a file, all of it checked before anything is told.
    private Footer footer(int index) throws IOException {
        try {
            return files.get(index).readFooter(true);
        } catch (CorruptChunkFileException e) {
            files.set(index, replaceFooter(files.get(index).file()));
            return files.get(index).readFooter(true);
        }
    }
}
