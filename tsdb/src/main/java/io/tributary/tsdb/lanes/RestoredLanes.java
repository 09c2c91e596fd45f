package io.tributary.tsdb.lanes;

/// What chunk files tell of one series, on its way into {@link Lanes#restore}. Times are
/// milliseconds since 1970, `Long.MIN_VALUE` where there is none; handles are {@link
/// SeriesTable#NO_CHUNK} where there is none.
///
/// @param inOrder the newest chunk in order
/// @param lastMillis its last time
/// @param gapFrom the newer gap, exclusive
/// @param gapTo its end, exclusive
/// @param olderFrom the older gap
/// @param olderTo its end
/// @param late the newest late chunk
/// @param lateLastMillis its last time
/// @param lateMaxMillis the newest late sample of all
/// @param lateSequence the frame that holds the last sample of the newest late chunk
/// @param lateCount how many of the lane's samples in that frame are in chunk files
public record RestoredLanes(
        long inOrder,
        long lastMillis,
        long gapFrom,
        long gapTo,
        long olderFrom,
        long olderTo,
        long late,
        long lateLastMillis,
        long lateMaxMillis,
        long lateSequence,
        int lateCount) {}
