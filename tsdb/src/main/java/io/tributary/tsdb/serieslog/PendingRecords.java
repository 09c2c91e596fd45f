package io.tributary.tsdb.serieslog;

import java.util.Arrays;

/// Records that are to be written as one batch. Guarded by the log's lock until it is taken for
/// writing; then its bytes do not change any more.
final class PendingRecords {
    private static final int FIRST_BYTES = 4096;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private long segment = Long.MAX_VALUE;
    private boolean taken;

    void add(byte[] source, int offset, int count, long from) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        segment = Math.min(segment, from);
    }

    /// Whether so much may be added so that it stays one batch of `bytesMax`.
    boolean hasRoom(int count, int bytesMax) {
        return !taken && (long) length + count <= bytesMax;
    }

    void take() {
        taken = true;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// The earliest wal segment that any of it stands in.
    long segment() {
        return segment;
    }
}
