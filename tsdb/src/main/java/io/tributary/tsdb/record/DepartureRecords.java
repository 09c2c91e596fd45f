package io.tributary.tsdb.record;

import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;

/// What is still known of what is no longer held: series that have left the head, and up to which
/// time a tenant's samples may be elsewhere only.
///
/// ```
/// DEPARTED  per series, to the end of the body:
///             ref − ref before (zigzag) | hash, high then low word (16 bytes) | frontier − frontier before (zigzag)
/// COMPLETE  tenant number (varint) | time (zigzag)
/// ```
///
/// Owned by one thread at a time.
public final class DepartureRecords {
    /// The most bytes a departed series takes: two varints of ten bytes, sixteen of hash.
    public static final int SERIES_BYTES_MAX = 36;

    /// The most bytes a COMPLETE record takes, its header included.
    public static final int COMPLETE_BYTES_MAX = RecordType.HEADER_BYTES + 20;

    private static final int NUMBERS_MAX = Integer.MAX_VALUE - 1;

    private final RecordWriter out;
    private int bodyAt;
    private long refBefore;
    private long frontierBefore;

    /// Is told of each series of a DEPARTED record.
    @FunctionalInterface
    public interface DepartedTarget {
        /// Takes a series.
        ///
        /// @param high of the 128-bit hash of who the series is
        /// @param low of it
        /// @param frontierMillis its greatest accepted time
        void departed(long ref, long high, long low, long frontierMillis);
    }

    /// Is told what a COMPLETE record says.
    @FunctionalInterface
    public interface CompleteTarget {
        /// Takes what is known of a tenant.
        ///
        /// @param timeMillis the newest time of anything of this tenant that is not held any more
        void complete(int tenant, long timeMillis);
    }

    public DepartureRecords(RecordWriter out) {
        this.out = out;
    }

    /// Begins a DEPARTED record; {@link #add} and {@link #end} follow.
    public void begin() {
        bodyAt = out.beginRecord(RecordType.DEPARTED);
        refBefore = 0;
        frontierBefore = 0;
    }

    /// Adds a series; the closer refs and frontiers to those before, the fewer bytes.
    public void add(long ref, long high, long low, long frontierMillis) {
        out.zigzag(ref - refBefore);
        out.fixed64(high);
        out.fixed64(low);
        out.zigzag(frontierMillis - frontierBefore);
        refBefore = ref;
        frontierBefore = frontierMillis;
    }

    public void end() {
        out.endRecord(bodyAt);
    }

    /// Writes a COMPLETE record.
    public static void writeComplete(RecordWriter out, int tenant, long timeMillis) {
        int body = out.beginRecord(RecordType.COMPLETE);
        out.varint(tenant);
        out.zigzag(timeMillis);
        out.endRecord(body);
    }

    /// Applies one record; answers false if it is of another type.
    public static boolean read(
            int type, RecordReader body, DepartedTarget departed, CompleteTarget complete)
            throws CorruptRecordException {
        switch (type) {
            case RecordType.DEPARTED -> readDeparted(body, departed);
            case RecordType.COMPLETE -> {
                int tenant = body.count(NUMBERS_MAX, "tenant number");
                complete.complete(tenant, body.zigzag());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void readDeparted(RecordReader body, DepartedTarget departed)
            throws CorruptRecordException {
        long ref = 0;
        long frontier = 0;
        while (body.remaining() > 0) {
            ref += body.zigzag();
            if (ref <= 0) {
                throw body.corrupt("departed series has ref " + ref);
            }
            long high = body.fixed64();
            long low = body.fixed64();
            frontier += body.zigzag();
            departed.departed(ref, high, low, frontier);
        }
    }
}
