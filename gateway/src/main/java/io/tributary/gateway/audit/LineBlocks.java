package io.tributary.gateway.audit;

import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the lines of a file, forward or backward, a block of {@link #BLOCK_BYTES} at a time.
///
/// A line ends with its break; what is behind the last one is none. A line that is longer than a
/// block is none that was written here: it is passed over, and {@link #isTooLong} says so.
final class LineBlocks {
    /// Twice the longest line.
    static final int BLOCK_BYTES = 2 * AuditLines.LINE_BYTES_MAX;

    private final DiskFile file;
    private final boolean backward;
    private final byte[] bytes = new byte[BLOCK_BYTES];

    /// Of each line of the block: its first byte, and its break.
    private final List<int[]> lines = new ArrayList<>();

    private long from;
    private long to;
    private boolean tooLong;

    /// @param sizeBytes what is behind is not looked at
    LineBlocks(DiskFile file, long sizeBytes, boolean backward) {
        this.file = file;
        this.backward = backward;
        this.from = 0;
        this.to = sizeBytes;
    }

    /// Goes to the next block of lines, of which it may have none; false where there is no other.
    boolean next() throws IOException {
        lines.clear();
        tooLong = false;
        int length = (int) Math.min(BLOCK_BYTES, to - from);
        long start = backward ? to - length : from;
        int read = length == 0 ? 0 : file.read(ByteBuffer.wrap(bytes, 0, length), start);
        if (read < length) {
            throw new IOException(
                    "the audit file ends at %d, before %d".formatted(start + read, to));
        }
        return length > 0 && (backward ? splitBackward(start, length) : splitForward(length));
    }

    /// How many lines the block has.
    int count() {
        return lines.size();
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where a line of the block begins in {@link #bytes}, in the order they are read in.
    int offset(int line) {
        return place(line)[0];
    }

    /// How long it is, without its break.
    int length(int line) {
        return place(line)[1] - place(line)[0];
    }

    /// Whether the block was no line, but a part of something longer.
    boolean isTooLong() {
        return tooLong;
    }

    /// Bytes behind the last break, once all was read forward.
    long rest() {
        return to - from;
    }

    private int[] place(int line) {
        return lines.get(backward ? lines.size() - 1 - line : line);
    }

    private boolean splitForward(int length) {
        int lineStart = split(0, length);
        if (lineStart > 0) {
            from += lineStart;
            return true;
        }
        if (from + length == to) {
            return false;
        }
        tooLong = true;
        from += length;
        return true;
    }

    /// What is before the first break belongs to the block before.
    private boolean splitBackward(long start, int length) {
        int begin = 0;
        while (start > 0 && begin < length && bytes[begin++] != '\n') {}
        split(begin, length);
        tooLong = start > 0 && begin == length;
        to = tooLong ? start : start + begin;
        return true;
    }

    /// Finds the lines from `begin` on; answers what is behind the last of them.
    private int split(int begin, int length) {
        int lineStart = begin;
        for (int at = begin; at < length; at++) {
            if (bytes[at] == '\n') {
                lines.add(new int[] {lineStart, at});
                lineStart = at + 1;
            }
        }
        return lineStart;
    }
}
