package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.LongSlabs;
import org.roaringbitmap.RoaringBitmap;

/// From label pairs and sets of stamps to the slots that carry them.
///
/// One generation of postings: slots are added, never taken out. Where many have departed a new
/// generation is built beside it and takes its place ({@link IndexRebuild}). One writer; any number
/// of readers.
final class SeriesIndex {
    private static final int WORDS = 4;

    private final Postings postings = new Postings();
    private final LongSlabs pairHeads = new LongSlabs(WORDS);
    private final LongSlabs stampHeads = new LongSlabs(WORDS);

    /// Adds a series.
    void add(int slot, KeyReader key) {
        stampHeads.ensure(key.stamps() + 1);
        postings.add(stampHeads, key.stamps(), 0, slot);
        for (int i = 0; i < key.count(); i++) {
            int pair = key.next();
            pairHeads.ensure(pair + 1);
            postings.add(pairHeads, pair, 0, slot);
        }
    }

    /// Adds the slots below `slotCount` whose key has the pair.
    void collectPair(int pair, int slotCount, RoaringBitmap into) {
        if (pair < pairHeads.capacity()) {
            postings.collect(pairHeads, pair, 0, slotCount, into);
        }
    }

    /// Adds the slots below `slotCount` that have the set of stamps.
    void collectStamps(int set, int slotCount, RoaringBitmap into) {
        if (set < stampHeads.capacity()) {
            postings.collect(stampHeads, set, 0, slotCount, into);
        }
    }

    long sizeBytes() {
        return postings.sizeBytes() + pairHeads.sizeBytes() + stampHeads.sizeBytes();
    }
}
