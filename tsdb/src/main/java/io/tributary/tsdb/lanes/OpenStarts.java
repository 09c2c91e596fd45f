package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.LATE;

import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.record.starts.StartChanges;

/// Since when the samples of one lane count: what was recorded of each series last, and where the
/// start changes in its open chunk.
///
/// ```
/// entry   0 start recorded last       1 wal generation of that << 32 | changes in the open chunk
///         2 the first change          3 first block << 32 | last block of the others, -1 where there is none
/// change  start << 7 | place of the sample in the chunk
/// ```
///
/// Only series that have starts have an entry; their cold record says where. It stays while the
/// start that was recorded last is one, as that is what the next sample's is compared with; beyond
/// the last reset point it counts as none.
///
/// Bound: 32 bytes a series with starts, and for each further change in its open chunk, of which
/// there are no more than samples, 8 bytes in blocks of 32.
///
/// Writer only, but for {@link #copy} and {@link #newest}.
final class OpenStarts {
    /// The most bytes {@link #copy} adds: each change is one of distance and nine of start.
    static final int COPY_BYTES_MAX = OpenChunks.SAMPLES_MAX * StartChanges.SAMPLE_BYTES_MAX;

    private static final int RECORDED = 0;
    private static final int COUNTS = 1;
    private static final int FIRST = 2;
    private static final int BLOCKS = 3;

    private static final int PLACE_BITS = Long.SIZE - StartChanges.START_BITS;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final long NUMBER_MASK = 0xFFFF_FFFFL;

    private final SeriesTable table;
    private final LongSlabs entries = new LongSlabs(4);
    private final BlockPool pool = new BlockPool();
    private final IntList free = new IntList();
    private int made;

    OpenStarts(SeriesTable table) {
        this.table = table;
    }

    /// What was recorded of a series last in a stretch between reset points; 0 where nothing was.
    long recorded(int series, int generation) {
        int entry = entry(series);
        return entry >= 0 && (int) (entries.word(entry, COUNTS) >>> 32) == generation
                ? entries.word(entry, RECORDED)
                : 0;
    }

    /// Notes what a sample's record says; answers whether that is anything new.
    boolean record(int series, long startMillis, int generation) {
        int entry = entryFor(series, startMillis);
        if (entry < 0) {
            return false;
        }
        long counts = entries.word(entry, COUNTS);
        boolean isOfGeneration = (int) (counts >>> 32) == generation;
        long before = isOfGeneration ? entries.word(entry, RECORDED) : 0;
        entries.setWord(entry, RECORDED, startMillis);
        entries.setWord(entry, COUNTS, ((long) generation << 32) | (counts & NUMBER_MASK));
        return before != startMillis;
    }

    /// Says since when the sample at a place of the open chunk counts, the one appended last.
    void append(int series, int place, long startMillis) {
        int entry = entryFor(series, startMillis);
        if (entry < 0) {
            return;
        }
        long counts = entries.word(entry, COUNTS);
        int changes = (int) counts;
        if (startMillis == last(entry, changes)) {
            return;
        }
        long change = (startMillis << PLACE_BITS) | place;
        if (changes == 0) {
            entries.setWord(entry, FIRST, change);
        } else {
            addToBlocks(entry, changes - 1, change);
        }
        entries.setWord(entry, COUNTS, counts + 1);
    }

    /// Adds the changes of the open chunk to `into`. Any thread: good only where the series'
    /// version did not change meanwhile; never fails.
    void copy(int series, StartChanges into) {
        int entry = entry(series);
        if (entry < 0 || entry >= entries.capacity()) {
            return;
        }
        int changes = Math.min((int) entries.word(entry, COUNTS), OpenChunks.SAMPLES_MAX);
        if (changes > 0) {
            add(entries.word(entry, FIRST), into);
        }
        int block = (int) (entries.word(entry, BLOCKS) >>> 32);
        for (int i = 0; i < changes - 1 && pool.isBlock(block); i++) {
            add(pool.payload(block, i % BlockPool.PAYLOAD), into);
            if (i % BlockPool.PAYLOAD == BlockPool.PAYLOAD - 1) {
                block = pool.next(block);
            }
        }
    }

    /// The start of the newest sample of the open chunk, 0 where it has none. Any thread: good only
    /// where the series' version did not change meanwhile; never fails.
    long newest(int series) {
        int entry = entry(series);
        if (entry < 0 || entry >= entries.capacity()) {
            return 0;
        }
        int changes = (int) entries.word(entry, COUNTS);
        boolean torn = changes >= 2 && !pool.isBlock((int) entries.word(entry, BLOCKS));
        return changes < 0 || torn ? 0 : last(entry, changes);
    }

    /// Forgets the changes of the open chunk, and the series where it has no start any more.
    void empty(int series) {
        int entry = entry(series);
        if (entry < 0) {
            return;
        }
        freeBlocks(entry);
        entries.setWord(entry, COUNTS, entries.word(entry, COUNTS) & ~NUMBER_MASK);
        if (entries.word(entry, RECORDED) == 0) {
            drop(series);
        }
    }

    /// Forgets a series.
    void drop(int series) {
        int entry = entry(series);
        if (entry >= 0) {
            freeBlocks(entry);
            free.add(entry);
            setEntry(series, -1);
        }
    }

    long sizeBytes() {
        return entries.sizeBytes() + pool.sizeBytes();
    }

    private static void add(long change, StartChanges into) {
        into.add((int) change & PLACE_MASK, change >> PLACE_BITS);
    }

    /// The start of the newest sample of the open chunk.
    private long last(int entry, int changes) {
        if (changes < 2) {
            return changes == 0 ? 0 : entries.word(entry, FIRST) >> PLACE_BITS;
        }
        int block = (int) entries.word(entry, BLOCKS);
        return pool.payload(block, (changes - 2) % BlockPool.PAYLOAD) >> PLACE_BITS;
    }

    private void addToBlocks(int entry, int index, long change) {
        int place = index % BlockPool.PAYLOAD;
        long blocks = entries.word(entry, BLOCKS);
        int block = (int) blocks;
        if (place == 0) {
            int next = pool.take();
            if (block == BlockPool.NONE) {
                blocks = (long) next << 32;
            } else {
                pool.link(block, next);
            }
            block = next;
            entries.setWord(entry, BLOCKS, (blocks & ~NUMBER_MASK) | next);
        }
        pool.set(block, place, change);
    }

    private void freeBlocks(int entry) {
        int others = (int) entries.word(entry, COUNTS) - 1;
        if (others > 0) {
            long blocks = entries.word(entry, BLOCKS);
            int count = (others + BlockPool.PAYLOAD - 1) / BlockPool.PAYLOAD;
            pool.free((int) (blocks >>> 32), (int) blocks, count);
            entries.setWord(entry, BLOCKS, -1L);
        }
    }

    private int entry(int series) {
        return SeriesTable.startsPlace(table.cold().word(series, LATE)) - 1;
    }

    /// The entry of a series, a new one where a start is to be kept; -1 where there is none.
    private int entryFor(int series, long startMillis) {
        int known = entry(series);
        if (known >= 0 || startMillis == 0) {
            return known;
        }
        int entry = free.size() > 0 ? free.removeLast() : made++;
        entries.ensure(made);
        entries.setWord(entry, RECORDED, 0);
        entries.setWord(entry, COUNTS, 0);
        entries.setWord(entry, BLOCKS, -1L);
        setEntry(series, entry);
        return entry;
    }

    private void setEntry(int series, int entry) {
        long number = table.cold().word(series, LATE) & NUMBER_MASK;
        table.cold().setWord(series, LATE, (entry + 1L) << 32 | number);
    }
}
