package io.tributary.tsdb.wal;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Finds the frames of one segment, page by page, believing nothing that its checksums do not
/// prove. Bytes that the disk cannot read are like rotten ones, and its errors are kept.
final class SegmentScanner implements AutoCloseable {
    private final Path path;
    private final DiskFile file;
    private final long sizeBytes;
    private final Optional<SegmentHeader> header;
    private final Frame frame = new Frame();
    private final byte[] page = new byte[Frame.PAGE_BYTES];
    private final CRC32C checksum = new CRC32C();
    private final List<String> readErrors = new ArrayList<>();
    private byte[] payload = new byte[1 << 16];
    private final CompressedPayload.Unpacker unpacker = new CompressedPayload.Unpacker();
    private final RecordReader reader = new RecordReader(payload, 0, 0);

    SegmentScanner(Disk disk, Path directory, long number) throws IOException {
        path = SegmentFiles.path(directory, number);
        file = disk.open(path, Disk.Mode.READ);
        try {
            sizeBytes = file.sizeBytes();
            header = readHeader();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// What the disk said where it could not read, since this was asked last.
    List<String> takeReadErrors() {
        List<String> taken = List.copyOf(readErrors);
        readErrors.clear();
        return taken;
    }

    /// Whether one of the two copies of the header could be read. A segment whose making was
    /// interrupted has none.
    boolean isUsable() {
        return header.isPresent();
    }

    /// 0 if no copy of the header could be read.
    long nonce() {
        return header.map(SegmentHeader::nonce).orElse(0L);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /// The place of the first frame at or behind `from` whose number is at least `sequence`, or -1.
    /// It is then the one that all other methods speak of.
    long find(long from, long sequence) throws IOException {
        long last = sizeBytes - Frame.PAGE_BYTES;
        for (long at = from; at < last; at += Frame.PAGE_BYTES) {
            if (load(at, last) && frame.sequence() >= sequence) {
                return at;
            }
        }
        return -1;
    }

    long sequence() {
        return frame.sequence();
    }

    long commitMillis() {
        return frame.commitMillis();
    }

    boolean isResetPoint() {
        return (frame.flags() & Frame.FLAG_RESET_POINT) != 0;
    }

    int crc() {
        return frame.crc();
    }

    int crcBefore() {
        return frame.crcBefore();
    }

    /// As it stands in the segment, compressed or not.
    int payloadBytes() {
        return frame.payloadBytes();
    }

    /// The records.
    RecordReader payload() throws IOException {
        int length = frame.payloadBytes();
        if ((frame.flags() & Frame.FLAG_COMPRESSED) == 0) {
            reader.reset(payload, 0, length);
            return reader;
        }
        try {
            int rawBytes = unpacker.unpack(payload, length);
            reader.reset(unpacker.bytes(), 0, rawBytes);
            return reader;
        } catch (IOException e) {
            throw new IOException(
                    "cannot read frame %d of %s: %s"
                            .formatted(frame.sequence(), path, e.getMessage()),
                    e);
        }
    }

    /// How many bytes behind the last frame, which ends at `from`, were written: up to the last
    /// that is not zero. In a recycled segment bytes of an earlier life stand there, and only a
    /// frame whose beginning is there can be told from them.
    long writtenBytes(long from) {
        if (header.isPresent() && header.get().recycled()) {
            return begunBytes(from);
        }
        long written = 0;
        for (long at = from; at < sizeBytes - Frame.PAGE_BYTES; at += Frame.PAGE_BYTES) {
            int length = page.length;
            if (!tryRead(page, length, at)) {
                written = at + length - from;
                continue;
            }
            for (int i = length - 1; i >= 0; i--) {
                if (page[i] != 0) {
                    written = at + i + 1 - from;
                    break;
                }
            }
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// The size of a frame that was begun at `at` and does not count; where its header is not whole
    /// either, a page. 0 if what stands there is of an earlier life.
    private long begunBytes(long at) {
        long room = sizeBytes - Frame.PAGE_BYTES - at;
        if (room <= 0) {
            return 0;
        }
        if (!tryRead(frame.bytes(), Frame.HEADER_BYTES, at)) {
            return Frame.PAGE_BYTES;
        }
        if (frame.isHeaderOf(nonce(), at)) {
            return Math.min(room, Frame.HEADER_BYTES + frame.payloadBytes());
        }
        boolean earlier = frame.isHeaderOf(frame.nonce(), at);
        return !earlier && (frame.isMarked() || frame.nonce() == nonce()) ? Frame.PAGE_BYTES : 0;
    }

    /// Whether a whole, valid frame stands at `at`.
    private boolean load(long at, long last) throws IOException {
        if (!tryRead(frame.bytes(), Frame.HEADER_BYTES, at)
                || !frame.isHeaderOf(nonce(), at)
                || at + Frame.spaceBytes(frame.payloadBytes()) > last) {
            return false;
        }
        int length = frame.payloadBytes();
        if (payload.length < length) {
            payload = new byte[Math.max(length, 2 * payload.length)];
        }
        if (!tryRead(payload, length, at + Frame.HEADER_BYTES)) {
            return false;
        }
        checksum.reset();
        checksum.update(payload, 0, length);
        if ((int) checksum.getValue() != frame.payloadCrc()) {
            return false;
        }
        if ((frame.flags() & ~Frame.FLAGS_KNOWN) != 0) {
            throw new IOException(
                    "%s holds a frame with flags 0x%x at offset %d, which this program does not know: it was written by a newer one"
                            .formatted(path, frame.flags(), at));
        }
        return true;
    }

    /// @throws IOException if one copy cannot be read and the other one is none: whatever stands in
    ///   the segment could be missed
    private Optional<SegmentHeader> readHeader() throws IOException {
        for (long at : new long[] {0, sizeBytes - Frame.PAGE_BYTES}) {
            if (at >= 0 && tryRead(page, page.length, at)) {
                Optional<SegmentHeader> found = headerIn(page);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (!readErrors.isEmpty()) {
            throw new IOException("cannot read the headers of " + path + ": " + readErrors);
        }
        return Optional.empty();
    }

    private Optional<SegmentHeader> headerIn(byte[] bytes) throws IOException {
        try {
            return SegmentHeader.read(bytes);
        } catch (CorruptRecordException e) {
            throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /// Whether `length` bytes could be read.
    private boolean tryRead(byte[] into, int length, long at) {
        try {
            return file.read(ByteBuffer.wrap(into, 0, length), at) == length;
        } catch (IOException e) {
            if (readErrors.size() < RecoveredWal.READ_ERRORS_MAX) {
                readErrors.add(String.valueOf(e.getMessage()));
            }
            return false;
        }
    }
}
