package io.tributary.gateway.registry.journal;

import io.tributary.runtime.disk.DiskFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Goes along the lines of a file.
final class LineScan {
    private static final int BLOCK_BYTES = 1 << 20;

    /// Takes a line, without its end.
    interface Taker {
        /// Takes one.
        ///
        /// @param number from 1
        void take(int number, byte[] line) throws IOException;
    }

    /// Where the lines that have an end, end.
    static final class End {
        private final int lines;
        private final long sizeBytes;
        private final byte[] rest;

        private End(int lines, long sizeBytes, byte[] rest) {
            this.lines = lines;
            this.sizeBytes = sizeBytes;
            this.rest = rest;
        }

        /// How many.
        int lines() {
            return lines;
        }

        /// Bytes of them.
        long sizeBytes() {
            return sizeBytes;
        }

        /// What stands behind them; not a copy.
        byte[] rest() {
            return rest;
        }
    }

    private LineScan() {}

    /// Hands over every line that has an end.
    ///
    /// @throws IOException also where a line is longer than any of ours
    static End scan(String name, DiskFile file, Taker taker) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int lines = 0;
        long ended = 0;
        long at = 0;
        while (file.read(block.clear(), at) > 0) {
            block.flip();
            at += block.remaining();
            byte[] bytes = block.array();
            int from = 0;
            for (int i = 0; i < block.limit(); i++) {
                if (bytes[i] == '\n') {
                    line.write(bytes, from, i - from);
                    lines++;
                    taker.take(lines, line.toByteArray());
                    ended += line.size() + 1L;
                    line.reset();
                    from = i + 1;
                }
            }
            line.write(bytes, from, block.limit() - from);
            if (line.size() > JournalLine.BYTES_MAX) {
                throw new IOException(
                        "%s: line %d is longer than %d bytes"
                                .formatted(name, lines + 1, JournalLine.BYTES_MAX));
            }
        }
        return new End(lines, ended, line.toByteArray());
    }
}
