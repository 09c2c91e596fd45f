package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.IntList;
import org.roaringbitmap.RoaringBitmap;

/// Builds a generation of the index without the slots that have departed, beside the one in use.
///
/// ```
/// begin (lock) ─► run (no lock) ─► finish (lock): what was added meanwhile, then the swap
/// ```
///
/// Slots may be made between, but none may depart.
final class IndexRebuild implements Runnable {
    private final SeriesDirectory directory;
    private final SeriesIndex built = new SeriesIndex();
    private final RoaringBitmap departed;
    private final int slotCount;
    private final IntList addedMeanwhile = new IntList();

    IndexRebuild(SeriesDirectory directory, RoaringBitmap departed) {
        this.directory = directory;
        this.departed = departed;
        this.slotCount = directory.slotCount();
    }

    /// Adds all series that were there when it began.
    @Override
    public void run() {
        for (int slot = 0; slot < slotCount; slot++) {
            if (!departed.contains(slot)) {
                built.add(slot, directory.key(slot));
            }
        }
    }

    /// Told of each series made since it began.
    void added(int slot) {
        addedMeanwhile.add(slot);
    }

    SeriesIndex finish() {
        for (int i = 0; i < addedMeanwhile.size(); i++) {
            built.add(addedMeanwhile.at(i), directory.key(addedMeanwhile.at(i)));
        }
        return built;
    }
}
