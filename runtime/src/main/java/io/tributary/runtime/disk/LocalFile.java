package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;

/// A file of this machine.
///
/// Stands on an `AsynchronousFileChannel` whose tasks run on the calling thread, not on a
/// `FileChannel`: an interrupt closes a `FileChannel` for every thread that uses it and, worse,
/// replaces the error of a failed fdatasync by a `ClosedByInterruptException`, and Linux tells that
/// error only once. Here an interrupt does nothing; the thread's flag stays set for whoever asks.
///
/// A virtual thread keeps its carrier while it is in here. That is short for what the page cache
/// answers; threads that {@link #sync} should be the platform's.
final class LocalFile implements DiskFile {
    private final Path path;
    private final AsynchronousFileChannel channel;
    private final Refusals refusals;

    LocalFile(Path path, AsynchronousFileChannel channel, Refusals refusals) {
        this.path = path;
        this.channel = channel;
        this.refusals = refusals;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int total = 0;
        try {
            while (into.hasRemaining()) {
                int count = CallerRuns.result(channel.read(into, position + total));
                if (count < 0) {
                    break;
                }
                total += count;
            }
        } catch (IOException e) {
            throw refusals.explain(
                    "cannot read %d bytes at %d of %s"
                            .formatted(into.remaining(), position + total, path),
                    e);
        }
        return total;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        long next = position;
        try {
            while (from.hasRemaining()) {
                next += CallerRuns.result(channel.write(from, next));
            }
        } catch (IOException e) {
            throw refusals.explain(
                    "cannot write %d bytes at %d of %s".formatted(from.remaining(), next, path),
                    from.remaining(),
                    e);
        }
    }

    @Override
    public void sync() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw refusals.explain("cannot sync " + path, e);
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw refusals.explain("cannot ask for the size of " + path, e);
        }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        try {
            channel.truncate(sizeBytes);
        } catch (IOException e) {
            throw refusals.explain("cannot cut %s to %d bytes".formatted(path, sizeBytes), 0, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException e) {
            throw refusals.explain("cannot close " + path, e);
        }
    }
}
