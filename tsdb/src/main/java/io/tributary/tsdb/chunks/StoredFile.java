package io.tributary.tsdb.chunks;

import io.tributary.runtime.disk.DiskFile;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.chunks.file.FileHeader;
import io.tributary.tsdb.chunks.file.Footer;
import io.tributary.tsdb.chunks.file.Trailer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A closed file. Never changes, but for whether its footer is held in memory. Any thread.
final class StoredFile {
    private static final int OBJECT_BYTES = 300;

    private final ChunkFile file;
    private final Trailer trailer;
    private final long sizeBytes;
    private volatile Footer footer;

    private StoredFile(ChunkFile file, Footer footer, long sizeBytes) {
        this.file = file;
        this.trailer = footer.trailer();
        this.sizeBytes = sizeBytes;
        this.footer = footer;
    }

    /// Opens a file that has a trailer.
    ///
    /// @throws CorruptChunkFileException if trailer or index do not hold
    static StoredFile open(ChunkFile file) throws IOException {
        long sizeBytes = file.disk().sizeBytes();
        Trailer trailer =
                trailer(file.disk(), file.number(), sizeBytes)
                        .orElseThrow(() ->
                                new CorruptChunkFileException(
                                        "cannot read trailer of chunks",
                                        file.number(),
                                        Math.max(0, sizeBytes - Trailer.BYTES)));
        return new StoredFile(file, Footer.read(file.disk(), trailer, false), sizeBytes);
    }

    /// The trailer, if there is one.
    static Optional<Trailer> trailer(DiskFile file, long number, long sizeBytes)
            throws IOException {
        if (sizeBytes < FileHeader.BYTES + Trailer.BYTES) {
            return Optional.empty();
        }
        byte[] last = new byte[Trailer.BYTES];
        file.read(ByteBuffer.wrap(last), sizeBytes - Trailer.BYTES);
        return Trailer.read(last, number, sizeBytes);
    }

    ChunkFile file() {
        return file;
    }

    long number() {
        return file.number();
    }

    Trailer trailer() {
        return trailer;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /// Whether the file may hold a sample after `fromMillis`, up to `toMillis`.
    boolean overlaps(long fromMillis, long toMillis) {
        return trailer.minMillis() <= toMillis && trailer.maxMillis() > fromMillis;
    }

    /// The footer, whole or only its top.
    Footer footer() {
        return footer;
    }

    /// Takes the footer into memory as a whole, or lets go of all but its top. One that is damaged
    /// stays on the disk, for a reader to name.
    void hold(boolean whole) throws IOException {
        if (footer.isWhole() == whole) {
            return;
        }
        try {
            footer = whole ? readFooter(true) : footer.slim();
        } catch (CorruptChunkFileException e) {
            footer = footer.slim();
        }
    }

    /// Reads the footer.
    ///
    /// @param whole with all that it says of chunks, or only its top
    Footer readFooter(boolean whole) throws IOException {
        return Footer.read(file.disk(), trailer, whole);
    }

    /// Holds a footer that was read.
    void hold(Footer read) {
        footer = read;
    }

    ChunkFileSummary summary() {
        Map<Integer, Long> newest = new HashMap<>();
        footer.tenants(newest::put);
        return new ChunkFileSummary(
                number(),
                trailer.closedMillis(),
                sizeBytes,
                trailer.chunkCount(),
                trailer.minMillis(),
                trailer.maxMillis(),
                newest);
    }

    /// Bytes of memory held.
    long memoryBytes() {
        return OBJECT_BYTES + footer.sizeBytes();
    }
}
