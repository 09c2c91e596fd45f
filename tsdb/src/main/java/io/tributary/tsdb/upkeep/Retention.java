package io.tributary.tsdb.upkeep;

import io.tributary.runtime.clock.ClockWatch;
import io.tributary.tsdb.chunks.ChunkFileSummary;
import io.tributary.tsdb.chunks.ChunkStore;
import java.io.IOException;

/// Lets chunk files go that were closed long enough ago, whatever times they hold: a back-filled
/// past stays as long as fresh data, and a dead series pins nothing. Not while the clock is
/// suspect.
///
/// One file a step, oldest first.
final class Retention {
    private final ChunkStore chunks;
    private final FileRemoval removal;
    private final ClockWatch clock;
    private final long retentionMillis;

    Retention(ChunkStore chunks, FileRemoval removal, ClockWatch clock, long retentionMillis) {
        this.chunks = chunks;
        this.removal = removal;
        this.clock = clock;
        this.retentionMillis = retentionMillis;
    }

    void step() throws IOException {
        if (clock.isSuspect()) {
            return;
        }
        long limit = clock.wallMillis() - retentionMillis;
        for (ChunkFileSummary file : chunks.closedFiles()) {
            if (file.closedMillis() <= limit) {
                removal.remove(file);
                return;
            }
        }
    }
}
