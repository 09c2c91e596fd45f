package io.tributary.tsdb.head;

import io.tributary.tsdb.wal.RecoveredWal.WalDamage;
import java.util.List;

/// What opening a data directory found.
///
/// @param frames commits replayed
/// @param samples samples replayed
/// @param series series known afterwards
/// @param tornTailBytes what the last, unfinished commit had written: cut, never acknowledged
/// @param damages stretches that were durable and cannot be read: lost, everything else is there
/// @param seriesLost series whose labels stood in a damaged stretch
/// @param samplesLost samples in readable frames whose series or reference stood in a damaged one
public record RecoveryReport(
        long frames,
        long samples,
        int series,
        long tornTailBytes,
        List<WalDamage> damages,
        long seriesLost,
        long samplesLost) {
    public RecoveryReport {
        damages = List.copyOf(damages);
    }
}
