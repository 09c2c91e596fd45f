package io.tributary.tsdb.chunks.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// What a chunk file begins with.
///
/// ```text
///  0  u32  magic "TCHF"
///  4  u32  format version, 2
///  8  u64  number of the file
/// 16  u32  CRC32C of bytes 0 to 15
/// ```
///
/// Files of version 1, of which no entry has starts, are read too.
///
/// @param number which is also the file's name
public record FileHeader(long number) {
    /// Length of the header; the first entry follows.
    public static final int BYTES = 20;

    static final int VERSION = 2;

    private static final int OLDEST = 1;

    private static final int MAGIC = 'T' | 'C' << 8 | 'H' << 16 | 'F' << 24;
    private static final int CRC_AT = 16;

    /// The header's bytes.
    public byte[] bytes() {
        return bytes(VERSION);
    }

    private byte[] bytes(int version) {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(MAGIC)
                        .putInt(version)
                        .putLong(number);
        bytes.putInt(crc(bytes.array()));
        return bytes.array();
    }

    /// Whether a file begins with this header. Where it does not, its entries may still be whole:
    /// they prove themselves.
    ///
    /// @param found the first bytes of the file
    /// @throws IOException if it is the header of another version, which is to be left alone
    public boolean isIn(byte[] found) throws IOException {
        if (found.length < BYTES) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != MAGIC || bytes.getInt(CRC_AT) != crc(found)) {
            return false;
        }
        int version = bytes.getInt(4);
        if (version < OLDEST || version > VERSION) {
            throw new IOException(
                    "cannot open chunk file %06d: it is of format version %d, this program reads versions %d to %d"
                            .formatted(number, version, OLDEST, VERSION));
        }
        return Arrays.equals(bytes(version), 0, BYTES, found, 0, BYTES);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
