package io.tributary.tsdb.wal;

/// A segment that the wal still holds, as its owner sees it who decides what may go.
///
/// @param firstSequence number of the first frame that stands in it or will
/// @param sizeBytes of the file
/// @param begunNanos monotonic clock when its first record was begun; of segments that recovery
///   found, when the wal was started
public record SegmentSpan(long number, long firstSequence, long sizeBytes, long begunNanos) {}
