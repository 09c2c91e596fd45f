package io.tributary.tsdb.chunks;

import java.util.Map;

/// What a closed file holds.
///
/// @param number the file's name
/// @param closedMillis wall time at which it was closed
/// @param sizeBytes on the disk
/// @param chunks how many
/// @param minMillis the earliest sample; above `maxMillis` where there is no chunk
/// @param maxMillis the latest sample
/// @param newestMillis of each tenant in the file, by the tenant's number
public record ChunkFileSummary(
        long number,
        long closedMillis,
        long sizeBytes,
        int chunks,
        long minMillis,
        long maxMillis,
        Map<Integer, Long> newestMillis) {
    public ChunkFileSummary {
        newestMillis = Map.copyOf(newestMillis);
    }
}
