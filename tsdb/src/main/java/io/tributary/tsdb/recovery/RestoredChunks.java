package io.tributary.tsdb.recovery;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.ChunkVisitor;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.RestoredLanes;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.memory.LongSlabs;

/// What chunk files tell of each series: the newest chunk of either lane, how far it goes, and the
/// last gaps between chunks.
///
/// Chunks are told of file by file, so a late chunk may come before the one in order that ends the
/// gap it lies in: the newest late time is kept, and a gap begins behind it at least. That forgets
/// gaps at worst, which makes refusals, never a conflict missed.
///
/// Where damage lies between a chunk in order and the one before, the series may have lost samples
/// ({@link LostStretches}).
///
/// Held during recovery only: 128 bytes a series with chunks.
final class RestoredChunks implements ChunkVisitor {
    private static final int IN_ORDER = 0;
    private static final int LAST = 1;
    private static final int GAP_FROM = 2;
    private static final int GAP_TO = 3;
    private static final int OLDER_FROM = 4;
    private static final int OLDER_TO = 5;
    private static final int LATE = 6;
    private static final int LATE_LAST = 7;
    private static final int LATE_SEQUENCE = 8;
    private static final int LATE_COUNT = 9;
    private static final int LATE_MAX = 10;
    private static final int STRETCHES = 11;
    private static final int WORDS = 16;

    private final LostStretches lost;
    private final LongIntMap places = new LongIntMap();
    private final LongSlabs columns = new LongSlabs(WORDS);
    private int count;
    private int stretchesBefore;

    /// @param lost what is damaged; told of windows
    RestoredChunks(LostStretches lost) {
        this.lost = lost;
    }

    @Override
    public void chunk(SealedChunk chunk, long handle, int offset) {
        long file = ChunkStore.fileOf(handle);
        if (count == 0) {
            stretchesBefore = lost.countBefore(file, 0);
        }
        int place = place(chunk.ref);
        if (chunk.lane == SealedChunk.LATE) {
            lost.lateChunk(chunk.ref, file, chunk.firstMillis, chunk.lastMillis);
            late(place, chunk, handle);
            return;
        }
        long before = columns.word(place, LAST);
        int stretches = lost.countBefore(file, offset);
        if (stretches > columns.word(place, STRETCHES)) {
            lost.addWindow(chunk.ref, file, before, chunk.firstMillis);
        }
        columns.setWord(place, STRETCHES, stretches);
        if (Lanes.leavesGap(before, 0, chunk.firstMillis)) {
            columns.setWord(place, OLDER_FROM, columns.word(place, GAP_FROM));
            columns.setWord(place, OLDER_TO, columns.word(place, GAP_TO));
            columns.setWord(place, GAP_FROM, Math.max(before, columns.word(place, LATE_MAX)));
            columns.setWord(place, GAP_TO, chunk.firstMillis);
        }
        columns.setWord(place, IN_ORDER, handle);
        columns.setWord(place, LAST, chunk.lastMillis);
    }

    /// Whether a series has chunks.
    boolean has(long ref) {
        return places.find(ref) != LongIntMap.ABSENT;
    }

    /// What is known of a series that {@link #has} chunks.
    RestoredLanes of(long ref) {
        int place = places.find(ref);
        return new RestoredLanes(
                columns.word(place, IN_ORDER),
                columns.word(place, LAST),
                columns.word(place, GAP_FROM),
                columns.word(place, GAP_TO),
                columns.word(place, OLDER_FROM),
                columns.word(place, OLDER_TO),
                columns.word(place, LATE),
                columns.word(place, LATE_LAST),
                columns.word(place, LATE_MAX),
                columns.word(place, LATE_SEQUENCE),
                (int) columns.word(place, LATE_COUNT));
    }

    /// Series with chunks.
    int count() {
        return count;
    }

    private void late(int place, SealedChunk chunk, long handle) {
        columns.setWord(place, LATE, handle);
        columns.setWord(place, LATE_LAST, chunk.lastMillis);
        columns.setWord(place, LATE_SEQUENCE, chunk.walSequence);
        columns.setWord(place, LATE_COUNT, chunk.walIndex);
        columns.setWord(place, LATE_MAX, Math.max(columns.word(place, LATE_MAX), chunk.lastMillis));
        fill(place, GAP_FROM, chunk);
        fill(place, OLDER_FROM, chunk);
    }

    private void fill(int place, int gap, SealedChunk chunk) {
        if (chunk.firstMillis < columns.word(place, gap + 1)) {
            columns.setWord(place, gap, Math.max(columns.word(place, gap), chunk.lastMillis));
        }
    }

    private int place(long ref) {
        int known = places.find(ref);
        if (known != LongIntMap.ABSENT) {
            return known;
        }
        int place = count++;
        columns.ensure(count);
        for (int word = 0; word < WORDS; word++) {
            columns.setWord(place, word, Long.MIN_VALUE);
        }
        columns.setWord(place, IN_ORDER, ChunkStore.NONE);
        columns.setWord(place, LATE, ChunkStore.NONE);
        columns.setWord(place, STRETCHES, stretchesBefore);
        places.put(ref, place);
        return place;
    }
}
