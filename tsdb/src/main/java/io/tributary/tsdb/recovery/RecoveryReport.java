package io.tributary.tsdb.recovery;

import io.tributary.tsdb.chunks.ChunkRecovery;
import io.tributary.tsdb.serieslog.SeriesLogReport;
import io.tributary.tsdb.wal.RecoveredWal.WalDamage;
import java.util.List;

/// What opening a data directory found.
///
/// @param frames commits replayed
/// @param samples samples replayed: those that no chunk file holds
/// @param series series known afterwards
/// @param tornTailBytes what the last, unfinished commit had written: cut, never acknowledged
/// @param damages stretches of the wal that were durable and cannot be read: lost, everything else
///   is there
/// @param seriesLost series whose labels stood in a damaged stretch
/// @param samplesLost samples in readable frames whose series or reference stood in a damaged one
/// @param chunks what the chunk files told
/// @param seriesWithoutLabels series that have chunks, but no definition any more
/// @param seriesLog what `series/` told
public record RecoveryReport(
        long frames,
        long samples,
        int series,
        long tornTailBytes,
        List<WalDamage> damages,
        long seriesLost,
        long samplesLost,
        ChunkRecovery chunks,
        long seriesWithoutLabels,
        SeriesLogReport seriesLog) {
    public RecoveryReport {
        damages = List.copyOf(damages);
    }
}
