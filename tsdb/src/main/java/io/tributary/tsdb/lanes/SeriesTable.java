package io.tributary.tsdb.lanes;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.record.SampleEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What lives as long as a series lives, in two flat records of 64 bytes: one table for the lane in
/// order, by slot, and one for the late lane, by the number of a series that has one.
///
/// ```
/// hot    0 hash high | 1 hash low           of the label bytes (and route) that made or last found the series
///          late lane: sequence of the frame that holds its newest sample | how many of the lane's are in it
///        2 frontier                         time of the lane's newest sample, NO_TIME before the first
///        3 last bits | 4 accumulator        last value; the open chunk's newest bits, from the top
///        5 first block << 32 | current block; of a chunk of histograms: number of its run << 32
///        6 last delta << 32 | BEFORE_UNSURE | accumulator bits << 24 | leading << 16 | trailing << 8 | longs in the current block
///        7 wal generation << 32 | coder state << 24 | samples in the open chunk << 16 | longs in all its blocks
///          (HISTOGRAMS where it holds native histograms)
/// cold   0 number of the last request       1 number of the one before
///        2 samples before the last request  3 samples << 32 | version
///        4 newest sealed chunk, or NO_CHUNK 5 first time of the open chunk
///        6 place in the lane's OpenStarts + 1, or 0, << 32 | number in the late lane + 1, or 0;
///          late lane: the series' slot
///        7 wal segment that the open chunk begins in
/// ```
///
/// **Reading without the lock.** `version` is odd while the series is being changed. A reader takes
/// it, copies, and takes it again: equal and even means the copy is of one moment. The writer holds
/// it odd for some 50 ns. The version of the lane in order covers the series' late lane too.
final class SeriesTable {
    static final int HASH_HIGH = 0;
    static final int HASH_LOW = 1;
    static final int FRONTIER = 2;
    static final int LAST_BITS = 3;
    static final int ACCUMULATOR = 4;
    static final int BLOCKS = 5;
    static final int CODER = 6;
    static final int STATE = 7;

    static final int NUMBER = 0;
    static final int NUMBER_BEFORE = 1;
    static final int COUNT_BEFORE = 2;
    static final int COUNT_VERSION = 3;
    static final int SEALED = 4;
    static final int CHUNK_START = 5;
    static final int LATE = 6;
    static final int BEGUN = 7;

    /// In the hot record of the late lane.
    static final int WAL_SEQUENCE = 0;

    static final int WAL_COUNT = 1;

    /// The frontier of a series without a sample.
    static final long NO_TIME = Long.MIN_VALUE;

    /// The handle of no sealed chunk.
    static final long NO_CHUNK = ChunkStore.NONE;

    /// In place of a count of longs: the open chunk holds native histograms.
    static final int HISTOGRAMS = 0xFFFF;

    /// In the coder's word: the value before the last one is not known to be no staleness marker.
    /// Where the last value repeats it, the bit speaks of an earlier one.
    static final long BEFORE_UNSURE = 1L << 31;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int WORDS = 8;

    private final LongSlabs hot = new LongSlabs(WORDS);
    private final LongSlabs cold = new LongSlabs(WORDS);

    LongSlabs hot() {
        return hot;
    }

    LongSlabs cold() {
        return cold;
    }

    /// Where both records of a series begin, each in its slab.
    int base(int slot) {
        return hot.base(slot);
    }

    /// Makes the records of a new series, where another may have had them: only the count goes on,
    /// so that nobody takes the new one for the old.
    void create(int slot) {
        hot.ensure(slot + 1);
        cold.ensure(slot + 1);
        for (int word = 0; word < WORDS; word++) {
            hot.setWord(slot, word, 0);
            if (word != COUNT_VERSION) {
                cold.setWord(slot, word, 0);
            }
        }
        hot.setWord(slot, FRONTIER, NO_TIME);
        hot.setWord(slot, BLOCKS, -1L);
        hot.setWord(slot, STATE, (long) SampleEncoder.STATE_NONE << 24);
        cold.setWord(slot, SEALED, NO_CHUNK);
    }

    /// How many slots there is room for: an entry of a table may be seen before the room for its
    /// slot.
    int capacity() {
        return hot.capacity();
    }

    boolean hasHash(int slot, long high, long low) {
        long[] slab = hot.slab(slot);
        int base = hot.base(slot);
        return slab[base + HASH_HIGH] == high && slab[base + HASH_LOW] == low;
    }

    long frontier(int slot) {
        return hot.word(slot, FRONTIER);
    }

    /// How many samples the open chunk holds.
    static int openCount(long state) {
        return (int) (state >>> 16) & 0xFF;
    }

    static int coderState(long state) {
        return (int) (state >>> 24) & 0xFF;
    }

    static int generation(long state) {
        return (int) (state >>> 32);
    }

    /// How many full longs the open chunk, of floats, has in its blocks.
    static int blockLongs(long state) {
        return (int) state & 0xFFFF;
    }

    /// Milliseconds between the lane's two newest samples, {@link Integer#MAX_VALUE} for more; 0
    /// where there is one.
    static int lastDelta(long coder) {
        return (int) (coder >>> 32);
    }

    /// The place of a series in the lane's {@link OpenStarts} + 1, or 0.
    static int startsPlace(long lateWord) {
        return (int) (lateWord >>> 32);
    }

    /// Whether the open chunk holds native histograms.
    static boolean holdsHistograms(long state) {
        return (state & 0xFFFF) == HISTOGRAMS;
    }

    /// Makes the version odd. Writer only.
    static void beginChange(long[] coldSlab, int base) {
        LONGS.setOpaque(coldSlab, base + COUNT_VERSION, coldSlab[base + COUNT_VERSION] + 1);
        VarHandle.storeStoreFence();
    }

    /// Makes the version even again. Writer only.
    static void endChange(long[] coldSlab, int base) {
        long word = coldSlab[base + COUNT_VERSION];
        long version = (word + 1) & 0xFFFF_FFFFL;
        LONGS.setRelease(coldSlab, base + COUNT_VERSION, (word & ~0xFFFF_FFFFL) | version);
    }

    /// The word that holds count and version, for a reader without the lock.
    static long readVersion(long[] coldSlab, int base) {
        return (long) LONGS.getAcquire(coldSlab, base + COUNT_VERSION);
    }

    static boolean isChanging(long countVersion) {
        return (countVersion & 1) != 0;
    }

    /// Samples ever appended, modulo 2^32.
    static int count(long countVersion) {
        return (int) (countVersion >>> 32);
    }

    long sizeBytes() {
        return hot.sizeBytes() + cold.sizeBytes();
    }
}
