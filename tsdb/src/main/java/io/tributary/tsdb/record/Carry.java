package io.tributary.tsdb.record;

import io.tributary.format.chunk.XorChunkReader;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;

/// The record of an open chunk that is written once more, so that the segment it begins in may go.
///
/// Where its samples have starts, a record of these stands before it.
///
/// ```
/// CARRY  ref (varint) | lane (uint8) | sample count (varint) | bits of the chunk (to the end)
/// ```
public final class Carry {
    /// A longer chunk is sealed instead, in bytes.
    public static final int CHUNK_BYTES_MAX = 128;

    /// Likewise one whose starts take more.
    public static final int STARTS_BYTES_MAX = 64;

    /// An open chunk has no more samples.
    private static final int SAMPLES_MAX = 120;

    /// The most that the records of one series take: both lanes.
    public static final int BYTES_MAX =
            2 * (CHUNK_BYTES_MAX + 32 + RecordType.HEADER_BYTES + STARTS_BYTES_MAX);

    private Carry() {}

    /// Writes a record.
    ///
    /// @param bits of the chunk, without the count before them
    public static void write(
            RecordWriter out, long ref, int lane, int count, byte[] bits, int length) {
        int body = out.beginRecord(RecordType.CARRY);
        out.varint(ref);
        out.u8(lane);
        out.varint(count);
        out.bytes(bits, 0, length);
        out.endRecord(body);
    }

    /// Sets `chunk` on the record's first sample; the record stands behind ref and lane.
    public static void open(RecordReader record, XorChunkReader chunk)
            throws CorruptRecordException {
        int count = record.count(SAMPLES_MAX, "sample count");
        int length = record.remaining();
        int at = record.take(length);
        chunk.resetOpen(record.array(), at, length, count);
    }
}
