package io.tributary.tsdb.recovery;

import io.tributary.tsdb.chunks.ChunkRecovery;
import io.tributary.tsdb.chunks.file.FileHeader;
import io.tributary.tsdb.losses.Loss;
import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.losses.Losses;
import io.tributary.tsdb.serieslog.SeriesLogReport.BatchDamage;
import io.tributary.tsdb.wal.RecoveredWal.WalDamage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Has the losses recorded that a recovery meets: those of chunk files before the files are closed,
/// by which they would be forgotten; those of the wal and of `series/` once all has been read,
/// since both keep theirs until then.
final class FoundLosses {
    private final Losses losses;
    private final LostStretches stretches;

    /// By stretch of damage in the wal, the samples that were lost before it.
    private final List<Long> samplesBefore = new ArrayList<>();

    /// @param stretches told of what is lost of chunk files, from now on and on record
    FoundLosses(Losses losses, LostStretches stretches) {
        this.losses = losses;
        this.stretches = stretches;
        for (Loss loss : losses.recorded()) {
            if (loss.place().directory() == Directory.CHUNKS
                    && loss.lost() instanceof Lost.Stretch) {
                stretch(loss.place());
            }
        }
    }

    Losses losses() {
        return losses;
    }

    /// What is damaged in one chunk file; durable when this returns.
    void chunks(List<ChunkRecovery.Damage> damages) throws IOException {
        for (ChunkRecovery.Damage damage : damages) {
            long to = damage.offset() + damage.length();
            Place place = new Place(Directory.CHUNKS, damage.number(), 0, damage.offset(), to);
            losses.notice(place, new Lost.Stretch(), damage.reason());
            stretch(place);
        }
        losses.write();
    }

    /// Without its header a file has lost nothing.
    private void stretch(Place place) {
        if (place.toOffset() > FileHeader.BYTES) {
            stretches.add(place.file(), place.toOffset());
        }
    }

    /// A frame of the wal that is about to be replayed.
    ///
    /// @param damages stretches of damage before it
    /// @param samplesLost in the frames before it
    void frame(int damages, long samplesLost) {
        while (samplesBefore.size() < damages) {
            samplesBefore.add(samplesLost);
        }
    }

    /// What is damaged in `series/` and in the wal, both read to the end; durable when this
    /// returns.
    ///
    /// @param seriesWithoutLabels series that have chunks, but no definition any more
    /// @param samplesLost in the wal
    void end(
            List<BatchDamage> series,
            List<WalDamage> wal,
            long seriesWithoutLabels,
            long samplesLost)
            throws IOException {
        for (int i = 0; i < series.size(); i++) {
            BatchDamage damage = series.get(i);
            long samples = samplesBefore.isEmpty() ? samplesLost : samplesBefore.getFirst();
            losses.notice(
                    new Place(
                            Directory.SERIES,
                            Long.parseLong(damage.file()),
                            0,
                            damage.fromOffset(),
                            damage.toOffset()),
                    new Lost.Batches(
                            damage.lostBatches(),
                            i == 0 ? seriesWithoutLabels : 0,
                            i == 0 ? samples : 0),
                    damage.reason());
        }
        for (int i = 0; i < wal.size(); i++) {
            long upTo = i + 1 < samplesBefore.size() ? samplesBefore.get(i + 1) : samplesLost;
            notice(wal.get(i), upTo - samplesBefore.get(i));
        }
        losses.write();
    }

    private void notice(WalDamage damage, long samplesBehind) {
        losses.notice(
                new Place(
                        Directory.WAL,
                        damage.segment(),
                        damage.nonce(),
                        damage.fromOffset(),
                        damage.toOffset()),
                new Lost.Frames(damage.firstLostSequence(), damage.lostFrames(), samplesBehind),
                damage.reason());
    }
}
