package io.tributary.gateway.pki.store;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A small file that is read as a whole and replaced as a whole: a new one is written beside it,
/// synced, and takes its name. Whoever reads finds the old bytes or the new ones.
public record WholeFile(Disk disk, Path path) {
    /// The bytes; empty where there is no such file.
    ///
    /// @throws IOException if it is longer than `bytesMax`, too
    public Optional<byte[]> read(int bytesMax) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
            long size = file.sizeBytes();
            if (size > bytesMax) {
                throw new StoredStateException(
                        StoredStateException.Reason.FORMAT,
                        "%s has %d bytes, at most %d are read".formatted(this, size, bytesMax));
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            if (file.read(bytes, 0) != size) {
                throw new IOException("%s became shorter while it was read".formatted(this));
            }
            return Optional.of(bytes.array());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Makes `bytes` the file's, durably.
    public void replace(byte[] bytes) throws IOException {
        makeDirectory(disk, directory());
        Path fresh = fresh();
        if (disk.exists(fresh)) {
            disk.delete(fresh);
        }
        try (DiskFile file = disk.open(fresh, Disk.Mode.CREATE_PRIVATE)) {
            file.write(ByteBuffer.wrap(bytes), 0);
            file.sync();
        }
        disk.rename(fresh, path);
        disk.syncDirectory(directory());
    }

    /// Makes a directory and those above it, durably, where they exist already too: a sync may have
    /// failed when they were made.
    static void makeDirectory(Disk disk, Path directory) throws IOException {
        disk.createDirectories(directory);
        for (Path made = directory; !made.toString().isEmpty(); made = parent(made)) {
            disk.syncDirectory(parent(made));
        }
    }

    /// What the file is called until it is whole.
    Path fresh() {
        return path.resolveSibling(path.getFileName() + ".new");
    }

    Path directory() {
        return parent(path);
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent()).orElse(Path.of(""));
    }

    @Override
    public String toString() {
        return disk.description() + "/" + path;
    }
}
