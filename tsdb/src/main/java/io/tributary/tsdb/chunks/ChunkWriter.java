package io.tributary.tsdb.chunks;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.chunks.file.FileHeader;
import io.tributary.tsdb.chunks.file.FileScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Makes chunks durable: one task at a time, in order. A platform thread that nobody interrupts.
final class ChunkWriter {
    private static final int FIRST_BYTES = 64 << 10;

    private final ChunkDirectory directory;
    private final WriteQueue queue;
    private final FileVersions versions;
    private final FooterMemory footers;
    private final Clock clock;
    private final Runnable afterSync;
    private final Consumer<IOException> onFatal;
    private final Thread thread;
    private volatile BooleanSupplier barrier = () -> true;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);

    ChunkWriter(
            ChunkDirectory directory,
            WriteQueue queue,
            FooterMemory footers,
            Clock clock,
            Runnable afterSync,
            Consumer<IOException> onFatal) {
        this.directory = directory;
        this.queue = queue;
        this.versions = queue.versions();
        this.footers = footers;
        this.clock = clock;
        this.afterSync = afterSync;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("chunk-writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// See {@link ChunkStore#writeAfter}.
    void writeAfter(BooleanSupplier asked) {
        barrier = asked;
    }

    /// Waits until it has stopped.
    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: interrupted while chunks are closed", e);
        }
    }

    private void run() {
        while (true) {
            WriteQueue.Task task = queue.next();
            if (task instanceof WriteQueue.Task.End) {
                return;
            }
            try {
                if (task instanceof WriteQueue.Task.Batch && !barrier.getAsBoolean()) {
                    queue.fail(new IOException("the wal cannot be made durable any more"));
                    return;
                }
                perform(task);
                queue.done(task);
                if (task instanceof WriteQueue.Task.Batch) {
                    afterSync.run();
                }
            } catch (NoSpaceException e) {
                queue.noSpace(e);
            } catch (IOException e) {
                fail(e);
                return;
            } catch (RuntimeException | Error e) {
                fail(new IOException("cannot write chunks: " + e, e));
                return;
            }
        }
    }

    private void fail(IOException failure) {
        queue.fail(failure);
        onFatal.accept(failure);
    }

    private void perform(WriteQueue.Task task) throws IOException {
        switch (task) {
            case WriteQueue.Task.Batch(var file, var from, var to, var _) -> write(file, from, to);
            case WriteQueue.Task.Close(var file) -> close(file);
            case WriteQueue.Task.Unlink(var numbers) -> directory.unlink(numbers);
            case WriteQueue.Task.Flush _, WriteQueue.Task.End _ -> {}
        }
    }

    /// The header goes with the first batch, and the file's name is synced behind both.
    private void write(FillingFile filling, int from, int to) throws IOException {
        boolean first = from == FileHeader.BYTES;
        int begin = first ? 0 : from;
        if (buffer.capacity() < to - begin) {
            buffer = ByteBuffer.allocateDirect(Math.max(to - begin, 2 * buffer.capacity()));
        }
        buffer.clear();
        if (first) {
            buffer.put(new FileHeader(filling.number()).bytes());
        }
        filling.copy(from, to, buffer);
        if (first && filling.file().onDisk().isEmpty()) {
            filling.file().opened(directory.create(filling.number()));
        }
        DiskFile file = filling.file().disk();
        file.write(buffer.flip(), begin);
        file.sync();
        if (first) {
            directory.sync();
        }
    }

    /// Makes the footer from the entries as they are read back.
    private void close(FillingFile filling) throws IOException {
        DiskFile file = filling.file().disk();
        FileScan scan = FileScan.read(file, filling.number(), filling.end(), true, false);
        if (!scan.isWhole() || scan.chunkCount() != filling.count()) {
            throw new CorruptChunkFileException(
                    "cannot close chunk file: %d chunks were written, %d are found"
                            .formatted(filling.count(), scan.chunkCount()),
                    filling.number(),
                    scan.validTo());
        }
        file.write(ByteBuffer.wrap(scan.footer(filling.end(), clock.wallMillis())), filling.end());
        file.sync();
        StoredFile stored = StoredFile.open(filling.file());
        versions.close(stored);
        FileSet files = versions.hold();
        try {
            footers.arrange(files.stored());
        } finally {
            files.release();
        }
    }
}
