package io.tributary.tsdb.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What the first page of a segment says, and its last page again.
///
/// ```text
///  0  u32  magic "TWSG"
///  4  u32  format version, 1
///  8  u64  number of the segment
/// 16  u64  nonce: random, so that frames of an earlier life of the file never count
/// 24  u64  capacity in bytes, both pages included
/// 32  u32  CRC32C of bytes 0 to 31
/// 36  u32  flags: bit 0 recycled
/// 40  u32  CRC32C of bytes 0 to 39 where a flag is set, else 0
/// ```
///
/// @param recycled whether the file may hold bytes of an earlier life where no frame stands; else
///   it holds zeros there
record SegmentHeader(long number, long nonce, long capacityBytes, boolean recycled) {
    static final int BYTES = 44;
    static final int VERSION = 1;

    private static final int MAGIC = 'T' | 'W' << 8 | 'S' << 16 | 'G' << 24;
    private static final int CRC_AT = 32;
    private static final int FLAGS_AT = 36;
    private static final int FLAGS_CRC_AT = 40;
    private static final int FLAG_RECYCLED = 1;

    /// A page that begins with the header; the rest is zero.
    ByteBuffer page() {
        ByteBuffer page =
                ByteBuffer.allocate(Frame.PAGE_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(MAGIC)
                        .putInt(VERSION)
                        .putLong(number)
                        .putLong(nonce)
                        .putLong(capacityBytes);
        page.putInt(CRC_AT, crc(page.array(), CRC_AT));
        if (recycled) {
            page.putInt(FLAGS_AT, FLAG_RECYCLED);
            page.putInt(FLAGS_CRC_AT, crc(page.array(), FLAGS_CRC_AT));
        }
        return page.rewind();
    }

    /// The header that a page begins with; empty if it is none.
    ///
    /// @throws CorruptRecordException if it is one of a newer version
    static Optional<SegmentHeader> read(byte[] page) throws CorruptRecordException {
        ByteBuffer bytes = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        if (page.length < BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(CRC_AT) != crc(page, CRC_AT)) {
            return Optional.empty();
        }
        int version = bytes.getInt(4);
        if (version != VERSION) {
            throw new CorruptRecordException(
                    "wal segment of format version %d; this program reads version %d"
                            .formatted(version, VERSION),
                    4);
        }
        int flags = bytes.getInt(FLAGS_AT);
        int flagsCrc = bytes.getInt(FLAGS_CRC_AT);
        boolean none = flags == 0 && flagsCrc == 0;
        if (!none && flagsCrc != crc(page, FLAGS_CRC_AT)) {
            return Optional.empty();
        }
        if ((flags & ~FLAG_RECYCLED) != 0) {
            throw new CorruptRecordException(
                    "wal segment with flags 0x%x, which this program does not know"
                            .formatted(flags),
                    FLAGS_AT);
        }
        return Optional.of(
                new SegmentHeader(
                        bytes.getLong(8),
                        bytes.getLong(16),
                        bytes.getLong(24),
                        (flags & FLAG_RECYCLED) != 0));
    }

    private static int crc(byte[] page, int length) {
        CRC32C crc = new CRC32C();
        crc.update(page, 0, length);
        return (int) crc.getValue();
    }
}
