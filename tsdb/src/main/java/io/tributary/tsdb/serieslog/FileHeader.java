package io.tributary.tsdb.serieslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What the first sector of a log's file says, and its second one again.
///
/// ```text
///  0  u32  magic "TSLG"
///  4  u32  format version, 1
///  8  u64  generation: the number in the file's name
/// 16  u64  nonce: random, so that no bytes from elsewhere are taken for a batch
/// 24  u32  CRC32C of bytes 0 to 23
/// ```
record FileHeader(long generation, long nonce) {
    static final int BYTES = 28;
    static final int SECTOR_BYTES = 512;
    static final int VERSION = 1;

    /// Where batches begin: behind both copies.
    static final int BATCHES_FROM = 2 * SECTOR_BYTES;

    private static final int MAGIC = 'T' | 'S' << 8 | 'L' << 16 | 'G' << 24;
    private static final int CRC_AT = 24;

    /// Both sectors.
    ByteBuffer sectors() {
        ByteBuffer bytes =
                ByteBuffer.allocate(BATCHES_FROM)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(MAGIC)
                        .putInt(VERSION)
                        .putLong(generation)
                        .putLong(nonce);
        bytes.putInt(crc(bytes.array(), 0));
        System.arraycopy(bytes.array(), 0, bytes.array(), SECTOR_BYTES, BYTES);
        return bytes.rewind();
    }

    /// The header that stands at `offset`; empty if there is none.
    ///
    /// @throws IOException if it is one of a newer version
    static Optional<FileHeader> read(byte[] bytes, int offset) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length - offset < BYTES
                || header.getInt(offset) != MAGIC
                || header.getInt(offset + CRC_AT) != crc(bytes, offset)) {
            return Optional.empty();
        }
        int version = header.getInt(offset + 4);
        if (version != VERSION) {
            throw new IOException(
                    "series log of format version %d; this program reads version %d"
                            .formatted(version, VERSION));
        }
        return Optional.of(new FileHeader(header.getLong(offset + 8), header.getLong(offset + 16)));
    }

    private static int crc(byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, CRC_AT);
        return (int) crc.getValue();
    }
}
