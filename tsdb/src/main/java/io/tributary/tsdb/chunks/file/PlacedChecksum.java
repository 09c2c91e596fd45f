package io.tributary.tsdb.chunks.file;

import java.util.zip.CRC32C;

/// CRC32C of some bytes, exclusive-or'd with a word made of the file's number and their offset: so
/// bytes that stand where others should do not count. Owned by one thread at a time.
final class PlacedChecksum {
    /// 2^32 divided by the golden ratio, odd.
    private static final int SPREAD = 0x9E3779B9;

    private final CRC32C crc = new CRC32C();

    /// @param number of the file
    /// @param place where in the file the bytes begin, or what they belong to does
    int of(byte[] bytes, int from, int length, long number, long place) {
        crc.reset();
        crc.update(bytes, from, length);
        return (int) crc.getValue() ^ ((int) number * SPREAD + (int) place);
    }
}
