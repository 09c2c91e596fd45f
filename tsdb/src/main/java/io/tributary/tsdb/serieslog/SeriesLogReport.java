package io.tributary.tsdb.serieslog;

import java.util.List;

/// What opening a log found.
///
/// @param batches that were read
/// @param records in them
/// @param tornTailBytes cut behind the last batch
/// @param damages in order; empty if every batch that was durable is there
public record SeriesLogReport(
        long batches, long records, long tornTailBytes, List<BatchDamage> damages) {
    /// A stretch that was durable and cannot be read: definitions in it are lost.
    ///
    /// @param file name within the log's directory
    /// @param fromOffset inclusive
    /// @param toOffset exclusive
    /// @param lostBatches how many batches stood there
    /// @param reason what is wrong with it
    public record BatchDamage(
            String file, long fromOffset, long toOffset, long lostBatches, String reason) {}

    public SeriesLogReport {
        damages = List.copyOf(damages);
    }
}
