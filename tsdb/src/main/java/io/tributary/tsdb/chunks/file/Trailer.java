package io.tributary.tsdb.chunks.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The last bytes of a closed file: where its footer stands, and what the whole file spans.
///
/// ```text
///  0  u64  number of the file
///  8  u64  offset of the footer: its blocks
/// 16  u32  length of the blocks
/// 20  u32  count of blocks; the index follows them, 16 bytes a block, then 16 bytes
///            for each 128 of its entries
/// 24  u32  count of tenants; they follow, 12 bytes each
/// 28  u32  count of chunks
/// 32  i64  earliest time of a sample
/// 40  i64  latest time of a sample
/// 48  i64  wall time when the file was closed
/// 56  u32  checksum of all behind the index, with its place
/// 60  u32  magic "TCHT"
/// 64  u32  CRC32C of bytes 0 to 63
/// ```
public record Trailer(
        long number,
        long blocksOffset,
        int blocksBytes,
        int blockCount,
        int tenantCount,
        int chunkCount,
        long minMillis,
        long maxMillis,
        long closedMillis,
        int topChecksum) {
    /// Length of the trailer.
    public static final int BYTES = 68;

    static final int TENANT_BYTES = 12;

    private static final int MAGIC = 'T' | 'C' << 8 | 'H' << 16 | 'T' << 24;
    private static final int CRC_AT = 64;

    /// The trailer's bytes.
    byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .putLong(blocksOffset)
                        .putInt(blocksBytes)
                        .putInt(blockCount)
                        .putInt(tenantCount)
                        .putInt(chunkCount)
                        .putLong(minMillis)
                        .putLong(maxMillis)
                        .putLong(closedMillis)
                        .putInt(topChecksum)
                        .putInt(MAGIC);
        bytes.putInt(crc(bytes.array()));
        return bytes.array();
    }

    /// The trailer of a file, if its last bytes are one.
    ///
    /// @param found the last {@link #BYTES} of the file
    /// @param sizeBytes of the file
    public static Optional<Trailer> read(byte[] found, long number, long sizeBytes) {
        ByteBuffer bytes = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
        if (found.length != BYTES
                || bytes.getInt(CRC_AT - 4) != MAGIC
                || bytes.getInt(CRC_AT) != crc(found)) {
            return Optional.empty();
        }
        Trailer trailer =
                new Trailer(
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getInt(),
                        bytes.getInt(),
                        bytes.getInt(),
                        bytes.getInt(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getInt());
        return trailer.fits(number, sizeBytes) ? Optional.of(trailer) : Optional.empty();
    }

    /// Length of the footer without this trailer.
    long footerBytes() {
        return (long) blocksBytes
                + (long) IndexPage.ENTRY_BYTES * (blockCount + (long) pageCount())
                + (long) TENANT_BYTES * tenantCount;
    }

    /// Where the index stands.
    long indexOffset() {
        return blocksOffset + blocksBytes;
    }

    int indexBytes() {
        return IndexPage.ENTRY_BYTES * blockCount;
    }

    int pageCount() {
        return (blockCount + IndexPage.BLOCKS - 1) / IndexPage.BLOCKS;
    }

    /// Where the index ends.
    long topOffset() {
        return indexOffset() + (long) indexBytes();
    }

    /// Length of what stands behind the index: its pages and the tenants.
    int topBytes() {
        return IndexPage.ENTRY_BYTES * pageCount() + TENANT_BYTES * tenantCount;
    }

    private boolean fits(long fileNumber, long sizeBytes) {
        return number == fileNumber
                && blocksBytes >= 0
                && blockCount >= 0
                && tenantCount >= 0
                && chunkCount >= 0
                && chunkCount <= (long) blockCount * FooterWriter.BLOCK_CHUNKS
                && chunkCount > (blockCount - 1L) * FooterWriter.BLOCK_CHUNKS
                && blocksOffset >= FileHeader.BYTES
                && blocksOffset + footerBytes() + BYTES == sizeBytes;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
