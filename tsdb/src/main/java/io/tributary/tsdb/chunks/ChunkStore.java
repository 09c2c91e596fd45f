package io.tributary.tsdb.chunks;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.chunks.file.FooterCursor;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Keeps sealed chunks: in memory until they are durable in a file, in files from then on.
///
/// Safe from any thread, but for {@link #add}, which one thread calls at a time.
///
/// Bounds: a file holds at most 2^31 − 1 bytes, a chunk at most 2^20 − 128. What waits for the disk
/// is bounded by the caller, who asks {@link #pendingBytes} before it lets more in.
public final class ChunkStore implements AutoCloseable {
    /// No chunk.
    public static final long NONE = -1;

    private final ChunkRecovery recovery;
    private final WriteQueue queue;
    private final FileVersions versions;
    private final ChunkWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ChunkVersion.UnreadableChunks unreadable = (_, _, _) -> {};

    private ChunkStore(ChunkRecovery recovery, WriteQueue queue, ChunkWriter writer) {
        this.recovery = recovery;
        this.queue = queue;
        this.versions = queue.versions();
        this.writer = writer;
    }

    /// Opens the files of a directory, which is made where it does not exist; the caller makes its
    /// name durable. Files that were not closed are read through, made durable and closed; new
    /// chunks go to a new file.
    ///
    /// @param found told of every chunk there is
    /// @param damaged told of what was durable and cannot be read
    /// @param afterSync called on the writer's thread, without locks, each time more became durable
    /// @param onFatal called once, from the writer's thread, where chunks cannot be made durable
    ///   (for another reason than space); the process must end
    /// @throws IOException if a file was written by a newer version of this program, or the disk
    ///   fails
    public static ChunkStore open(
            Disk disk,
            Path directory,
            Clock clock,
            ChunkSettings settings,
            ChunkVisitor found,
            ChunkRecovery.DamageVisitor damaged,
            Runnable afterSync,
            Consumer<IOException> onFatal)
            throws IOException {
        ChunkDirectory names = new ChunkDirectory(disk, directory);
        FooterMemory footers = new FooterMemory(settings.footerBytes());
        Recovery recovery = new Recovery(names, clock, footers, found, damaged);
        WriteQueue queue = new WriteQueue(clock, settings, recovery.run());
        ChunkWriter writer = new ChunkWriter(names, queue, footers, clock, afterSync, onFatal);
        writer.start();
        return new ChunkStore(recovery.report(), queue, writer);
    }

    /// The number of the file that a chunk is in; below all where there is no chunk.
    public static long fileOf(long handle) {
        return ChunkFile.numberOf(handle);
    }

    /// What was found at {@link #open}.
    public ChunkRecovery recovery() {
        return recovery;
    }

    /// Takes a chunk. No I/O and no waiting; slabs are allocated as they fill.
    ///
    /// @param chunk copied
    /// @param before handle of the chunk that this series added before in this lane, or {@link
    ///   #NONE}
    /// @param bytes the chunk as Prometheus encodes it, from `offset` on, `length` bytes; copied
    /// @return the chunk's handle: file number in the upper half, ordinal in the lower
    public long add(SealedChunk chunk, long before, byte[] bytes, int offset, int length) {
        return queue.add(chunk, before, bytes, offset, length);
    }

    /// Makes durable what was added before the call, closes files that are full, unlinks those that
    /// nobody reads any more, and waits for all that.
    ///
    /// @throws io.tributary.runtime.disk.NoSpaceException if the disk is full: what is left stays
    ///   in memory and is tried again by itself
    /// @throws IOException if nothing can be made durable any more
    public void flush() throws IOException {
        queue.flush();
    }

    /// What is asked before anything is written: that the wal holds all that was added so far
    /// durably; else a chunk could be found after a crash that tells of a request in part. Where it
    /// answers false nothing is written any more. Set once; before, nothing is asked.
    public void writeAfter(BooleanSupplier barrier) {
        writer.writeAfter(barrier);
    }

    /// Who is told of chunks that cannot be read, through versions acquired from now on. Set once;
    /// before, nobody is.
    public void whenUnreadable(ChunkVersion.UnreadableChunks told) {
        unreadable = told;
    }

    /// Bytes in memory that are not durable.
    public long pendingBytes() {
        return queue.pendingBytes();
    }

    /// The smallest {@link SealedChunk#begunSegment} of chunks that are not durable; {@link
    /// Long#MAX_VALUE} where there is none.
    public long oldestPendingSegment() {
        return queue.oldestPendingSegment();
    }

    /// The files as they are now. To be closed.
    public ChunkVersion acquire() {
        return new ChunkVersion(versions.hold(), unreadable);
    }

    /// The closed files, oldest first.
    public List<ChunkFileSummary> closedFiles() {
        return versions.peek().stored().stream().map(StoredFile::summary).toList();
    }

    /// Tells of each ref that has a chunk in a closed file, once, ascending.
    ///
    /// @throws IllegalArgumentException if there is no closed file of that number
    public void refs(long number, LongConsumer into) throws IOException {
        FileSet files = versions.hold();
        try {
            FooterCursor cursor = new FooterCursor();
            cursor.all(files.storedFile(number).footer());
            long last = NONE;
            while (cursor.next()) {
                if (cursor.chunk().ref != last) {
                    last = cursor.chunk().ref;
                    into.accept(last);
                }
            }
        } finally {
            files.release();
        }
    }

    /// Takes a closed file out of all versions acquired from now on. It is unlinked, in the
    /// background, when the last version that names it was closed.
    ///
    /// @throws IllegalArgumentException if there is no closed file of that number
    public void remove(long number) {
        versions.remove(number);
    }

    /// Bytes of memory held.
    public long sizeBytes() {
        FileSet files = versions.peek();
        return files.stored().stream().mapToLong(StoredFile::memoryBytes).sum()
                + files.filling().stream().mapToLong(FillingFile::sizeBytes).sum();
    }

    /// Bytes of the files of the newest version.
    public long diskBytes() {
        FileSet files = versions.peek();
        return files.stored().stream().mapToLong(StoredFile::sizeBytes).sum()
                + files.filling().stream().mapToLong(FillingFile::durableEnd).sum();
    }

    /// Files of the newest version, those being filled included.
    public int fileCount() {
        FileSet files = versions.peek();
        return files.stored().size() + files.filling().size();
    }

    /// Makes everything durable and closes the file being filled. Nothing may be added any more;
    /// versions that were acquired can be used until they are closed.
    ///
    /// @throws io.tributary.runtime.disk.NoSpaceException if the disk is full: what does not fit is
    ///   gone, and stands in the wal
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            queue.end();
        } finally {
            writer.join();
            versions.end();
        }
    }
}
