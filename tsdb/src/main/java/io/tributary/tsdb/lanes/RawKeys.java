package io.tributary.tsdb.lanes;

import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.memory.SlotTable;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/// From the hash of label bytes (route mixed in) to the slot, without looking at a label.
///
/// A series' record holds the hash of the bytes that made it or last found it by its labels, so the
/// usual look-up is one table entry and one cache line; senders repeat their order, so mostly not
/// even the table is asked ({@link #guess}). Other spellings of the same series (another route,
/// another protocol) stand in a bounded side cache of 24 bytes an entry.
///
/// A look-up without the lock is a hint: it may miss, and a side entry may be torn. The appender
/// confirms under the lock.
public final class RawKeys {
    public static final int ABSENT = -1;

    /// Entries of the side cache, 24 bytes each; a new one takes the place of an old one in its
    /// set.
    static final int SIDE_ENTRIES = 1 << 16;

    private static final int SET_SIZE = 4;

    private final SeriesTable series;
    private final SlotTable table = new SlotTable();
    private final long[] sideHigh = new long[SIDE_ENTRIES];
    private final long[] sideLow = new long[SIDE_ENTRIES];
    private final int[] sideSlot = new int[SIDE_ENTRIES];
    private int sideUsed;
    private int turn;

    RawKeys(SeriesTable series) {
        this.series = series;
    }

    /// Whether the series after the last one found is it.
    public boolean guess(int slot, int slotCount, long high, long low) {
        return slot < slotCount && series.hasHash(slot, high, low);
    }

    /// The slot, or `ABSENT`.
    public int find(long high, long low) {
        long[] entries = table.snapshot();
        for (int place = SlotTable.first(entries, high);
                place != SlotTable.ABSENT;
                place = SlotTable.next(entries, high, place)) {
            int slot = SlotTable.slot(entries, place);
            if (slot < series.capacity() && series.hasHash(slot, high, low)) {
                return slot;
            }
        }
        return findAside(high, low);
    }

    /// Notes the hash of a series that was made, or found by its labels; the one before goes to the
    /// side cache. Writer only.
    public void put(int slot, long high, long low) {
        LongSlabs hot = series.hot();
        long oldHigh = hot.word(slot, SeriesTable.HASH_HIGH);
        long oldLow = hot.word(slot, SeriesTable.HASH_LOW);
        if ((oldHigh | oldLow) != 0) {
            table.remove(oldHigh, slot);
            putAside(slot, oldHigh, oldLow);
        }
        hot.setWord(slot, SeriesTable.HASH_HIGH, high);
        hot.setWord(slot, SeriesTable.HASH_LOW, low);
        table.add(high, slot);
    }

    /// Forgets all bytes that find one of these slots. Walks over the side cache once.
    public void remove(RoaringBitmap slots) {
        slots.forEach(
                (IntConsumer)
                        slot -> {
                            LongSlabs hot = series.hot();
                            table.remove(hot.word(slot, SeriesTable.HASH_HIGH), slot);
                        });
        for (int i = 0; i < SIDE_ENTRIES && sideUsed > 0; i++) {
            if (sideSlot[i] != 0 && slots.contains(sideSlot[i] - 1)) {
                sideSlot[i] = 0;
                sideHigh[i] = 0;
                sideLow[i] = 0;
                sideUsed--;
            }
        }
    }

    /// Entries of the side cache in use.
    public int sideUsed() {
        return sideUsed;
    }

    public long sizeBytes() {
        return table.sizeBytes() + 20L * SIDE_ENTRIES;
    }

    private int findAside(long high, long low) {
        if (sideUsed == 0) {
            return ABSENT;
        }
        int set = set(low);
        for (int i = set; i < set + SET_SIZE; i++) {
            if (sideHigh[i] == high && sideLow[i] == low) {
                return sideSlot[i] - 1;
            }
        }
        return ABSENT;
    }

    private void putAside(int slot, long high, long low) {
        int set = set(low);
        int place = set + (turn++ & (SET_SIZE - 1));
        for (int i = set; i < set + SET_SIZE; i++) {
            if (sideSlot[i] == 0) {
                place = i;
                sideUsed++;
                break;
            }
        }
        sideHigh[place] = high;
        sideLow[place] = low;
        sideSlot[place] = slot + 1;
    }

    private static int set(long low) {
        return (int) (low >>> 20) & (SIDE_ENTRIES - 1) & -SET_SIZE;
    }
}
