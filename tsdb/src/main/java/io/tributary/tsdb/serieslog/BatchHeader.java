package io.tributary.tsdb.serieslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A batch's header: how a run of records stands in a file (spec with example: `docs/series.md`).
///
/// ```text
///  0  u32  magic "TSBT"
///  4  u32  flags: none yet; a reader refuses any other
///  8  u64  nonce of the file
/// 16  u64  sequence number, from 1 in each file, without gaps
/// 24  u32  number of the sector, within the file, that this header begins
/// 28  u32  payload length in bytes
/// 32  u32  CRC32C of the payload
/// 36  u32  CRC32C of bytes 0 to 35
/// 40       payload, then zeros up to the next sector
/// ```
///
/// Little-endian. Owned by one thread at a time.
final class BatchHeader {
    static final int BYTES = 40;

    private static final int MAGIC = 'T' | 'S' << 8 | 'B' << 16 | 'T' << 24;
    private static final int FLAGS_AT = 4;
    private static final int NONCE_AT = 8;
    private static final int SEQUENCE_AT = 16;
    private static final int SECTOR_AT = 24;
    private static final int LENGTH_AT = 28;
    private static final int PAYLOAD_CRC_AT = 32;
    private static final int CRC_AT = 36;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] header = new byte[BYTES];
    private final CRC32C checksum = new CRC32C();

    /// What a batch with this payload takes in a file.
    static long spaceBytes(long payloadBytes) {
        return (BYTES + payloadBytes + FileHeader.SECTOR_BYTES - 1) & -FileHeader.SECTOR_BYTES;
    }

    /// The header's bytes: filled by {@link #set}, or to be filled before they are asked about.
    byte[] bytes() {
        return header;
    }

    void set(long nonce, long sequence, long offset, byte[] payload, int payloadBytes) {
        INT.set(header, 0, MAGIC);
        INT.set(header, FLAGS_AT, 0);
        LONG.set(header, NONCE_AT, nonce);
        LONG.set(header, SEQUENCE_AT, sequence);
        INT.set(header, SECTOR_AT, sectorOf(offset));
        INT.set(header, LENGTH_AT, payloadBytes);
        INT.set(header, PAYLOAD_CRC_AT, crc(payload, payloadBytes));
        INT.set(header, CRC_AT, crc(header, CRC_AT));
    }

    /// Whether these bytes are a header, whole, and of this place.
    boolean isHeaderOf(long nonce, long offset) {
        return (int) INT.get(header, 0) == MAGIC
                && (long) LONG.get(header, NONCE_AT) == nonce
                && (int) INT.get(header, SECTOR_AT) == sectorOf(offset)
                && (int) INT.get(header, CRC_AT) == crc(header, CRC_AT)
                && payloadBytes() >= 0;
    }

    boolean isPayload(byte[] payload) {
        return (int) INT.get(header, PAYLOAD_CRC_AT) == crc(payload, payloadBytes());
    }

    int flags() {
        return (int) INT.get(header, FLAGS_AT);
    }

    long sequence() {
        return (long) LONG.get(header, SEQUENCE_AT);
    }

    int payloadBytes() {
        return (int) INT.get(header, LENGTH_AT);
    }

    private int crc(byte[] bytes, int length) {
        checksum.reset();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static int sectorOf(long offset) {
        return (int) (offset / FileHeader.SECTOR_BYTES);
    }
}
