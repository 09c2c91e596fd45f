package io.tributary.format.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Unpacking in steps, each of which asks for its room first.
final class Steps {
    /// Bytes unpacked at a time.
    static final int BYTES = 256 * 1024;

    private Steps() {}

    /// Reads all of `stream`.
    ///
    /// @param limitBytes the most that may come out
    /// @return how many bytes came out
    static int read(InputStream stream, int limitBytes, Room room)
            throws IOException, CompressionException {
        byte[] bytes = {};
        int used = 0;
        while (true) {
            int step = Math.min(BYTES, limitBytes - used);
            if (step == 0) {
                if (stream.read() >= 0) {
                    throw CompressionException.grownTooLarge(limitBytes);
                }
                return used;
            }
            Optional<byte[]> grown = room.grow(bytes, used, step);
            if (grown.isEmpty()) {
                throw CompressionException.noRoom(used, step);
            }
            bytes = grown.get();
            int read = stream.readNBytes(bytes, used, step);
            used += read;
            if (read < step) {
                return used;
            }
        }
    }
}
