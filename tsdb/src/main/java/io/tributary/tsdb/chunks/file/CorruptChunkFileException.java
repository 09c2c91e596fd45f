package io.tributary.tsdb.chunks.file;

import java.io.IOException;

/// Bytes of a chunk file that are not what was written.
public final class CorruptChunkFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final long number;
    private final long offset;

    /// @param what was being read and what is wrong with it, as `cannot read chunk: checksum 0x1,
    ///   want 0x2`
    /// @param number of the file
    /// @param offset where in the file the wrong part begins
    public CorruptChunkFileException(String what, long number, long offset) {
        super("%s, file=%06d offset=%d".formatted(what, number, offset));
        this.number = number;
        this.offset = offset;
    }

    /// The number that is the file's name.
    public long number() {
        return number;
    }

    /// Where in the file the wrong part begins.
    public long offset() {
        return offset;
    }
}
