package io.tributary.tsdb.wal;

import java.io.IOException;

/// Bytes that are no record: a field runs beyond the end, or says what it cannot say.
///
/// A frame's checksum is right before its payload is read, so this means a bug, or a newer writer.
public final class CorruptRecordException extends IOException {
    private static final long serialVersionUID = 1;

    private final int offset;

    public CorruptRecordException(String what, int offset) {
        super("cannot read record: " + what + ", offset=" + offset);
        this.offset = offset;
    }

    /// Where in the payload the field begins, counted from the payload's start.
    public int offset() {
        return offset;
    }
}
