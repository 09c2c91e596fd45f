package io.tributary.tsdb.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A frame's header: how one commit stands in a segment (spec with examples: `docs/wal.md`).
///
/// ```text
///  0  u32  magic "TWFR"
///  4  u32  flags: bit 0 reset point, bit 1 compressed; all others 0, a reader refuses what it does
///          not know
///  8  u64  nonce of the segment
/// 16  u64  sequence number, from 1, without gaps
/// 24  i64  wall clock at the commit, milliseconds since 1970
/// 32  u32  number of the page, within the segment, that this header begins
/// 36  u32  payload length in bytes
/// 40  u32  CRC32C of the payload
/// 44  u32  header CRC (offset 48) of the frame before; 0 in frame 1
/// 48  u32  CRC32C of bytes 0 to 47
/// 52       payload, then bytes without meaning up to the next page
/// ```
///
/// Little-endian. The header CRC covers the payload's CRC, so the chain binds whole frames.
final class Frame {
    static final int PAGE_BYTES = 4096;
    static final int HEADER_BYTES = 52;

    /// No frame is larger: twice the largest raw body anybody configures, and positions fit an int.
    static final int PAYLOAD_BYTES_MAX = 1 << 30;

    static final int MAGIC = 'T' | 'W' << 8 | 'F' << 16 | 'R' << 24;
    static final int FLAG_RESET_POINT = 1;

    /// The payload is the records' length (u32) and a zstd frame of them.
    static final int FLAG_COMPRESSED = 2;

    static final int FLAGS_KNOWN = FLAG_RESET_POINT | FLAG_COMPRESSED;

    private static final int FLAGS_AT = 4;
    private static final int NONCE_AT = 8;
    private static final int SEQUENCE_AT = 16;
    private static final int COMMIT_MILLIS_AT = 24;
    private static final int PAGE_AT = 32;
    private static final int LENGTH_AT = 36;
    private static final int PAYLOAD_CRC_AT = 40;
    private static final int CRC_BEFORE_AT = 44;
    private static final int CRC_AT = 48;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] header = new byte[HEADER_BYTES];
    private final CRC32C checksum = new CRC32C();

    /// What a frame with this payload takes in a segment: header, payload, and the rest of its last
    /// page.
    static long spaceBytes(long payloadBytes) {
        return (HEADER_BYTES + payloadBytes + PAGE_BYTES - 1) & -PAGE_BYTES;
    }

    /// The header's bytes: filled by {@link #set}, or to be filled before they are asked about.
    byte[] bytes() {
        return header;
    }

    /// Fills the header, checksums included.
    void set(
            int flags,
            long nonce,
            long sequence,
            long commitMillis,
            long offset,
            byte[] payload,
            int payloadBytes,
            int crcBefore) {
        INT.set(header, 0, MAGIC);
        INT.set(header, FLAGS_AT, flags);
        LONG.set(header, NONCE_AT, nonce);
        LONG.set(header, SEQUENCE_AT, sequence);
        LONG.set(header, COMMIT_MILLIS_AT, commitMillis);
        INT.set(header, PAGE_AT, pageOf(offset));
        INT.set(header, LENGTH_AT, payloadBytes);
        checksum.reset();
        checksum.update(payload, 0, payloadBytes);
        INT.set(header, PAYLOAD_CRC_AT, (int) checksum.getValue());
        INT.set(header, CRC_BEFORE_AT, crcBefore);
        INT.set(header, CRC_AT, computedCrc());
    }

    /// Whether these bytes are a header, whole, and of this place.
    boolean isHeaderOf(long nonce, long offset) {
        return isMarked()
                && nonce() == nonce
                && (int) INT.get(header, PAGE_AT) == pageOf(offset)
                && crc() == computedCrc()
                && payloadBytes() >= 0
                && payloadBytes() <= PAYLOAD_BYTES_MAX;
    }

    /// Whether these bytes begin as a header does.
    boolean isMarked() {
        return (int) INT.get(header, 0) == MAGIC;
    }

    int flags() {
        return (int) INT.get(header, FLAGS_AT);
    }

    long nonce() {
        return (long) LONG.get(header, NONCE_AT);
    }

    long sequence() {
        return (long) LONG.get(header, SEQUENCE_AT);
    }

    long commitMillis() {
        return (long) LONG.get(header, COMMIT_MILLIS_AT);
    }

    int payloadBytes() {
        return (int) INT.get(header, LENGTH_AT);
    }

    int payloadCrc() {
        return (int) INT.get(header, PAYLOAD_CRC_AT);
    }

    int crcBefore() {
        return (int) INT.get(header, CRC_BEFORE_AT);
    }

    int crc() {
        return (int) INT.get(header, CRC_AT);
    }

    private int computedCrc() {
        checksum.reset();
        checksum.update(header, 0, CRC_AT);
        return (int) checksum.getValue();
    }

    private static int pageOf(long offset) {
        return Math.toIntExact(offset / PAGE_BYTES);
    }
}
