package io.tributary.tsdb.wal;

import java.util.List;

/// What reading a wal found, and what writing goes on from.
///
/// @param nextSequence the sequence number of the next frame
/// @param lastFrameCrc header CRC of the last frame; 0 if there is none
/// @param lastCommitMillis wall clock of the latest commit; `Long.MIN_VALUE` if there is none
/// @param segments in order, those without a frame included
/// @param damages in order; empty if every frame that was durable is there
/// @param tornTailBytes what was cut behind the last frame: never acknowledged, unless it is rot in
///   the very last durable frame, which looks the same
/// @param frames how many frames were delivered
/// @param payloadBytes of those frames
/// @param readErrors what the disk said where it could not read, the first few
public record RecoveredWal(
        long nextSequence,
        int lastFrameCrc,
        long lastCommitMillis,
        List<SegmentSummary> segments,
        List<WalDamage> damages,
        long tornTailBytes,
        long frames,
        long payloadBytes,
        List<String> readErrors) {
    /// How many read errors are kept.
    public static final int READ_ERRORS_MAX = 16;

    /// Sequence number of the first frame of a new wal.
    public static final long FIRST_SEQUENCE = 1;

    /// One segment file.
    ///
    /// @param nonce 0 if no copy of its header could be read
    /// @param capacityBytes size of the file
    /// @param firstSequence of the frames that count; beyond `lastSequence` if there is none
    /// @param usedBytes up to the end of the last frame that counts
    /// @param lastFrameOffset where the last frame begins, 0 if there is none
    /// @param strayBytes written behind the last frame, up to the last byte that is not zero
    public record SegmentSummary(
            long number,
            long nonce,
            long capacityBytes,
            long firstSequence,
            long lastSequence,
            long usedBytes,
            long lastFrameOffset,
            long strayBytes) {
        /// Whether it holds no frame.
        public boolean empty() {
            return firstSequence > lastSequence;
        }
    }

    /// A stretch that was durable and cannot be read. Found again at every start until its segment
    /// is released; segment, nonce and offsets tell whether it is known.
    ///
    /// @param segment where the stretch begins
    /// @param nonce of that segment; 0 if no copy of its header could be read
    /// @param fromOffset inclusive, in that segment
    /// @param toOffset exclusive, in that segment; the stretch may go on in the next ones
    /// @param firstLostSequence inclusive; the earliest it can be where the frames before it are
    ///   gone
    /// @param lastLostSequence inclusive; below `firstLostSequence` if the next number stands there
    ///   but does not name the frame before it
    /// @param reason what the disk said if it could not read, else which proof fails
    public record WalDamage(
            long segment,
            long nonce,
            long fromOffset,
            long toOffset,
            long firstLostSequence,
            long lastLostSequence,
            String reason) {
        static final String CHECKSUM = "checksum does not hold";

        /// How many frames were lost, at most.
        public long lostFrames() {
            return Math.max(0, lastLostSequence - firstLostSequence + 1);
        }
    }

    public RecoveredWal {
        segments = List.copyOf(segments);
        damages = List.copyOf(damages);
        readErrors = List.copyOf(readErrors);
    }

    /// What there is before the first start.
    public static RecoveredWal none() {
        return new RecoveredWal(
                FIRST_SEQUENCE, 0, Long.MIN_VALUE, List.of(), List.of(), 0, 0, 0, List.of());
    }
}
