package io.tributary.tsdb.lanes;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.notes.NoteSettings;
import io.tributary.tsdb.notes.Notes;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.series.Selection;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.serieslog.DepartedSeries;
import java.util.function.Supplier;

/// What a head keeps in memory: who its series are, what they hold, how senders call them, what is
/// remembered of those that left, and what is kept beside samples.
///
/// One writer, under the append lock; what others may read is said at each part.
///
/// @param hashes makes hashes with the data directory's key; each is owned by one thread at a time
public record HeadMemory(
        Supplier<Hash128> hashes,
        SeriesDirectory directory,
        Lanes lanes,
        RawKeys keys,
        DepartedSeries departed,
        Notes notes) {
    /// Series whose frontier is remembered after they have left; beyond, series stay.
    private static final int DEPARTED_MAX = 4 << 20;

    /// Of a data directory.
    ///
    /// @param hashes makes hashes with its key
    /// @param settings how much is kept beside samples
    public static HeadMemory of(
            Supplier<Hash128> hashes, ChunkStore chunks, NoteSettings settings) {
        SeriesDirectory directory = new SeriesDirectory(hashes.get());
        Lanes lanes = new Lanes(directory, chunks);
        return new HeadMemory(
                hashes,
                directory,
                lanes,
                lanes.newKeys(),
                new DepartedSeries(DEPARTED_MAX),
                new Notes(settings, hashes.get()));
    }

    /// A hash with the data directory's key.
    public Hash128 newHash() {
        return hashes.get();
    }

    /// A look for series among those there are now.
    public Selection selection() {
        return new Selection(directory, newHash(), directory.slotCount());
    }

    public long sizeBytes() {
        return departed.sizeBytes()
                + directory.sizeBytes()
                + lanes.sizeBytes()
                + keys.sizeBytes()
                + notes.sizeBytes();
    }
}
