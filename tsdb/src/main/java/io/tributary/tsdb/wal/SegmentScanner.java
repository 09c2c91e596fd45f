package io.tributary.tsdb.wal;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Finds the frames of one segment, page by page, believing nothing that its checksums do not
/// prove.
final class SegmentScanner implements AutoCloseable {
    private final Path path;
    private final DiskFile file;
    private final long sizeBytes;
    private final Optional<SegmentHeader> header;
    private final Frame frame = new Frame();
    private final byte[] page = new byte[Frame.PAGE_BYTES];
    private final CRC32C checksum = new CRC32C();
    private byte[] payload = new byte[1 << 16];
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

    int payloadBytes() {
        return frame.payloadBytes();
    }

    RecordReader payload() {
        reader.reset(payload, 0, frame.payloadBytes());
        return reader;
    }

    /// How many bytes behind `from`, up to the last that is not zero, were written.
    long writtenBytes(long from) throws IOException {
        long written = 0;
        for (long at = from; at < sizeBytes - Frame.PAGE_BYTES; at += Frame.PAGE_BYTES) {
            int length = read(page, page.length, at);
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

    /// Whether a whole, valid frame stands at `at`.
    private boolean load(long at, long last) throws IOException {
        if (read(frame.bytes(), Frame.HEADER_BYTES, at) < Frame.HEADER_BYTES
                || !frame.isHeaderOf(nonce(), at)
                || at + Frame.spaceBytes(frame.payloadBytes()) > last) {
            return false;
        }
        int length = frame.payloadBytes();
        if (payload.length < length) {
            payload = new byte[Math.max(length, 2 * payload.length)];
        }
        if (read(payload, length, at + Frame.HEADER_BYTES) < length) {
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

    private Optional<SegmentHeader> readHeader() throws IOException {
        read(page, page.length, 0);
        Optional<SegmentHeader> first = headerIn(page);
        if (first.isPresent() || sizeBytes < Segment.CAPACITY_BYTES_MIN) {
            return first;
        }
        read(page, page.length, sizeBytes - Frame.PAGE_BYTES);
        return headerIn(page);
    }

    private Optional<SegmentHeader> headerIn(byte[] bytes) throws IOException {
        try {
            return SegmentHeader.read(bytes);
        } catch (CorruptRecordException e) {
            throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private int read(byte[] into, int length, long at) throws IOException {
        return file.read(ByteBuffer.wrap(into, 0, length), at);
    }
}
