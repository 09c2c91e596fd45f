package io.tributary.tsdb.serieslog;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.tsdb.serieslog.SeriesLogReport.BatchDamage;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one generation of the log from its start, believing nothing that its checksums do not
/// prove.
///
/// Where the batch expected does not stand, the next sector is tried, and so on: one of a higher
/// number → what lies between was durable and is *damage* (one batch is in flight at a time); none
/// → a *torn tail*.
final class LogReader {
    private static final byte[] NOTHING = {};
    private static final String CHECKSUM = "checksum does not hold";

    private final Path path;
    private final DiskFile file;
    private final long sizeBytes;
    private final int reserveBytes;
    private final RecordVisitor found;
    private final BatchHeader batch = new BatchHeader();
    private final RecordReader records = new RecordReader(NOTHING, 0, 0);
    private final RecordReader body = new RecordReader(NOTHING, 0, 0);
    private final List<BatchDamage> damages = new ArrayList<>();
    private byte[] payload = new byte[1 << 16];
    private FileHeader header = new FileHeader(0, 0);
    private String reason = CHECKSUM;
    private long expected = 1;
    private long recordCount;
    private long batchCount;
    private long lastAt;
    private long end = FileHeader.BATCHES_FROM;

    private LogReader(Path path, DiskFile file, int reserveBytes, RecordVisitor found)
            throws IOException {
        this.path = path;
        this.file = file;
        this.reserveBytes = reserveBytes;
        this.sizeBytes = file.sizeBytes();
        this.found = found;
    }

    /// Reads a file, cuts what is torn, and makes durable what was read; answers it open for
    /// appending.
    ///
    /// @param reserveBytes see {@link LogFile}
    /// @throws IOException if no copy of its header can be read, or it is of a newer version
    static Opened open(Disk disk, Path path, int reserveBytes, RecordVisitor found)
            throws IOException {
        DiskFile file = disk.open(path, Disk.Mode.WRITE);
        try {
            return new LogReader(path, file, reserveBytes, found).read();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// What was read, and the file to go on with.
    record Opened(LogFile file, SeriesLogReport report) {}

    private Opened read() throws IOException {
        header = readHeader();
        for (long at = end; at < sizeBytes; ) {
            if (load(at)) {
                take(at);
                at = end;
            } else {
                at += FileHeader.SECTOR_BYTES;
            }
        }
        long torn = writtenBytes();
        rewriteLast();
        if (torn > 0) {
            file.truncate(end);
        }
        long allocated = torn > 0 ? end : Math.max(end, sizeBytes);
        LogFile opened = new LogFile(header, file, end, allocated, expected, reserveBytes);
        opened.reserve();
        opened.sync();
        return new Opened(opened, new SeriesLogReport(batchCount, recordCount, torn, damages));
    }

    private FileHeader readHeader() throws IOException {
        for (int offset = 0; offset < FileHeader.BATCHES_FROM; offset += FileHeader.SECTOR_BYTES) {
            byte[] sector = new byte[FileHeader.SECTOR_BYTES];
            if (!tryRead(sector, sector.length, offset)) {
                continue;
            }
            try {
                Optional<FileHeader> read = FileHeader.read(sector, 0);
                if (read.isPresent()) {
                    return read.get();
                }
            } catch (IOException e) {
                throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
            }
        }
        throw new IOException("cannot read " + path + ": both its headers are damaged: " + reason);
    }

    /// Whether a batch that counts stands at `at`.
    private boolean load(long at) throws IOException {
        if (!tryRead(batch.bytes(), BatchHeader.BYTES, at)
                || !batch.isHeaderOf(header.nonce(), at)
                || batch.sequence() < expected
                || at + BatchHeader.BYTES + batch.payloadBytes() > sizeBytes) {
            return false;
        }
        int length = batch.payloadBytes();
        if (payload.length < length) {
            payload = new byte[Math.max(length, 2 * payload.length)];
        }
        if (!tryRead(payload, length, at + BatchHeader.BYTES) || !batch.isPayload(payload)) {
            return false;
        }
        if (batch.flags() != 0) {
            throw new IOException(
                    "%s holds a batch with flags 0x%x at offset %d, which this program does not know: it was written by a newer one"
                            .formatted(path, batch.flags(), at));
        }
        return true;
    }

    private void take(long at) throws IOException {
        if (batch.sequence() != expected || at != end) {
            damages.add(
                    new BatchDamage(
                            String.valueOf(path.getFileName()),
                            end,
                            at,
                            batch.sequence() - expected,
                            reason));
        }
        reason = CHECKSUM;
        expected = batch.sequence() + 1;
        lastAt = at;
        end = at + BatchHeader.spaceBytes(batch.payloadBytes());
        batchCount++;
        try {
            tellRecords();
        } catch (CorruptRecordException e) {
            throw new IOException(
                    "cannot read batch %d at offset %d of %s".formatted(batch.sequence(), at, path),
                    e);
        }
    }

    private void tellRecords() throws IOException {
        records.reset(payload, 0, batch.payloadBytes());
        while (records.remaining() > 0) {
            int type = records.u8();
            records.slice(records.fixed32(), body);
            found.record(type, body);
            recordCount++;
        }
    }

    /// How many bytes behind the last batch, up to the last that is not zero, were written.
    private long writtenBytes() {
        long written = 0;
        byte[] sector = new byte[FileHeader.SECTOR_BYTES];
        for (long at = end; at < sizeBytes; at += FileHeader.SECTOR_BYTES) {
            int length = (int) Math.min(sector.length, sizeBytes - at);
            if (!tryRead(sector, length, at)) {
                written = at + length - end;
                continue;
            }
            for (int i = length - 1; i >= 0; i--) {
                if (sector[i] != 0) {
                    written = at + i + 1 - end;
                    break;
                }
            }
        }
        return written;
    }

    /// A killed process may have left all of this in the page cache only; and where a sync had
    /// failed no later one would write it, so the last batch is written once more.
    private void rewriteLast() throws IOException {
        if (lastAt > 0) {
            int length = Math.toIntExact(Math.min(end, sizeBytes) - lastAt);
            ByteBuffer bytes = ByteBuffer.allocate(length);
            file.read(bytes, lastAt);
            file.write(bytes.flip(), lastAt);
        }
    }

    /// Whether `length` bytes could be read; a sector that the disk cannot read is like rot.
    private boolean tryRead(byte[] into, int length, long at) {
        try {
            return file.read(ByteBuffer.wrap(into, 0, length), at) == length;
        } catch (IOException e) {
            reason = String.valueOf(e.getMessage());
            return false;
        }
    }
}
