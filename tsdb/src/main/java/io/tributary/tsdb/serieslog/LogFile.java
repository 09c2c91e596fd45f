package io.tributary.tsdb.serieslog;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.NoSpaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// One generation of the log, open for appending.
///
/// Batches begin on fresh sectors: the sectors of earlier ones are never written with other bytes.
/// Behind the last one the file may be zeros, its *reserve*, so that on a full disk there is room
/// for batches that {@link Room#RESERVED} is given.
///
/// ```text
/// | header | copy | batch | batch | zeros … |
///                                 └ end     └ allocated
/// ```
///
/// Owned by one thread at a time.
final class LogFile implements AutoCloseable {
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private final FileHeader header;
    private final DiskFile file;
    private final int reserveBytes;
    private final BatchHeader batch = new BatchHeader();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private long end;
    private long allocated;
    private long nextSequence;

    /// Where a batch may be written to.
    enum Room {
        /// Only where the reserve is whole afterwards.
        FRESH,
        /// The reserve too.
        RESERVED
    }

    /// @param end where the next batch begins
    /// @param allocated up to where the file is zeros from there
    /// @param reserveBytes how many zeros there should be
    LogFile(
            FileHeader header,
            DiskFile file,
            long end,
            long allocated,
            long nextSequence,
            int reserveBytes) {
        this.header = header;
        this.file = file;
        this.reserveBytes = reserveBytes;
        this.end = end;
        this.allocated = allocated;
        this.nextSequence = nextSequence;
    }

    /// Makes a file without batches; nothing of it is durable yet.
    static LogFile create(Disk disk, Path path, FileHeader header, int reserveBytes)
            throws IOException {
        DiskFile file = disk.open(path, Disk.Mode.CREATE_OR_WRITE);
        try {
            file.truncate(0);
            file.write(header.sectors(), 0);
            long end = FileHeader.BATCHES_FROM;
            LogFile created = new LogFile(header, file, end, end, 1, reserveBytes);
            created.reserve(end);
            return created;
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

    /// Makes the reserve whole, if there is room for it; durable after {@link #sync}.
    void reserve() throws IOException {
        try {
            reserve(end);
        } catch (NoSpaceException e) {
            // There is less of it, or none, until there is room.
        }
    }

    /// Writes a batch; it is durable after {@link #sync}. Where it fails the next one is written in
    /// the same place.
    void append(byte[] payload, int payloadBytes, Room room) throws IOException {
        int space = Math.toIntExact(BatchHeader.spaceBytes(payloadBytes));
        long before = allocated;
        try {
            reserve(end + space);
        } catch (NoSpaceException e) {
            if (room == Room.FRESH || end + space > allocated) {
                throw e;
            }
        }
        batch.set(header.nonce(), nextSequence, end, payload, payloadBytes);
        if (buffer.capacity() < space) {
            buffer = ByteBuffer.allocateDirect(space);
        }
        buffer.clear();
        buffer.put(batch.bytes()).put(payload, 0, payloadBytes);
        while (buffer.position() < space) {
            buffer.put((byte) 0);
        }
        write(buffer.flip(), before);
        end += space;
        allocated = Math.max(allocated, end);
        nextSequence++;
        if (buffer.capacity() > KEPT_BYTES_MAX) {
            buffer = ByteBuffer.allocateDirect(1 << 16);
        }
    }

    /// @param before up to where there was room before the reserve was made whole
    private void write(ByteBuffer from, long before) throws IOException {
        try {
            file.write(from, end);
        } catch (NoSpaceException e) {
            allocated = before;
            file.truncate(before);
            throw e;
        }
    }

    /// Makes all zeros from `from` on, as far as the reserve goes. What lies between is to be
    /// written next.
    private void reserve(long from) throws IOException {
        long begin = Math.max(allocated, from);
        long goal = from + reserveBytes;
        if (begin >= goal) {
            return;
        }
        try {
            file.write(ByteBuffer.allocate(Math.toIntExact(goal - begin)), begin);
        } catch (NoSpaceException e) {
            file.truncate(allocated);
            throw e;
        }
        allocated = goal;
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
