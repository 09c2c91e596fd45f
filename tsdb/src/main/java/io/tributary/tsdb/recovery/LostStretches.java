package io.tributary.tsdb.recovery;

import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.memory.LongSlabs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The stretches of chunk files that damage took, and of each series the *windows* in which it may
/// have lost samples in order by that: between two chunks that stand before and behind a stretch.
///
/// ```text
/// file      | chunk 1 | chunk 2 | ## stretch ## | chunk 4 |
/// a series   ●●●●●●●●  ●●●●●●●●  ── window ──    ●●●●●●●●
/// ```
///
/// A chunk in order holds all samples between its first and its last, so what lies in a window is
/// in no chunk in order that can be read. Late chunks of later files may hold what an earlier start
/// put back: windows begin behind them.
///
/// Held during recovery only: some bytes a series and stretch, nothing without damage.
final class LostStretches {
    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int FILE = 2;
    private static final int BEFORE = 3;
    private static final int WORDS = 4;
    private static final int FILE_SHIFT = 32;

    /// Where stretches end, ascending: number of the file, offset.
    private final List<Long> ends = new ArrayList<>();

    /// By ref the newest window, which leads to the ones before.
    private final LongIntMap newest = new LongIntMap();

    private final LongSlabs windows = new LongSlabs(WORDS);
    private int count;

    /// Notes a stretch, once or more often.
    void add(long file, long toOffset) {
        long end = file << FILE_SHIFT | Math.min(toOffset, Integer.MAX_VALUE);
        int place = Collections.binarySearch(ends, end);
        if (place < 0) {
            ends.add(-place - 1, end);
        }
    }

    /// How many stretches end at or before a place.
    int countBefore(long file, int offset) {
        if (ends.isEmpty()) {
            return 0;
        }
        int place = Collections.binarySearch(ends, file << FILE_SHIFT | offset);
        return place < 0 ? -place - 1 : place + 1;
    }

    /// Notes a window of a series, later than all of its windows so far; both times exclusive.
    ///
    /// @param file that the chunk behind the stretch stands in
    void addWindow(long ref, long file, long fromMillis, long toMillis) {
        windows.ensure(count + 1);
        windows.setWord(count, FROM, fromMillis);
        windows.setWord(count, TO, toMillis);
        windows.setWord(count, FILE, file);
        windows.setWord(count, BEFORE, newest.find(ref));
        newest.put(ref, count);
        count++;
    }

    /// Notes a late chunk.
    void lateChunk(long ref, long file, long firstMillis, long lastMillis) {
        for (int i = newest(ref); i != LongIntMap.ABSENT; i = before(i)) {
            if (windows.word(i, FILE) < file
                    && firstMillis < windows.word(i, TO)
                    && lastMillis > windows.word(i, FROM)) {
                windows.setWord(i, FROM, lastMillis);
            }
        }
    }

    /// Lets go of the windows of a series.
    void forget(long ref) {
        if (newest(ref) != LongIntMap.ABSENT) {
            newest.put(ref, LongIntMap.ABSENT);
        }
    }

    /// Whether no series has a window.
    boolean isEmpty() {
        return count == 0;
    }

    /// Whether a time lies in a window of a series.
    boolean holds(long ref, long timeMillis) {
        for (int i = newest(ref); i != LongIntMap.ABSENT; i = before(i)) {
            if (timeMillis > windows.word(i, FROM) && timeMillis < windows.word(i, TO)) {
                return true;
            }
        }
        return false;
    }

    private int newest(long ref) {
        return isEmpty() ? LongIntMap.ABSENT : newest.find(ref);
    }

    private int before(int window) {
        return (int) windows.word(window, BEFORE);
    }
}
