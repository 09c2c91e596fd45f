package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open file of a {@link SimulatedDisk}.
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk disk;
    private final Path path;
    private final SimulatedBytes bytes;
    private final Disk.Mode mode;
    private final AtomicBoolean closed = new AtomicBoolean();

    SimulatedFile(SimulatedDisk disk, Path path, SimulatedBytes bytes, Disk.Mode mode) {
        this.disk = disk;
        this.path = path;
        this.bytes = bytes;
        this.mode = mode;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        String what = "cannot read at " + position + " of " + path;
        open(what);
        byte[] found = disk.read(bytes, position, into.remaining(), what);
        into.put(found);
        return found.length;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        String what = "cannot write " + from.remaining() + " bytes at " + position + " of " + path;
        writable(what);
        if (mode == Disk.Mode.WRITE_DIRECT && !isAligned(from, position)) {
            throw new IllegalArgumentException("BUG: " + what + ": not whole pages");
        }
        byte[] copy = new byte[from.remaining()];
        from.get(copy);
        disk.write(bytes, Math.toIntExact(position), copy, what);
    }

    @Override
    public void sync() throws IOException {
        String what = "cannot sync " + path;
        open(what);
        disk.sync(bytes, what);
    }

    @Override
    public long sizeBytes() throws IOException {
        String what = "cannot ask for the size of " + path;
        open(what);
        return disk.size(bytes, what);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        String what = "cannot cut " + path + " to " + sizeBytes + " bytes";
        writable(what);
        disk.cut(bytes, (int) Math.min(Integer.MAX_VALUE, sizeBytes), what);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            disk.closed();
        }
    }

    private static boolean isAligned(ByteBuffer from, long position) {
        return from.isDirect()
                && from.alignmentOffset(from.position(), Disk.PAGE_BYTES) == 0
                && from.remaining() % Disk.PAGE_BYTES == 0
                && position % Disk.PAGE_BYTES == 0;
    }

    private void open(String what) throws IOException {
        if (closed.get()) {
            throw new IOException(what + ": file is closed", new ClosedChannelException());
        }
    }

    private void writable(String what) throws IOException {
        open(what);
        if (mode == Disk.Mode.READ) {
            throw new NonWritableChannelException();
        }
    }
}
