package io.tributary.tsdb.wal;

/// The sizes a wal keeps to.
///
/// @param segmentBytesMin size of the first segment; after one that was filled fast the next is
///   twice as large, up to
/// @param segmentBytesMax the largest usual segment (one that must hold a larger frame is larger)
/// @param walBytesMax all segments together, those prepared ahead included
/// @param recordBytesMax the largest reservation
/// @param pacingMicros how long a commit waits for others that are known to be sending
/// @param pacingBytes a frame of this size waits no longer
/// @param resetBytes after so many bytes of payload a new reset point begins
public record WalSettings(
        long segmentBytesMin,
        long segmentBytesMax,
        long walBytesMax,
        int recordBytesMax,
        int pacingMicros,
        int pacingBytes,
        long resetBytes) {
    /// As designed, for records of at most `recordBytesMax`.
    public static WalSettings defaults(int recordBytesMax) {
        return new WalSettings(
                4L << 20, 64L << 20, 256L << 20, recordBytesMax, 1_000, 64 << 10, 4L << 20);
    }

    public WalSettings {
        require(segmentBytesMin >= Segment.CAPACITY_BYTES_MIN, "segmentBytesMin", segmentBytesMin);
        require(segmentBytesMin % Frame.PAGE_BYTES == 0, "segmentBytesMin", segmentBytesMin);
        require(segmentBytesMax >= segmentBytesMin, "segmentBytesMax", segmentBytesMax);
        require(segmentBytesMax % Frame.PAGE_BYTES == 0, "segmentBytesMax", segmentBytesMax);
        require(recordBytesMax > 0, "recordBytesMax", recordBytesMax);
        require(recordBytesMax <= Frame.PAYLOAD_BYTES_MAX, "recordBytesMax", recordBytesMax);
        long largest = Segment.capacityFor(Frame.spaceBytes(recordBytesMax));
        require(
                walBytesMax >= 2 * segmentBytesMin && walBytesMax >= segmentBytesMin + largest,
                "walBytesMax",
                walBytesMax);
        require(pacingMicros >= 0, "pacingMicros", pacingMicros);
        require(pacingBytes >= 0, "pacingBytes", pacingBytes);
        require(resetBytes > 0, "resetBytes", resetBytes);
    }

    private static void require(boolean right, String name, long value) {
        if (!right) {
            throw new IllegalArgumentException("wal setting " + name + " cannot be " + value);
        }
    }
}
