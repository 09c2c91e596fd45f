package io.tributary.tsdb.wal;

/// A frame that records are being collected for: its place and number are decided, its bytes are
/// not written yet.
final class PendingFrame {
    private final RecordWriter payload = new RecordWriter();
    private Segment segment;
    private long offset;
    private long sequence;
    private boolean resetPoint;
    private int records;

    PendingFrame(Segment segment) {
        this.segment = segment;
    }

    /// Begins anew at another place.
    void reset(Segment place, long at, long number, boolean isResetPoint, int keptBytesMax) {
        payload.reset(keptBytesMax);
        segment = place;
        offset = at;
        sequence = number;
        resetPoint = isResetPoint;
        records = 0;
    }

    RecordWriter payload() {
        return payload;
    }

    Segment segment() {
        return segment;
    }

    long offset() {
        return offset;
    }

    long sequence() {
        return sequence;
    }

    boolean isResetPoint() {
        return resetPoint;
    }

    void addRecord() {
        records++;
    }

    /// Whether anybody waits for it.
    boolean hasRecords() {
        return records > 0;
    }

    /// Whether `more` bytes would still fit into its segment.
    boolean hasRoom(int more) {
        return offset + Frame.spaceBytes((long) payload.position() + more) <= segment.framesTo();
    }

    /// Takes note that the frame before it turned out smaller.
    void moveBack(long bytes) {
        offset -= bytes;
    }

    /// Where the next frame would begin, if this one is not compressed.
    long end() {
        return offset + Frame.spaceBytes(payload.position());
    }
}
