package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Optional;

/// An open file of an {@link OverlayDisk}.
final class OverlayFile implements DiskFile {
    private final Path path;
    private final OverlayContent content;
    private final Optional<DiskFile> below;
    private final boolean writable;
    private volatile boolean closed;

    /// @param below closed with this
    OverlayFile(Path path, OverlayContent content, Optional<DiskFile> below, boolean writable) {
        this.path = path;
        this.content = content;
        this.below = below;
        this.writable = writable;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        requireOpen("read");
        return content.read(below, into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        requireOpen("write");
        requireWritable();
        try {
            content.write(below, from, position);
        } catch (NoSpaceException e) {
            throw new NoSpaceException("cannot write %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public void sync() throws IOException {
        requireOpen("sync");
    }

    @Override
    public long sizeBytes() throws IOException {
        requireOpen("ask for the size of");
        return content.sizeBytes();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        requireOpen("cut");
        requireWritable();
        content.truncate(sizeBytes);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (below.isPresent()) {
            below.get().close();
        }
    }

    private void requireOpen(String what) throws IOException {
        if (closed) {
            throw new IOException("cannot %s %s: it was closed".formatted(what, path));
        }
    }

    private void requireWritable() {
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }
}
