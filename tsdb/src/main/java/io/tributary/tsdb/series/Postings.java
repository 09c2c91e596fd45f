package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.LongSlabs;
import org.roaringbitmap.RoaringBitmap;

/// Which slots carry a pair (or a set of stamps): runs of slots in chained blocks of 32 bytes.
///
/// ```
/// head (3 longs of the owner's record):  first block + 1 | last block + 1 | runs in the last block
/// block (4 longs):                       run | run | run | next block + 1          run = start << 32 | length
/// ```
///
/// A scrape creates its series in one go, so most lists are a few long runs. Slots mostly come in
/// ascending order (those used again do not); the last run grows in place, a single long, so a
/// reader without a lock sees it before or after, and cuts at its slot count.
///
/// One writer; any number of readers.
final class Postings {
    private static final int RUNS_MAX = 3;
    private static final int NEXT = 3;

    private final LongSlabs blocks = new LongSlabs(4);
    private int blockCount;

    /// Adds a slot that is not there. Writer only.
    void add(LongSlabs owner, int record, int word, int slot) {
        int last = (int) owner.word(record, word + 1) - 1;
        int runs = (int) owner.word(record, word + 2);
        if (last >= 0) {
            long run = blocks.word(last, runs - 1);
            if ((int) (run >>> 32) + (int) run == slot) {
                blocks.setWord(last, runs - 1, run + 1);
                return;
            }
        }
        if (last < 0 || runs == RUNS_MAX) {
            int fresh = blockCount++;
            blocks.ensure(blockCount);
            blocks.setWord(fresh, 0, run(slot));
            if (last < 0) {
                owner.setWord(record, word, fresh + 1L);
            } else {
                blocks.setWord(last, NEXT, fresh + 1L);
            }
            owner.setWord(record, word + 1, fresh + 1L);
            owner.setWord(record, word + 2, 1);
            return;
        }
        blocks.setWord(last, runs, run(slot));
        owner.setWord(record, word + 2, runs + 1L);
    }

    /// Adds the slots below `slotCount` to `into`.
    void collect(LongSlabs owner, int record, int word, int slotCount, RoaringBitmap into) {
        int block = (int) owner.word(record, word) - 1;
        while (block >= 0 && block < blocks.capacity()) {
            for (int i = 0; i < RUNS_MAX; i++) {
                long run = blocks.word(block, i);
                long start = run >>> 32;
                long end = Math.min(start + (int) run, slotCount);
                if (start < end) {
                    into.add(start, end);
                }
            }
            block = (int) blocks.word(block, NEXT) - 1;
        }
    }

    long sizeBytes() {
        return blocks.sizeBytes();
    }

    private static long run(int slot) {
        return ((long) slot << 32) | 1;
    }
}
