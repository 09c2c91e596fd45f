package io.tributary.tsdb.record;

/// Where in time a change stands: which request makes it, and where its record will be in the wal.
///
/// @param number what readers know the request by
/// @param sequence of the frame that the record goes to
/// @param segment of that frame
/// @param generation the stretch between reset points that the record belongs to
public record Moment(long number, long sequence, long segment, int generation) {
    /// All that recovery finds counts as one request, the first.
    public static final long RECOVERED = 1;
}
