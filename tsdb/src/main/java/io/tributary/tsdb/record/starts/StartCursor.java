package io.tributary.tsdb.record.starts;

import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;

/// Goes through what {@link StartChanges} wrote. Empty at first, which is: no sample has a start.
/// Reused.
public final class StartCursor {
    private static final byte[] NOTHING = {};

    /// The place of the next change where there is none.
    private static final int NONE = Integer.MAX_VALUE;

    private final RecordReader changes = new RecordReader(NOTHING, 0, 0);
    private boolean empty = true;
    private long start;
    private int nextPlace = NONE;
    private long nextStart;

    /// The place of the last change, -1 where there is none.
    private int lastPlace = -1;

    /// Before the first place of `bytes[from, to)`, which must stay as they are while they are gone
    /// through.
    ///
    /// @throws CorruptRecordException if they are no changes; the cursor is empty then
    public void reset(byte[] bytes, int from, int to) throws CorruptRecordException {
        clear();
        if (from == to) {
            return;
        }
        check(bytes, from, to);
        changes.reset(bytes, from, to);
        empty = false;
        nextPlace = -1;
        advance();
    }

    /// Makes it empty.
    public void clear() {
        changes.reset(NOTHING, 0, 0);
        empty = true;
        start = 0;
        nextPlace = NONE;
        nextStart = 0;
        lastPlace = -1;
    }

    /// Whether no sample has a start.
    public boolean isEmpty() {
        return empty;
    }

    /// Whether all changes are at the places of so many samples, whatever was gone through.
    public boolean isWithin(int samples) {
        return lastPlace < samples;
    }

    /// Whether all changes were gone through.
    public boolean isAtEnd() {
        return nextPlace == NONE;
    }

    /// The start of the sample at a place, 0 where it has none.
    ///
    /// @param place not before those that were asked for
    public long at(int place) {
        while (nextPlace <= place) {
            start = nextStart;
            advance();
        }
        return start;
    }

    /// Whether there is a change at this very place; to be asked of each place, in their order.
    /// {@link #at} tells the start.
    public boolean changesAt(int place) {
        return place == nextPlace;
    }

    private void advance() {
        if (changes.remaining() == 0) {
            nextPlace = NONE;
            return;
        }
        try {
            nextPlace += (int) changes.varint();
            nextStart += changes.zigzag();
        } catch (CorruptRecordException e) {
            throw new IllegalStateException("BUG: starts that were checked", e);
        }
    }

    private void check(byte[] bytes, int from, int to) throws CorruptRecordException {
        changes.reset(bytes, from, to);
        long place = -1;
        long millis = 0;
        while (changes.remaining() > 0) {
            int distance = changes.count(NONE - 1, "distance of a change");
            place += distance;
            millis += changes.zigzag();
            if (distance == 0 || place >= NONE || StartChanges.kept(millis) != millis) {
                throw changes.corrupt("start " + millis + " at " + place);
            }
        }
        lastPlace = (int) place;
    }
}
