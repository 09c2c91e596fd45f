package io.tributary.tsdb.serieslog;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// One generation of the log, open for appending.
///
/// Batches begin on fresh sectors: the sectors of earlier ones are never written with other bytes.
/// Owned by one thread at a time.
final class LogFile implements AutoCloseable {
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private final FileHeader header;
    private final DiskFile file;
    private final BatchHeader batch = new BatchHeader();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long end;
    private long nextSequence;

    /// @param end where the next batch begins
    LogFile(FileHeader header, DiskFile file, long end, long nextSequence) {
        this.header = header;
        this.file = file;
        this.end = end;
        this.nextSequence = nextSequence;
    }

    /// Makes a file without batches; nothing of it is durable yet.
    static LogFile create(Disk disk, Path path, FileHeader header) throws IOException {
        DiskFile file = disk.open(path, Disk.Mode.CREATE_OR_WRITE);
        try {
            file.truncate(0);
            file.write(header.sectors(), 0);
            return new LogFile(header, file, FileHeader.BATCHES_FROM, 1);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    long generation() {
        return header.generation();
    }

    /// Where the last batch ends.
    long sizeBytes() {
        return end;
    }

    /// Writes a batch; it is durable after {@link #sync}. Where it fails the next one is written in
    /// the same place.
    void append(byte[] payload, int payloadBytes) throws IOException {
        int space = Math.toIntExact(BatchHeader.spaceBytes(payloadBytes));
        batch.set(header.nonce(), nextSequence, end, payload, payloadBytes);
        if (buffer.capacity() < space) {
            buffer = ByteBuffer.allocateDirect(space);
        }
        buffer.clear();
        buffer.put(batch.bytes()).put(payload, 0, payloadBytes);
        while (buffer.position() < space) {
            buffer.put((byte) 0);
        }
        file.write(buffer.flip(), end);
        end += space;
        nextSequence++;
        if (buffer.capacity() > KEPT_BYTES_MAX) {
            buffer = ByteBuffer.allocateDirect(1 << 16);
        }
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
