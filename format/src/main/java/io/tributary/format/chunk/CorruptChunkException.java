package io.tributary.format.chunk;

import java.io.IOException;

/// A chunk's bytes cannot have been written by an appender: the world's fault. Whoever knows file
/// and offset adds them.
public final class CorruptChunkException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptChunkException(String what, int sample, int count) {
        super("corrupt chunk: " + what + " in sample " + sample + " of " + count);
    }

    CorruptChunkException(int sizeBytes) {
        super("corrupt chunk: " + sizeBytes + " bytes, too short for its count");
    }
}
